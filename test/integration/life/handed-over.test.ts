import { afterEach, beforeEach, expect, test } from 'vitest';
import { bystander } from '../../fixtures/bystander.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { type Cut, isCarelessDeletion, isWriteOf, type Remains, runUntilCut, said } from './cut.js';
import { manifest } from './operations.js';
import { type Course, problemsOf, watchCourse } from './run.js';

/** Milliseconds of the cluster's time that a process may take: a lease that runs out, and patience. */
const LIMIT = 60_000;
/** More processes than a handover has writes. */
const MOST_PROCESSES = 100;
const PETS = 2;
/** Whoever takes a pet for one of another template replaces it. */
const MANIFEST = manifest(PETS).replace(
  'spec:\n  serviceName',
  'spec:\n  updateStrategy: {type: RollingUpdate}\n  serviceName',
);
const LEASE = 'leases/petset-web';

/** Pets that get another owner, and what comes before. Each is finished by the line that began it. */
interface Handover {
  readonly name: string;
  readonly before: readonly string[];
  readonly line: string;
}

const CREATE = 'create -f -';
const MIGRATE = 'migrate web --to statefulset --yes';
const ADOPT = 'adopt statefulset/web --yes';

const HANDOVERS: readonly Handover[] = [
  { name: 'migrate', before: [CREATE], line: MIGRATE },
  { name: 'adopt', before: [CREATE, MIGRATE], line: ADOPT },
];

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());

test('adopt, migrate and adopt again keep every pod and every claim', { timeout: 60_000 }, async () => {
  const namespace = await stage.makeNamespace();
  for (const line of [CREATE, MIGRATE]) await succeed(line, 'before', namespace);
  const before = await uids(namespace);
  expect(Object.keys(before)).toHaveLength(2 * PETS);
  const course = await watchCourse({ name: '', pets: PETS, before: [], line: '' }, { stage, namespace }, async () => {
    for (const line of [ADOPT, MIGRATE, ADOPT]) await succeed(line, 'tester', namespace);
  });
  expect(await uids(namespace)).toEqual(before);
  expect(course.history).toEqual([]);
});

