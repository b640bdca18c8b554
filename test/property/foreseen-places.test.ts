import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BusyPlaces } from '../../src/controller/foreseen-places.js';
import type { Desired, Observed } from '../../src/controller/observed.js';
import type { Pace } from '../../src/controller/pace.js';
import { plan } from '../../src/controller/plan.js';
import { Register } from '../../src/petset/register.js';
import { differencesBetween } from '../../src/petset/ledger.js';
import { kindOfClaim, kindOfPet } from '../../src/petset/kinds.js';
import { happening, worldOptions } from './history.js';
import { World } from './world.js';

/** One who keeps count of what changes from moment to moment, in maps that he writes to. */
class Keeper {
  private before: Observed = { pods: new Map(), claims: new Map(), revisions: [] };
  private readonly places = new BusyPlaces();

  private desired: Desired | undefined;

  plan(wanted: Desired, observed: Observed, pace: Pace): unknown {
    const desired = asBefore(this.desired, wanted);
    this.desired = desired;
    const revisions = asBefore(this.before.revisions, observed.revisions);
    for (const differences of [
      differencesBetween(this.before.pods, observed.pods),
      differencesBetween(this.before.claims, observed.claims),
    ])
      for (const { before, after } of differences) this.places.note((after ?? before)?.ordinal ?? 0);
    for (const { uid, ordinal } of observed.pods.values())
      if (this.before.unverified?.has(uid) !== observed.unverified?.has(uid)) this.places.note(ordinal);
    this.before = { ...observed, revisions, unverified: new Set(observed.unverified) };
    const there = {
      ...observed,
      revisions,
      pods: new Register(observed.pods, kindOfPet),
      claims: new Register(observed.claims, kindOfClaim),
    };
    return plan(desired, there, pace, (...now) => this.places.ordinals(...now));
  }
}

/** The same object as before, as long as it says the same. */
function asBefore<T>(before: T | undefined, now: T): T {
  return before !== undefined && isDeepStrictEqual(before, now) ? before : now;
}

test('whoever keeps count of the ordinals that need something plans as one who counts them anew', () => {
  fc.assert(
    fc.property(worldOptions, fc.array(happening, { maxLength: 30, size: 'max' }), (options, happenings) => {
      const world = new World(options);
      const keeper = new Keeper();
      for (const { happen } of happenings) {
        if (!world.recordExists) return;
        happen(world);
        const { desired, observed, pace } = world;
        expect(keeper.plan(desired, observed, pace)).toEqual(plan(desired, observed, pace));
        world.reconcile();
      }
    }),
    { numRuns: 80 },
  );
});
