import type { ProgressEvent, Standing } from '../../controller/progress.js';
import { petsThat } from '../../petset/kinds.js';
import { isHealthy, type ObservedPet } from '../../petset/observed-pet.js';
import { humanDuration } from '../duration.js';
import { escapeTerminal } from '../escape.js';
import { isHealthyOwn } from './own.js';

/** A pet that was healthy and is not any more. */
interface Incident {
  /** Epoch milliseconds. */
  readonly since: number;
  /** Of the pod that it happened to. */
  readonly uid: string;
  readonly status: string;
}

/**
 * What happened to the pets of a set that is kept as it should be: a table shows only how they are now. Told of each is how
 * it ended, once the pet is healthy again.
 */
export class Incidents {
  /** The uids of pets that are healthy, by name. */
  private readonly healthy = new Map<string, string>();
  private readonly open = new Map<string, Incident>();

  constructor({ there }: Standing) {
    for (const { name, uid } of petsThat(there.pods, isHealthyOwn)) this.healthy.set(name, uid);
  }

  /** Takes note of what happened; answers with what there is to say about it, if it is over. */
  take(event: ProgressEvent, now: number): string | undefined {
    if (event.type === 'set-ready') this.open.clear();
    if (!('pet' in event)) return undefined;
    const { pet } = event;
    const isThere = event.type === 'pet-created' || event.type === 'pet-changed' || event.type === 'pet-adopted';
    if (isThere && isHealthy(pet)) return this.recovered(pet, now);
    if (isThere || event.type === 'pet-terminating' || event.type === 'pet-deleted') this.failed(pet, now);
    return undefined;
  }

  private recovered({ name, uid }: ObservedPet, now: number): string | undefined {
    this.healthy.set(name, uid);
    const incident = this.open.get(name);
    if (incident === undefined) return undefined;
    this.open.delete(name);
    const after = humanDuration(now - incident.since);
    if (incident.uid !== uid) return `pod/${name} was replaced: ready again after ${after}`;
    return `pod/${name} recovered from ${escapeTerminal(incident.status)}: ready again after ${after}`;
  }

  private failed({ name, uid, cells: { status } }: ObservedPet, now: number): void {
    const known = this.open.get(name);
    const since = known?.since ?? (this.healthy.get(name) === uid ? now : undefined);
    if (since !== undefined) this.open.set(name, { since, uid: known?.uid ?? uid, status });
    this.healthy.delete(name);
  }
}
