import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foresee, type ForeseenEnd } from '../../src/controller/foresee.js';
import type { Plan, Wait } from '../../src/controller/step.js';
import { say } from '../fixtures/sets.js';
import { happening, history, live, worldOptions } from './history.js';
import { World, type WorldPod } from './world.js';
import { collectClaims, ordinalOf, resize } from './world-claims.js';

const HISTORIES = 300;

test('what is foreseen is what is done in a cluster in which everything goes well, and it ends', () => {
  fc.assert(
    fc.property(worldOptions, history, happening, (options, happenings, last) => {
      // One after the other, as it is told.
      const world = new World({ ...options, pace: { ...options.pace, concurrency: 1 } });
      live(world, happenings);
      if (!world.recordExists) return;
      world.reconcile();
      last.happen(world);
      world.broken.clear();
      if (isLost(world)) return;
      const gates = options.verifies ? new Set(['verify'] as const) : new Set<never>();
      const { steps, end } = foresee(world.desired, world.observed, { gates, limit: MANY, pace: world.pace });
      const known = world.steps.length;
      const ended = runWell(world, options.minReadySeconds);
      expect(steps.map(({ step }) => say(step))).toEqual(world.steps.slice(known).map((step) => say(step)));
      expect(endOf(end)).toBe(ended);
    }),
    { numRuns: HISTORIES },
  );
});

/** Nobody can tell how fast the garbage collector is, which takes what is left of an orphan's record. */
function isLost({ recordExists, teardown, orphaning }: World): boolean {
  return !recordExists || (teardown === 'orphan' && orphaning);
}

/** More steps than any of these histories can need. */
const MANY = 500;

/** Has the real thing go on until nothing happens any more; answers how it ended. */
function runWell(world: World, minReadySeconds: number): string {
  for (let round = 0; round < MANY; round++) {
    const answer = world.reconcile();
    if (answer.kind !== 'wait' || !world.recordExists || isOver(answer))
      return endOf(world.recordExists ? answer : GONE);
    const before = snapshot(world);
    arrive(world, answer.on, minReadySeconds);
    if (snapshot(world) === before) return endOf(answer);
  }
  throw new Error(`it does not end:\n${world.diary.slice(0, 100).join('\n')}`);
}

function snapshot({ pods, claims, mounted, paused }: World): string {
  return JSON.stringify([[...pods], [...claims], [...mounted], paused]);
}

const GONE = { kind: 'gone' } as const;

function isOver(answer: Plan): boolean {
  return answer.kind === 'wait' && answer.on.some((on) => on.for === 'record-gone');
}

/** Nothing of ours is left to be done either when the record is gone or when it is only going. */
function endOf(end: ForeseenEnd | Plan): string {
  if (end.kind === 'stuck') return `${end.obstacle.object} ${end.obstacle.problem}`;
  if (end.kind === 'gone' || end.kind === 'wait' || end.kind === 'waiting') return 'gone';
  return end.kind;
}

/** Whatever is under way gets where it is bound for. */
function arrive(world: World, waits: readonly Wait[], minReadySeconds: number): void {
  for (const on of waits) resume(world, on);
  for (const [ordinal, pod] of world.pods) {
    if (pod.terminating || pod.ownership === 'leftover') world.pods.delete(ordinal);
    else if (pod.phase !== 'Failed') getReady(pod, minReadySeconds === 0);
  }
  resize(world);
  collectClaims(world);
  for (const name of world.leaving) world.mounted.delete(name);
  world.leaving.clear();
  const going = [...world.claims].filter(([, { terminating }]) => terminating).map(([name]) => name);
  for (const name of going) if (!isMounted(world, name)) world.claims.delete(name);
}

function resume(world: World, on: Wait): void {
  const pod = on.for === 'resume' ? world.pods.get(on.pet.ordinal) : undefined;
  if (pod) pod.initialized = true;
  if (on.for === 'resume-set') world.paused = false;
}

function isMounted({ pods, mounted }: World, name: string): boolean {
  const pod = pods.get(ordinalOf(name));
  return (pod !== undefined && pod.phase !== 'Failed') || mounted.has(name);
}

function getReady(pod: WorldPod, isSettledAtOnce: boolean): void {
  if (pod.phase === 'Pending' || pod.restarting || !pod.ready)
    Object.assign(pod, { phase: 'Running', restarting: false, ready: true, settled: isSettledAtOnce });
  else if (!pod.settled) pod.settled = true;
  else pod.verified = true;
}