test('a StatefulSet that somebody changes half-way restarts nothing: the command says how to begin anew', async () => {
  const namespace = await stage.makeNamespace();
  await succeed(CREATE, 'before', namespace);
  const before = await uids(namespace);
  // The lease, the record, the StatefulSet.
  await cutOff(MIGRATE, { at: 3, side: 'after' }, 'victim', namespace);
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/web`;
  const change = { spec: { template: { metadata: { annotations: { changed: 'yes' } } } } };
  await bystander(stage.cluster).patch(path, change);
  const { code, stderr } = await finish(MIGRATE, 'heir', namespace);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^error: statefulset\.apps\/web was changed by somebody else before it had all of its pods\n(.*\n)*to begin anew: kubectl delete statefulset web --cascade=orphan/m,
    ) as string,
  });
  expect(await uids(namespace)).toEqual(before);
});

test.for(HANDOVERS)(
  '$name, cut off before and after every write, is finished by the same command and restarts nothing',
  { timeout: 240_000 },
  async (handover, { annotate }) => {
    const { whole, writes, careless } = await runWhole(handover);
    await annotate(`${2 * writes.length} cut points`);
    expect([...whole.violations, ...careless]).toEqual([]);
    const failures: string[] = [];
    for (const [index, write] of writes.entries()) {
      for (const side of ['before', 'after'] as const) {
        const problems = await runCut(handover, { at: index + 1, side }, whole);
        failures.push(...problems.map((problem) => `${side} write ${index + 1} (${write}): ${problem}`));
      }
    }
    expect(failures).toEqual([]);
  },
);

test.for(HANDOVERS)(
  '$name gets done although nobody lives to see what his third write did',
  { timeout: 120_000 },
  async (handover) => {
    const { whole } = await runWhole(handover);
    const kept: string[] = [];
    const course = await watched(handover, kept, async (namespace) => {
      for (let count = 1; count <= MOST_PROCESSES; count++) {
        const end = await cutOff(handover.line, { at: 3, side: 'after' }, `process-${count}`, namespace);
        if ('code' in end) {
          expect(end).toMatchObject({ code: 0 });
          return;
        }
        await end.buried;
      }
      throw new Error(`${handover.name} is not done by ${MOST_PROCESSES} processes`);
    });
    expect([...kept, ...problemsOf(course, whole, (object) => object === LEASE)]).toEqual([]);
  },
);

interface WholeRun {
  readonly whole: Course;
  readonly writes: readonly string[];
  /** Those of them that would delete another object of the same name as well. */
  readonly careless: readonly string[];
}

/** A handover that nobody disturbs, and its writes. */
async function runWhole(handover: Handover): Promise<WholeRun> {
  const writes: string[] = [];
  const careless: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (!isWriteOf('whole', request)) return;
    writes.push(said(request));
    if (isCarelessDeletion(request)) careless.push(said(request));
  });
  const kept: string[] = [];
  const whole = await watched(handover, kept, (namespace) => succeed(handover.line, 'whole', namespace));
  noMore();
  expect(kept).toEqual([]);
  return { whole, writes, careless };
}

/** Cuts a handover off, and has the same command finish it. Answers with all that is not as if it had not been cut off. */
async function runCut(handover: Handover, cut: Cut, whole: Course): Promise<readonly string[]> {
  const problems: string[] = [];
  const heirs: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (isWriteOf('heir', request)) heirs.push(said(request));
  });
  const course = await watched(handover, problems, async (namespace) => {
    const end = await cutOff(handover.line, cut, `${cut.side}-${cut.at}`, namespace);
    if ('code' in end) throw new Error(`it ended before, with ${end.code}: ${end.stderr}`);
    const { code, stderr } = await finish(handover.line, 'heir', namespace);
    if (code !== 0) problems.push(`the same command failed: ${stderr}`);
    await end.buried;
  });
  noMore();
  // Who finds nothing left to do takes no lease, and so hands none back: that of the dead runs out by itself.
  return [...problems, ...problemsOf(course, whole, (object) => heirs.length === 0 && object === LEASE)];
}

/** Does what comes before a handover, and then the handover; `problems` learns of pods and claims that are not the same after it. */
async function watched(
  { before: lines, ...handover }: Handover,
  problems: string[],
  act: (namespace: string) => Promise<void>,
): Promise<Course> {
  const namespace = await stage.makeNamespace();
  for (const line of lines) await succeed(line, 'before', namespace);
  const before = await uids(namespace);
  const course = await watchCourse({ ...handover, pets: PETS, before: lines }, { stage, namespace }, () =>
    act(namespace),
  );
  const after = await uids(namespace);
  for (const [object, uid] of Object.entries(before)) {
    if (after[object] !== uid) problems.push(`${object} is another one`);
  }
  return course;
}

/** By kind and name: the uids of all pets and their claims. */
async function uids(namespace: string): Promise<Readonly<Record<string, string>>> {
  const lists = await Promise.all(
    ['pods', 'persistentvolumeclaims'].map(async (plural) => {
      const { items } = await bystander(stage.cluster).list(`/api/v1/namespaces/${namespace}/${plural}`);
      return items
        .filter(({ metadata }) => metadata.name.includes('web-'))
        .map(({ metadata }): [string, string] => [`${plural}/${metadata.name}`, metadata.uid]);
    }),
  );
  return Object.fromEntries(lists.flat());
}

function cutOff(line: string, cut: Cut, user: string, namespace: string): Promise<Remains | CommandRun> {
  return stage.clock.within(LIMIT, runUntilCut(line, cut, { stage, user, namespace, input: MANIFEST }));
}

async function succeed(line: string, user: string, namespace: string): Promise<void> {
  const { code, stderr } = await finish(line, user, namespace);
  if (code !== 0) throw new Error(`${line} failed: ${stderr}`);
}

function finish(line: string, user: string, namespace: string): Promise<CommandRun> {
  return stage.clock.within(LIMIT, stage.begin(line, { user, namespace, input: MANIFEST }).ended);
}
