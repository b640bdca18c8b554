import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededFractions } from '../../../src/sandbox/platform/seeded.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { manifest, type Operation, OPERATIONS } from './operations.js';
import { type Course, problemsOf, watchCourse } from './run.js';
import { badNetwork } from './schedule.js';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const SEEDS_OF_TWO = SEEDS.slice(0, 20);
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
    expect(await problemsWith(seed, operation), reproduction(seed, operation)).toEqual([]);
  },
  60_000,
);

const ON_SETS = OPERATIONS.filter(({ before }) => before.length > 0);

test.each(SEEDS_OF_TWO)(
  'the same by two processes at once: seed %d',
  async (seed) => {
    const operation = ON_SETS[seed % ON_SETS.length]!;
    // What it ends with depends on when it has begun: the set may not be asked for anything yet, or be gone.
    const other = (trial: Trial): Promise<unknown> => run('reconcile web', 'troubled-2', trial);
    expect(await problemsWith(seed, operation, other), reproduction(seed, operation)).toEqual([]);
  },
  60_000,
);

/** All that is not as if the network had been good, and nobody else there. */
async function problemsWith(
  seed: number,
  operation: Operation,
  meanwhile?: (trial: Trial) => Promise<unknown>,
): Promise<readonly string[]> {
  const whole = await wholeCourse(operation);
  const course = await runOn(badNetwork(seed, USERS), seed, operation, meanwhile);
  // The last write, which hands the lease back, is not tried for long: it runs out by itself.
  return problemsOf(course, whole, (object) => object.startsWith('leases/'));
}

const wholeCourses = new Map<Operation, Course>();

/** What becomes of an operation that nothing disturbs. */
async function wholeCourse(operation: Operation): Promise<Course> {
  const course = wholeCourses.get(operation) ?? (await runOn([], 0, operation));
  wholeCourses.set(operation, course);
  return course;
}

/** Whose network is bad. */
const USERS = 'troubled-*';

interface Trial {
  readonly operation: Operation;
  readonly namespace: string;
  /** Random numbers for one more process. */
  readonly random: () => () => number;
}

/** Does an operation, and what comes before it, through a network that has these faults. */
async function runOn(
  faults: readonly string[],
  seed: number,
  operation: Operation,
  meanwhile: (trial: Trial) => Promise<unknown> = () => Promise.resolve(),
): Promise<Course> {
  const namespace = await stage.makeNamespace();
  let processes = 0;
  const trial: Trial = { operation, namespace, random: () => seededFractions(seed, (processes += 1)) };
  stage.cluster.harmAlike(seed, ...faults);
  try {
    for (const line of operation.before) await insist(line, trial);
    const act = (): Promise<unknown> => Promise.all([insist(operation.line, trial), meanwhile(trial)]);
    return await watchCourse(operation, { stage, namespace }, act);
  } catch (error) {
    throw new Error(reproduction(seed, operation), { cause: error });
  } finally {
    stage.cluster.harm();
  }
}

/** Runs a command line to a good end: where it gives up it says how to go on, and that is done. */
async function insist(line: string, trial: Trial): Promise<void> {
  let next = line;
  const told: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { code, stdout, stderr } = await run(next, 'troubled-1', trial);
    if (code === 0) return;
    told.push(`${next} ended with ${code}:\n${stdout}${stderr}`);
    if (!hasGivenUp(stderr)) break;
    if (stderr.includes('petset reconcile web')) next = 'reconcile web';
  }
  throw new Error(told.join('\n'));
}

/** Whether a command has ended because the server stayed in trouble, which it may only as long as it writes down a wish. */
function hasGivenUp(stderr: string): boolean {
  const last = stderr
    .split('\n')
    .filter((line) => /^(Error from|Unable to)/.test(line) && !line.includes('(trying again in'));
  return last.every((line) =>
    /\((InternalError|ServiceUnavailable|TooManyRequests|Conflict)\)|^Unable to connect/.test(line),
  );
}

function run(line: string, user: string, { operation, namespace, random }: Trial): Promise<CommandRun> {
  const options = { user, namespace, random: random(), input: manifest(operation.pets, operation.isParallel) };
  return stage.clock.within(LIMIT, stage.begin(line, options).ended);
}

function reproduction(seed: number, { name }: Operation): string {
  const again = `npx vitest run --project integration test/integration/life/bad-network.test.ts -t 'seed ${seed}$'`;
  return [`${name} on a bad network, to be seen again with: ${again}`, ...badNetwork(seed, USERS)].join('\n');
}
