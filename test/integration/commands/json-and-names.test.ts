import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENTS_VERSION } from '../../../src/render/event-forms.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { manifest } from '../life/operations.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const type = (line: string, namespace: string): Promise<CommandRun> =>
  stage.clock.within(120_000, stage.begin(line, { user: 'tester', namespace, input: manifest(2) }).ended);
const objectsOf = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('what fails is told in an object as well, with what to do next and the exit code', async () => {
  const namespace = await stage.makeNamespace();
  const missing = await type('scale web --replicas=3 -o json', namespace);
  expect(missing).toMatchObject({ code: 1, stderr: 'Error from server (NotFound): petsets "web" not found\n' });
  expect(objectsOf(missing.stdout)).toEqual([
    {
      apiVersion: EVENTS_VERSION,
      time: expect.any(String) as string,
      type: 'error',
      message: 'Error from server (NotFound): petsets "web" not found',
      next: [],
      exitCode: 1,
    },
  ]);
  expect(await type('create -f -', namespace)).toMatchObject({ code: 0 });
  const paused = await type('pause web', namespace);
  expect(paused).toMatchObject({ code: 0 });
  const late = await type('scale web --replicas=3 -o json --timeout=5s', namespace);
  expect(late.code).toBe(1);
  const said = objectsOf(late.stdout);
  expect(said.map((each) => each.type)).toEqual(expect.arrayContaining(['result', 'waiting', 'error']));
  const last = said.at(-1);
  expect(last).toMatchObject({ type: 'error', exitCode: 1 });
  expect(`${[last?.message, ...(last?.next as string[])].join('\n')}\n`).toBe(late.stderr);
  expect(last?.next).toEqual(expect.arrayContaining([expect.stringContaining('petset reconcile web')]));
});

test('every object ends with how it ended: a conclusion', async () => {
  const namespace = await stage.makeNamespace();
  const { code, stdout, stderr } = await type('create -f - -o json', namespace);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(objectsOf(stdout).at(-1)).toMatchObject({ type: 'conclusion', message: 'petset/web ready (2/2)' });
});

const NAME = /^[a-z.]+\/[a-z0-9.-]+$/;
test.each([
  ['create -f -', []],
  ['scale web --replicas=3', ['create -f -']],
  ['scale web --replicas=0', ['create -f -']],
  ['upgrade web --image=nginx=registry.example/nginx:2', ['create -f -']],
  ['rollback web --dry-run=client', ['create -f -', 'upgrade web --image=nginx=registry.example/nginx:2']],
  ['scale web --replicas=1 --dry-run=client', ['create -f -']],
  ['delete web', ['create -f -']],
  ['clean web --yes', ['create -f -']],
  ['pause web', ['create -f -']],
])('%s -o name prints only names', async (line, before) => {
  const namespace = await stage.makeNamespace();
  for (const each of before) expect(await type(each, namespace)).toMatchObject({ code: 0 });
  const { code, stdout } = await type(`${line} -o name`, namespace);
  expect(code).toBe(0);
  const names = stdout.trimEnd().split('\n');
  expect(names.filter((name) => !NAME.test(name))).toEqual([]);
});
