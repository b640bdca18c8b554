import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProcessOptions } from '../../fixtures/stage.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { type Cut, isCarelessDeletion, isWriteOf, type Remains, runUntilCut, said } from './cut.js';
import { manifest, type Operation, OPERATIONS } from './operations.js';
import { type Course, problemsOf, watchCourse } from './run.js';

/** Milliseconds of the cluster's time that a process may take: a lease that runs out, and patience. */
const LIMIT = 60_000;
/** More processes than an operation has writes. */
const MOST_PROCESSES = 100;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());

test.for(OPERATIONS)(
  '$name, cut off before and after every write, is finished by reconcile',
  { timeout: 120_000 },
  async (operation, { annotate }) => {
    const { whole, writes, careless } = await runWhole(operation);
    await annotate(`${2 * writes.length} cut points`);
    expect([...whole.violations, ...careless]).toEqual([]);
    const failures: string[] = [];
    for (const [index, write] of writes.entries()) {
      for (const side of ['before', 'after'] as const) {
        const problems = await runCut(operation, { at: index + 1, side }, whole);
        failures.push(...problems.map((problem) => `${side} write ${index + 1} (${write}): ${problem}`));
      }
    }
    expect(failures).toEqual([]);
  },
);

test.each(OPERATIONS)('$name gets done although nobody lives to see what his second write did', async (operation) => {
  const { whole } = await runWhole(operation);
  const course = await watched(operation, async (namespace) => {
    const act = (line: string, user: string): Promise<Remains | CommandRun> =>
      stage.clock.within(
        LIMIT,
        runUntilCut(line, { at: 2, side: 'after' }, { stage, ...sender(operation, user, namespace) }),
      );
    let isWished = false;
    for (let count = 1; count <= MOST_PROCESSES; count++) {
      const end = await act(isWished ? 'reconcile web' : operation.line, `process-${count}`);
      if ('code' in end) return;
      isWished ||= isWish(end.writes);
      if (isGone(end.writes)) return;
      await end.buried;
    }
    throw new Error(`${operation.name} is not done by ${MOST_PROCESSES} processes`);
  });
  expect(problemsOf(course, whole, (object) => object === LEASE)).toEqual([]);
});

const LEASE = 'leases/petset-web';

interface WholeRun {
  readonly whole: Course;
  readonly writes: readonly string[];
  /** Those of them that would delete another object of the same name as well. */
  readonly careless: readonly string[];
}

/** An operation that nobody disturbs, and its writes. */
async function runWhole(operation: Operation): Promise<WholeRun> {
  const writes: string[] = [];
  const careless: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (!isWriteOf('whole', request)) return;
    writes.push(said(request));
    if (isCarelessDeletion(request)) careless.push(said(request));
  });
  // Told in JSON, so that all that is told on the way is held against what is documented of it.
  const line = `${operation.line} -o json`;
  const whole = await watched(operation, (namespace) => succeed(operation, line, 'whole', namespace));
  noMore();
  return { whole, writes, careless };
}

/** Cuts an operation off, and has it finished. Answers with all that is not as if it had not been cut off. */
async function runCut(operation: Operation, cut: Cut, whole: Course): Promise<readonly string[]> {
  const problems: string[] = [];
  const ofHeir: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (isWriteOf('heir', request)) ofHeir.push(said(request));
  });
  const course = await watched(operation, async (namespace) => {
    const victim = { stage, ...sender(operation, `${cut.side}-${cut.at}`, namespace) };
    const end = await stage.clock.within(LIMIT, runUntilCut(operation.line, cut, victim));
    if ('code' in end) throw new Error(`it ended before, with ${end.code}: ${end.stderr}`);
    const heir = await finish(operation, 'reconcile web', 'heir', namespace);
    if (isWish(end.writes) && !isGone(end.writes) && heir.code !== 0) problems.push(`reconcile failed: ${heir.stderr}`);
    if (!isWish(end.writes)) await succeed(operation, operation.line, 'heir-again', namespace);
    await end.buried;
  });
  noMore();
  const [first] = ofHeir;
  if (first !== undefined && !first.includes(' leases '))
    problems.push(`reconcile began with ${first}, not with the lease`);
  // Who finds nothing left to do takes no lease, and so hands none back: that of the dead runs out by itself.
  return [...problems, ...problemsOf(course, whole, (object) => ofHeir.length === 0 && object === LEASE)];
}

/** Whether the record says by now what was wished for. */
const isWish = (writes: readonly string[]): boolean => writes.some((write) => write.endsWith(' configmaps petset-web'));
const isGone = (writes: readonly string[]): boolean => writes.includes('delete configmaps petset-web');

/** Does what comes before an operation, and then the operation, in a namespace that is watched meanwhile. */
async function watched(operation: Operation, act: (namespace: string) => Promise<void>): Promise<Course> {
  const namespace = await stage.makeNamespace();
  for (const line of operation.before) await succeed(operation, line, 'before', namespace);
  return watchCourse(operation, { stage, namespace }, () => act(namespace));
}

async function succeed(operation: Operation, line: string, user: string, namespace: string): Promise<void> {
  const { code, stderr } = await finish(operation, line, user, namespace);
  if (code !== 0) throw new Error(`${line} failed: ${stderr}`);
}

function finish(operation: Operation, line: string, user: string, namespace: string): Promise<CommandRun> {
  return stage.clock.within(LIMIT, stage.begin(line, sender(operation, user, namespace)).ended);
}

function sender({ pets, isParallel }: Operation, user: string, namespace: string): ProcessOptions {
  return { user, namespace, input: manifest(pets, isParallel) };
}
