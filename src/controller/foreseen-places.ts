import { ordinalAt, placeOf } from '../petset/identity.js';
import { Runs } from '../petset/runs.js';
import type { Desired, Observed } from './observed.js';
import { needsOf } from './plan.js';

/**
 * Keeps count of the wanted ordinals for which something is needed, where they change one at a time: `busyOrdinals` would
 * look at all of them anew. Whoever changes an ordinal has to say so.
 */
export class BusyPlaces {
  /** By place: those that need nothing. */
  private quiet = new Runs();
  /** Those for which nothing can be done now: what they need will happen by itself. */
  private idle = new Runs();
  /** Ordinals of which something is there, or was. */
  private readonly known = new Set<number>();
  private changed = new Set<number>();
  private seen: Pick<Observed, 'revisions'> & { readonly desired: Desired | undefined } = {
    desired: undefined,
    revisions: [],
  };

  note(ordinal: number): void {
    this.known.add(ordinal);
    this.changed.add(ordinal);
  }

  /**
   * Lowest first. Where pets do not wait for one another and something can be done for one, those are left out that are only
   * waited for: nobody waits as long as there is something to do.
   */
  *ordinals(desired: Desired, observed: Observed): Generator<number> {
    this.update(desired, observed);
    const { spec } = desired.set;
    const [acting] = this.idle.missing(spec.replicas);
    const isParallel = spec.podManagementPolicy === 'Parallel';
    const calm = isParallel && acting !== undefined ? this.idle : this.quiet;
    for (const place of calm.missing(spec.replicas)) yield ordinalAt(spec, place) ?? 0;
  }

  private update(desired: Desired, observed: Observed): void {
    const { revisions } = observed;
    const isSame = this.seen.desired === desired && this.seen.revisions === revisions;
    this.seen = { desired, revisions };
    if (!isSame) [this.quiet, this.idle] = [new Runs(), new Runs()];
    const changed = isSame ? this.changed : this.known;
    this.changed = new Set();
    for (const ordinal of changed) {
      const place = placeOf(desired.set.spec, ordinal);
      if (place === undefined) continue;
      const { steps, waits } = needsOf(ordinal, desired, observed);
      for (const [places, isIn] of [
        [this.quiet, steps.length === 0 && waits.length === 0],
        [this.idle, steps.length === 0],
      ] as const)
        if (isIn) places.add(place);
        else places.delete(place);
    }
  }
}
