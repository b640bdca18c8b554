import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Passing } from '../../../src/sandbox/index.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { manifest, type Operation, OPERATIONS } from './operations.js';
import { type Course, problemsOf, watchCourse } from './run.js';

/** Milliseconds of the cluster's time that a process may take: a lease that runs out, and patience. */
const LIMIT = 60_000;

const LEASE = 'leases/petset-web';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());

/** Where a process ends: at its so manieth write, before the server has heard of it, or after it was carried out. */
interface Cut {
  readonly at: number;
  readonly side: 'before' | 'after';
}

interface WholeCourse extends Course {
  /** As `create pods web-0`. */
  readonly writes: readonly string[];
}

test.each(OPERATIONS)(
  '$name, cut off before and after every write, is finished by reconcile',
  async (operation) => {
    const whole = await runWhole(operation);
    expect(whole.violations).toEqual([]);
    const failures: string[] = [];
    for (const [index, write] of whole.writes.entries()) {
      for (const side of ['before', 'after'] as const) {
        const problems = await runCut(operation, { at: index + 1, side }, whole);
        failures.push(...problems.map((problem) => `${side} write ${index + 1} (${write}): ${problem}`));
      }
    }
    expect(failures).toEqual([]);
  },
  120_000,
);

async function runWhole(operation: Operation): Promise<WholeCourse> {
  const writes: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (isWriteOf('whole', request)) writes.push(said(request));
  });
  const course = await watched(operation, (namespace) => succeed(operation, operation.line, 'whole', namespace));
  noMore();
  return { ...course, writes };
}

/** Answers with all that is not as if the operation had not been interrupted. */
async function runCut(operation: Operation, cut: Cut, whole: WholeCourse): Promise<readonly string[]> {
  const problems: string[] = [];
  let isLeftToDo = false;
  const noMore = stage.cluster.onArrival((request) => {
    isLeftToDo ||= isWriteOf('heir', request);
  });
  const course = await watched(operation, async (namespace) => {
    const { isWished, isGone, buried } = await runUntilCut(operation, cut, namespace);
    const heir = await finish(operation, 'reconcile web', 'heir', namespace);
    if (isWished && heir.code !== 0 && !isGone) problems.push(`reconcile failed: ${heir.stderr}`);
    if (!isWished) await succeed(operation, operation.line, 'heir-again', namespace);
    await buried;
  });
  noMore();
  // Who finds nothing left to do takes no lease, and so hands none back: that of the dead runs out by itself.
  return [...problems, ...problemsOf(course, whole, (object) => !isLeftToDo && object === LEASE)];
}

/** Does what comes before an operation, and then the operation, in a namespace that is watched meanwhile. */
async function watched(operation: Operation, act: (namespace: string) => Promise<void>): Promise<Course> {
  const namespace = await stage.makeNamespace();
  for (const line of operation.before) await succeed(operation, line, 'before', namespace);
  return watchCourse(operation, { stage, namespace }, () => act(namespace));
}

/** A process that was cut off. */
interface Remains {
  /** The record says what was wished for. */
  readonly isWished: boolean;
  /** The record is gone. */
  readonly isGone: boolean;
  /** Resolves when nothing of it is left in this process either. */
  readonly buried: Promise<void>;
}

/** Runs a command line up to a write; from there on nothing that it sends gets through, nor any answer to it. */
async function runUntilCut(operation: Operation, { at, side }: Cut, namespace: string): Promise<Remains> {
  const user = `${side}-${at}`;
  const ofRecord: string[] = [];
  let writes = 0;
  const process = stage.begin(operation.line, { user, namespace, input: manifest(operation.pets) });
  const cut = new Promise<void>((resolve) => {
    const noMore = stage.cluster.onArrival((request) => {
      if (!isWriteOf(user, request)) return;
      writes += 1;
      if ((writes < at || side === 'after') && said(request).endsWith(' configmaps petset-web'))
        ofRecord.push(request.info.verb);
      if (writes < at) return;
      const last = side === 'after' ? [`write * user=${user} dry-run=no: lose-answer times=1`] : [];
      stage.cluster.harm(...last, `any * user=${user}: reset`);
      process.interrupt();
      noMore();
      resolve();
    });
  });
  const survived = process.ended.then(({ code, stderr }) => {
    throw new Error(`${operation.line} ended before its write ${at}, with ${code}: ${stderr}`);
  });
  await stage.clock.within(LIMIT, Promise.race([cut, survived]));
  return {
    isWished: ofRecord.length > 0,
    isGone: ofRecord.includes('delete'),
    buried: survived.catch(() => undefined),
  };
}

async function succeed(operation: Operation, line: string, user: string, namespace: string): Promise<void> {
  const { code, stderr } = await finish(operation, line, user, namespace);
  if (code !== 0) throw new Error(`${line} failed: ${stderr}`);
}

function finish({ pets }: Operation, line: string, user: string, namespace: string): Promise<CommandRun> {
  return stage.clock.within(LIMIT, stage.begin(line, { user, namespace, input: manifest(pets) }).ended);
}

function isWriteOf(who: string, { info, user, query }: Passing): boolean {
  return user.name === who && !['get', 'list', 'watch'].includes(info.verb) && !query.has('dryRun');
}

function said(request: Passing): string {
  const { info } = request;
  return info.isResource ? `${info.verb} ${info.resource} ${nameIn(request)}` : info.path;
}

/** What is created says its name itself. */
function nameIn({ info, body }: Passing): string {
  if (!info.isResource || info.name !== '') return info.isResource ? info.name : '';
  return (JSON.parse(body.text) as { readonly metadata: { readonly name: string } }).metadata.name;
}
