import { afterAll, beforeAll, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { seededFractions } from '../../../src/sandbox/platform/seeded.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import { manifest, type Operation, OPERATIONS } from './operations.js';
import { type Course, problemsOf, watchCourse } from './run.js';
import { badNetwork } from './schedule.js';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
/** Milliseconds of the cluster's time after which a command counts as hanging. */
const LIMIT = 30 * 60_000;
/** How often a command is run again that gives up because the server stays in trouble, and says how to go on. */
const ATTEMPTS = 5;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

test.each(SEEDS)(
  'whatever the network does, all is done in its order, once: seed %d',
  async (seed) => {
    const operation = OPERATIONS[seed % OPERATIONS.length]!;
    const whole = await wholeCourse(operation);
    const faults = badNetwork(seed, USER);
    const course = await runOn(faults, seed, operation);
    // The last write, which hands the lease back, is not tried for long: it runs out by itself.
    const problems = problemsOf(course, whole, (object) => object.startsWith('leases/'));
    expect(problems, reproduction(seed, operation, faults)).toEqual([]);
  },
  60_000,
);

const wholeCourses = new Map<Operation, Course>();

/** What becomes of an operation that nothing disturbs. */
async function wholeCourse(operation: Operation): Promise<Course> {
  const course = wholeCourses.get(operation) ?? (await runOn([], 0, operation));
  wholeCourses.set(operation, course);
  return course;
}

const USER = 'troubled';

/** Does an operation, and what comes before it, through a network that has these faults. */
async function runOn(faults: readonly string[], seed: number, operation: Operation): Promise<Course> {
  const namespace = await stage.makeNamespace();
  stage.cluster.harmAlike(seed, ...faults);
  const random = seededFractions(seed, 1);
  const run = (line: string): Promise<void> => insist(line, { operation, namespace, random });
  try {
    for (const step of operation.before) {
      if (typeof step === 'string') await run(step);
      else orFail(await stage.cluster.records.change({ namespace, name: 'web' }, step));
    }
    return await watchCourse(operation, { stage, namespace }, () => run(operation.line));
  } catch (error) {
    throw new Error(reproduction(seed, operation, faults), { cause: error });
  } finally {
    stage.cluster.harm();
  }
}

interface Surroundings {
  readonly operation: Operation;
  readonly namespace: string;
  readonly random: () => number;
}

/** Runs a command line to a good end: where it gives up it says how to go on, and that is done. */
async function insist(line: string, { operation, namespace, random }: Surroundings): Promise<void> {
  let next = line;
  const told: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const process = stage.begin(next, { user: USER, namespace, random, input: manifest(operation.pets) });
    const { code, stdout, stderr } = await stage.clock.within(LIMIT, process.ended);
    if (code === 0) return;
    told.push(`${next} ended with ${code}:\n${stdout}${stderr}`);
    if (stderr.includes('petset reconcile web')) next = 'reconcile web';
  }
  throw new Error(told.join('\n'));
}

function reproduction(seed: number, { name }: Operation, faults: readonly string[]): string {
  const again = `npx vitest run --project integration test/integration/life/bad-network.test.ts -t 'seed ${seed}$'`;
  return [`${name} on a bad network, to be seen again with: ${again}`, ...faults].join('\n');
}
