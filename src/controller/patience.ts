import { REMINDED_AFTER } from '../diagnose/slow.js';
import { subjectUid, type Wait } from './step.js';

/** Milliseconds that something may take before it is asked why. */
const PATIENCE = 2_000;
/** Milliseconds after which what may well pass by itself has not. */
export const LOOKED_INTO_AFTER = 30_000;
/** When it is asked again, although nothing has changed. */
const STAGES = [PATIENCE, LOOKED_INTO_AFTER, ...REMINDED_AFTER];

/** Remembers since when each thing has been waited for. */
export class Patience {
  private since = new Map<string, number>();

  /** Takes note of what is waited for now; what is waited for no longer is forgotten. */
  waitFor(waits: readonly Wait[], now: number): void {
    this.since = new Map(waits.map(waitKey).map((key) => [key, this.since.get(key) ?? now]));
  }

  hasRunOut(wait: Wait, now: number): boolean {
    return this.waited(wait, now) >= PATIENCE;
  }

  /** Milliseconds since it was first waited for. */
  waited(wait: Wait, now: number): number {
    return now - (this.since.get(waitKey(wait)) ?? now);
  }

  /** When the next wait will have taken too long, or that much longer that it is worth another word; in epoch milliseconds. */
  runsOutAt(now: number): number | undefined {
    const ahead = [...this.since.values()]
      .flatMap((since) => STAGES.map((stage) => since + stage))
      .filter((time) => time > now);
    return ahead.length === 0 ? undefined : Math.min(...ahead);
  }
}

/** What tells a wait apart from all others. */
export function waitKey(wait: Wait): string {
  return `${wait.for} ${subjectUid(wait)}`;
}
