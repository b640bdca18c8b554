import { REMINDED_AFTER } from '../diagnose/slow.js';
import type { Waiting } from './progress.js';
import { subjectUid, type Wait } from './step.js';

/** Milliseconds that something may take before it is asked why. */
const PATIENCE = 2_000;
/** Milliseconds after which what may well pass by itself has not. */
export const LOOKED_INTO_AFTER = 30_000;
/** When it is asked again, although nothing has changed. */
const STAGES = [PATIENCE, LOOKED_INTO_AFTER, ...REMINDED_AFTER];

/** One thing that is waited for, for as long as it is: what is known about it is kept here from look to look. */
export interface Vigil {
  /** As it was seen last; the same object as long as nothing about it has changed. */
  on: Wait;
  /** Epoch milliseconds. */
  readonly since: number;
  /** What was made of it at the last look. */
  waiting: Waiting | undefined;
  /** In which look it was waited for last. */
  look: number;
}

/** Remembers since when each thing has been waited for. Of thousands that are, nearly all are the same from look to look. */
export class Patience {
  /** By what they are for, and whom they are for. */
  private readonly vigils = new Map<Wait['for'], Map<string, Vigil>>();
  private looks = 0;

  /** Takes note of what is waited for now, and answers what is known of each; what is waited for no longer is forgotten. */
  waitFor(waits: readonly Wait[], now: number): readonly Vigil[] {
    this.looks++;
    const present = waits.map((on) => this.vigilFor(on, now));
    for (const vigils of this.vigils.values())
      for (const [uid, { look }] of vigils) if (look !== this.looks) vigils.delete(uid);
    return present;
  }

  /** Whether anything is waited for that this uid, or name, stands for. */
  isAbout(uid: string): boolean {
    for (const vigils of this.vigils.values()) if (vigils.has(uid)) return true;
    return false;
  }

  /** When the next wait will have taken too long, or that much longer that it is worth another word; in epoch milliseconds. */
  runsOutAt(now: number): number | undefined {
    let next = Number.POSITIVE_INFINITY;
    for (const vigils of this.vigils.values())
      for (const { since } of vigils.values())
        for (const stage of STAGES) if (since + stage > now) next = Math.min(next, since + stage);
    return Number.isFinite(next) ? next : undefined;
  }

  private vigilFor(on: Wait, now: number): Vigil {
    const vigils = this.vigils.get(on.for) ?? new Map<string, Vigil>();
    this.vigils.set(on.for, vigils);
    const uid = subjectUid(on);
    const known = vigils.get(uid);
    if (known === undefined) {
      const vigil = { on, since: now, waiting: undefined, look: this.looks };
      vigils.set(uid, vigil);
      return vigil;
    }
    if (!isSame(known.on, on)) known.on = on;
    known.look = this.looks;
    return known;
  }
}

export function hasRunOut({ since }: Vigil, now: number): boolean {
  return now - since >= PATIENCE;
}

/** Nothing about it has changed: a pet that has not is the same object. */
function isSame(one: Wait, other: Wait): boolean {
  return one.for === other.for && !('why' in one) && 'pet' in one && 'pet' in other && one.pet === other.pet;
}
