import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimName, wantedOrdinals } from '../../src/petset/identity.js';
import { USUAL_ROLLOUT } from '../../src/petset/rollout.js';
import { history, kubelet, live, worldOptions } from './history.js';
import { World } from './world.js';
import { collectClaims, problemsWithClaims } from './world-claims.js';

const HISTORIES = 5_000;

test('whatever happens, the planner keeps its promises', () => {
  fc.assert(
    fc.property(worldOptions, history, (options, happenings) => {
      live(new World(options), happenings);
    }),
    { numRuns: HISTORIES },
  );
});

test('from every state that can be reached, with a kubelet that behaves and nobody in the way, it ends as the record says', () => {
  fc.assert(
    fc.property(worldOptions, history, (options, happenings) => {
      const world = new World(options);
      live(world, happenings);
      // Nobody deletes a broken pet by hand: a template that works is the way out.
      if (world.broken.size > 0) world.change('rev5', USUAL_ROLLOUT);
      settle(world);
      if (!world.recordGoing) expectAsRecorded(world);
    }),
    { numRuns: HISTORIES },
  );
});

/** Enough rounds for every pet to go and come back several times over. */
const ROUNDS = 200;

function settle(world: World): void {
  for (let round = 0; round < ROUNDS && world.recordExists; round++) {
    clearTheWay(world);
    if (world.reconcile().kind === 'done' && world.isToStay) return;
    kubelet(world);
  }
  if (world.recordExists) throw new Error(`it does not end:\n${world.diary.slice(0, 100).join('\n')}`);
}

/** Whoever was told that he is in the way goes. */
function clearTheWay(world: World): void {
  for (const [ordinal, pod] of world.pods) {
    [pod.initialized, pod.labelled] = [true, true];
    if (pod.ownership === 'foreign' || (world.teardown === 'clean' && pod.ownership === 'orphan'))
      world.pods.delete(ordinal);
  }
  for (const [name, { labelledFor, owner }] of world.claims) {
    if (owner !== undefined || labelledFor === 'other') world.claims.delete(name);
  }
  world.mounted.clear();
  world.paused = false;
}

function expectAsRecorded(world: World): void {
  collectClaims(world);
  const { spec } = world.desired.set;
  const ours = [...world.pods].filter(([, { ownership }]) => ownership === 'ours').map(([ordinal]) => ordinal);
  if (world.isToStay && world.desired.rollout?.partition === 0) {
    const templates = ours.map((ordinal) => world.pods.get(ordinal)?.revision);
    expect(templates).toEqual(ours.map(() => world.template));
    expect(world.recorded).toBeUndefined();
  }
  expect(ours.sort((a, b) => a - b)).toEqual(world.isToStay ? [...wantedOrdinals(spec)] : []);
  const labelled = [...world.claims].filter(([, { labelledFor }]) => labelledFor === 'web').map(([name]) => name);
  if (world.teardown === 'clean') expect(labelled).toEqual([]);
  if (!world.isToStay) return;
  expect(problemsWithClaims(world)).toEqual([]);
  expect(world.replacements).toEqual([]);
  // A claim that was made by hand and is being deleted under its pet is not adopted any more, but it is there.
  for (const ordinal of ours) expect([...world.claims.keys()]).toContain(claimName('www', 'web', ordinal));
}
