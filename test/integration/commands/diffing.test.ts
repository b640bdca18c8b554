import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStage, type Stage } from '../../fixtures/stage.js';
import { type CommandRun, runCommand } from '../../fixtures/world.js';
import { manifest } from '../life/operations.js';

const SECRET = `apiVersion: v1
kind: Secret
metadata: {name: door}
stringData: {key: KEY}
---
`;
const LIMIT = 120_000;

let stage: Stage;
let namespace: string;
let folder: string;
beforeAll(async () => {
  stage = await openStage();
  namespace = await stage.makeNamespace();
  const created = stage.begin('create -f -', { user: 'somebody', namespace, input: documents('one', 1) });
  expect((await stage.clock.within(LIMIT, created.ended)).code).toBe(0);
});
afterAll(() => stage.stop());
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'diffing-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function documents(key: string, pets: number): string {
  return SECRET.replace('KEY', key) + manifest(pets);
}

function diff(text: string, more: { external?: string } = {}): Promise<CommandRun> {
  const file = join(folder, 'set.yaml');
  writeFileSync(file, text);
  const { url, token } = stage.cluster;
  const to = ['--server', url, '--token', token, '-n', namespace];
  const env = more.external === undefined ? {} : { KUBECTL_EXTERNAL_DIFF: more.external };
  return runCommand(['diff', '-f', file, ...to], { env });
}

/** A program that takes down what it is given, and ends so. */
function program(exitCode: number): string {
  const path = join(folder, 'compare.sh');
  writeFileSync(path, `diff -u -N "$@" > ${folder}/said; echo "$@" > ${folder}/asked; exit ${exitCode}\n`);
  return `sh ${path}`;
}

/** What has been left of the folders that were compared. */
async function leftOvers(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('petset-diff-'));
}

describe('what apply would change', () => {
  test('is nothing, and then nothing is said', async () => {
    expect(await diff(documents('one', 1))).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('is told with exit code 1, of the set and of what stands beside it', async () => {
    const { code, stdout, stderr } = await diff(documents('one', 2).replace('hello', 'bye'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      '--- live/configmap settings',
      '+++ file/configmap settings',
      '-  greeting: hello',
      '+  greeting: bye',
      '--- live/petset web',
      '+++ file/petset web',
      '-  replicas: 1',
      '+  replicas: 2',
    ]);
  });

  test('of a secret is told without the secret', async () => {
    const { code, stdout } = await diff(documents('another', 1));
    expect(code).toBe(1);
    expect(stdout).toContain("-  key: '*** (before)'\n+  key: '*** (after)'\n");
    expect(stdout).not.toMatch(/another|one\b|b25l|YW5vdGhlcg/);
  });
});

describe('what cannot be told ends with another exit code than 1, which means differences', () => {
  test('a field that cannot be changed', async () => {
    const ran = await diff(documents('one', 1).replace('serviceName: nginx', 'serviceName: other'));
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/spec\.serviceName.*\n(.*\n)*nothing was compared\n$/);
  });

  test('a command line that cannot be understood', async () => {
    const ran = await runCommand(['diff']);
    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: "error: must specify --filename (-f)\nSee 'kubectl petset diff -h' for help and examples\n",
    });
    expect(await runCommand(['diff', '--nonsense'])).toMatchObject({ code: 2 });
  });
});

describe('a program of the user’s', () => {
  test('compares two folders, with a file an object, and nothing of them is left', async () => {
    const ran = await diff(documents('another', 2), { external: program(1) });
    expect(ran).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/^\S+\/LIVE \S+\/MERGED\n$/);
    const said = readFileSync(join(folder, 'said'), 'utf8');
    expect(said).toContain(`/MERGED/petset.${namespace}.web`);
    expect(said).toContain("\n-  key: '*** (before)'\n");
    expect(said).toContain('\n-  replicas: 1\n+  replicas: 2\n');
    expect(await leftOvers()).toEqual([]);
  });

  test('may find that nothing differs, for its purposes', async () => {
    expect(await diff(documents('one', 2), { external: program(0) })).toMatchObject({ code: 0 });
  });

  test('is not asked where nothing does', async () => {
    expect(await diff(documents('one', 1), { external: 'no-such-program' })).toMatchObject({ code: 0, stderr: '' });
  });

  test('that fails, or is not there, has compared nothing', async () => {
    expect(await diff(documents('one', 2), { external: program(3) })).toMatchObject({
      code: 3,
      stderr: 'error: sh ended with exit code 3\n',
    });
    expect(await diff(documents('one', 2), { external: 'no-such-program -u' })).toMatchObject({
      code: 127,
      stderr: 'error: cannot run no-such-program: no such file or directory\n',
    });
    expect(await leftOvers()).toEqual([]);
  });
});
