import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { isWriteOf, said } from './cut.js';
import { manifest, type Operation, OPERATIONS } from './operations.js';

/** Milliseconds of the cluster's time that a process may take. */
const LIMIT = 120_000;
const CREATE = 'create -f -';
const IMAGE = '--image=nginx=registry.example/nginx:2';

const OTHERS: readonly Operation[] = [
  { name: 'upgrade in place', pets: 2, before: [CREATE], line: `upgrade web ${IMAGE} --in-place` },
  {
    name: 'upgrade of some, lowest first',
    pets: 3,
    before: [CREATE],
    line: `upgrade web ${IMAGE} --partition=1 --order=ascending`,
  },
  { name: 'grow', pets: 2, before: [CREATE], line: 'upgrade web --storage=www=2Gi' },
  { name: 'replace on new claims', pets: 2, before: [CREATE], line: 'replace web 1 --new-claims --yes' },
  {
    name: 'reconcile what was only written down',
    pets: 1,
    before: [CREATE, 'scale web --replicas=3 --no-wait'],
    line: 'reconcile web',
  },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

test.for([...OPERATIONS, ...OTHERS])('what a dry run tells of $name is what is then done', async (operation) => {
  const namespace = await stage.makeNamespace();
  for (const line of operation.before) await succeed(operation, line, 'before', namespace);
  const told = await plannedBy(operation, namespace);
  expect(told).not.toEqual([]);
  const done = await writesOf(operation, namespace);
  // What may be done at once is told one by one.
  if (operation.isParallel === true) expect([...done].sort()).toEqual([...told].sort());
  else expect(done).toEqual(told);
});

/** What is written for each step that a plan tells. */
const WRITES: Readonly<Record<string, string>> = {
  'create-revision': 'create configmaps',
  'renumber-revision': 'patch configmaps',
  'delete-revision': 'delete configmaps',
  'create-claim': 'create persistentvolumeclaims',
  'settle-claim': 'patch persistentvolumeclaims',
  'grow-claim': 'patch persistentvolumeclaims',
  'delete-claim': 'delete persistentvolumeclaims',
  'create-pet': 'create pods',
  'delete-pet': 'delete pods',
  'evict-pet': 'create pods/eviction',
  'patch-pet': 'patch pods',
  'record-rollout': 'update configmaps',
  'forget-replacement': 'update configmaps',
  'delete-record': 'delete configmaps',
};

async function plannedBy(operation: Operation, namespace: string): Promise<readonly string[]> {
  // What files ask for is told as objects where JSON is asked for; the lines say the same.
  const isOfFiles = operation.line.includes('-f');
  if (isOfFiles) return planLines(await succeed(operation, `${operation.line} --dry-run=client`, 'asking', namespace));
  const { stdout } = await succeed(operation, `${operation.line} --dry-run=client -o json`, 'asking', namespace);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; step: string; object: string });
  const planned = events.filter(({ type }) => type === 'planned');
  return planned.map(
    ({ step, object }) =>
      `${WRITES[step] ?? step} ${named(step === 'create-revision' ? REVISION : object.split('/')[1])}`,
  );
}

const REVISION = 'petset-web.hash';

function planLines({ stdout }: CommandRun): readonly string[] {
  const steps = [...stdout.matchAll(/^ +\d+\. (.*)$/gm)].map(([, words = '']) => words);
  return steps.map((words) => {
    if (words.startsWith('remember the template')) return `create configmaps ${named(REVISION)}`;
    const [, verb, kind, name] = /^(create|delete) (\w+)\/([\w-]+)/.exec(words) ?? [words];
    return `${verb} ${kind}s ${name}`;
  });
}

/** The steps that a command takes, after it has written down what is wanted: to its lease and to events nobody pays attention. */
async function writesOf(operation: Operation, namespace: string): Promise<readonly string[]> {
  const writes: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (isWriteOf('doing', request)) writes.push(said(request));
  });
  await succeed(operation, operation.line, 'doing', namespace);
  noMore();
  const own = writes.filter((write) => !/ (leases|events) /.test(write));
  const wish = operation.line.startsWith('reconcile')
    ? -1
    : own.findIndex((write) => write.endsWith(' configmaps petset-web'));
  return own.slice(wish + 1).map((write) => {
    const [verb = '', resource = '', name = ''] = write.split(' ');
    return `${verb} ${resource} ${named(name)}`;
  });
}

/** Nobody can tell the hash of a restart, which is of its moment. */
function named(name = ''): string {
  return name.replace(/^petset-web\..*$/, 'a revision');
}

async function succeed(operation: Operation, line: string, user: string, namespace: string): Promise<CommandRun> {
  const options = { user, namespace, input: manifest(operation.pets, operation.isParallel) };
  const run = await stage.clock.within(LIMIT, stage.begin(line, options).ended);
  if (run.code !== 0) throw new Error(`${line} failed: ${run.stderr}`);
  return run;
}
