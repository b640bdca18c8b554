import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { Pod, Served } from '../../../src/petset/kubernetes.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { lineOf } from '../../fixtures/line-of.js';
import { typingOn } from '../../fixtures/world.js';

const PETSET = readFileSync(new URL('../../../examples/petset.yaml', import.meta.url), 'utf8');
const OLD = 'registry.k8s.io/nginx-slim:0.8';
const NEW = 'registry.k8s.io/nginx-slim:0.9';
const TYPO = 'registry.invalid/nginx:typo';

let cluster: Embedded;
let home: string;
beforeEach(async () => {
  cluster = await startEmbedded();
  home = mkdtempSync(join(tmpdir(), 'petset-upgrading-'));
  await petset(`create -f ${file(['replicas: 2', 'replicas: 3'])}`);
});
afterEach(async () => {
  rmSync(home, { recursive: true });
  await cluster.stop();
});
const { petset, begin } = typingOn(() => cluster);

/** The set of the examples with these words in place of others. */
function file(...changes: readonly (readonly [from: string, to: string])[]): string {
  const path = join(home, 'web.yaml');
  writeFileSync(
    path,
    changes.reduce((text, [from, to]) => text.replace(from, to), PETSET),
  );
  return path;
}

async function pods(): Promise<readonly Served<Pod>[]> {
  return orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 100 })).items;
}

const images = async (): Promise<readonly (string | undefined)[]> =>
  (await pods()).map(({ spec }) => spec.containers[0]?.image);
const uids = async (): Promise<readonly string[]> => (await pods()).map(({ metadata }) => metadata.uid);

/** The pets that came, in order. */
const createdIn = (stdout: string): readonly string[] =>
  [...stdout.matchAll(/^pod\/(\S+) created$/gm)].map(([, name = '']) => name);

/** The revisions with their causes. */
async function causes(): Promise<readonly string[]> {
  const { stdout } = await petset('history web');
  return stdout.split('\n').slice(2, -2);
}

describe('upgrade', () => {
  test('another image, the highest pet first', async () => {
    const { code, stdout, stderr } = await petset(`upgrade web --image nginx=${NEW}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'to be replaced, in this order: web-2, web-1, web-0\n' });
    expect(stdout).toMatch(/^petset\/web image updated\n[^]*\npetset\/web upgraded \(3\/3, revision 2\)\n$/);
    expect(createdIn(stdout)).toEqual(['web-2', 'web-1', 'web-0']);
    expect(await images()).toEqual([NEW, NEW, NEW]);
    expect(await causes()).toEqual(['1         <none>', `2         kubectl petset upgrade web --image=nginx=${NEW}`]);
  });

  test('to what is there already does nothing, and ends well', async () => {
    expect(await petset(`upgrade web --image nginx=${OLD}`)).toEqual({
      code: 0,
      stdout: 'petset/web unchanged\n',
      stderr: '',
    });
    expect(await causes()).toEqual(['1         <none>']);
  });

  test('some first, then the others, and then all are of it', async () => {
    const canary = await petset(`upgrade web --image *=${NEW} --partition=2`);
    expect(canary.stdout).toMatch(/\npetset\/web upgraded \(3\/3, 1 of them at revision 2\)\n$/);
    expect(await images()).toEqual([OLD, OLD, NEW]);

    const rest = await petset('upgrade web --order=ascending');
    expect(rest.stderr).toBe('to be replaced, in this order: web-0, web-1\n');
    expect(rest.stdout).toMatch(/^petset\/web rolling out\n[^]*\npetset\/web upgraded \(3\/3, revision 2\)\n$/);
    expect(createdIn(rest.stdout)).toEqual(['web-0', 'web-1']);
    expect((await petset('upgrade web')).stdout).toBe('petset/web unchanged\n');
  });

  test('in an order of its own', async () => {
    const { stdout } = await petset(`upgrade web --image nginx=${NEW} --order=1,0`);
    expect(createdIn(stdout)).toEqual(['web-1', 'web-0', 'web-2']);
  });

  test('in place: the same pods, and said of which', async () => {
    const before = await uids();
    const { code, stderr } = await petset(`upgrade web --image nginx=${NEW} --in-place`);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'to be changed where they run, in this order: web-2, web-1, web-0\n',
    });
    expect(await uids()).toEqual(before);
    expect(await images()).toEqual([NEW, NEW, NEW]);
  });

  test('in place, where more than images differs: said, and made anew', async () => {
    const before = await uids();
    const changed = file(['replicas: 2', 'replicas: 3'], ['containerPort: 80', 'containerPort: 81']);
    const { code, stderr } = await petset(`upgrade web -f ${changed} --in-place`);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^to be deleted and made anew, since more than their images differs: web-2, web-1, web-0$/m);
    for (const uid of await uids()) expect(before).not.toContain(uid);
  });

  test('step by step: each pet pauses the set until somebody lets it go on', async () => {
    const running = begin(`upgrade web --image nginx=${NEW} --step`);
    for (const name of ['web-2', 'web-1', 'web-0']) {
      await running.printed(new RegExp(`pod/${name} pauses petset/web`));
      const patch = { metadata: { annotations: { 'pod.alpha.kubernetes.io/initialized': 'true' } } };
      await cluster.client.patch(RESOURCES.pods, { namespace: 'default', name }, 'merge', patch);
    }
    expect((await running.ended).code).toBe(0);
    expect(await images()).toEqual([NEW, NEW, NEW]);
  });

  test('a file: the set changes as a whole, its number of pets too', async () => {
    const { code, stdout, stderr } = await petset(`upgrade web -f ${file([OLD, NEW])} --change-cause=because`);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^petset\/web updated\n/) as string,
    });
    expect(stderr).toContain('left alone, since only petset/web is upgraded: service/nginx\n');
    expect(await images()).toEqual([NEW, NEW]);
    expect(await causes()).toContain('2         because');
  });

  test('a file with another number of pets: those that come are of the new template at once', async () => {
    const { code, stdout } = await petset(`upgrade web -f ${file(['replicas: 2', 'replicas: 4'], [OLD, NEW])}`);
    expect({ code, created: createdIn(stdout) }).toEqual({ code: 0, created: ['web-3', 'web-2', 'web-1', 'web-0'] });
    expect(await images()).toEqual([NEW, NEW, NEW, NEW]);
    const fewer = await petset(`upgrade web -f ${file([OLD, NEW])}`);
    expect({ code: fewer.code, created: createdIn(fewer.stdout) }).toEqual({ code: 0, created: [] });
    expect((await pods()).map(({ metadata }) => metadata.name)).toEqual(['web-0', 'web-1']);
  });

  test('a partition beyond all pets leaves all of them as they are', async () => {
    const before = await uids();
    expect((await petset(`upgrade web --image nginx=${NEW} --partition=7`)).stdout).toMatch(
      /petset\/web upgraded \(3\/3, 0 of them at revision 2\)\n$/,
    );
    expect(await uids()).toEqual(before);
  });

  test('a claim that is refused to grow although it was tried: the way back is named, and works', async () => {
    cluster.harm('patch persistentvolumeclaims dry-run=no: 403');
    const { code, stderr } = await petset('upgrade web --storage www=2Gi');
    expect(code).toBe(1);
    const back = 'kubectl petset upgrade web --storage www=1Gi -n default';
    expect(stderr).toContain(`\nto go on: kubectl petset reconcile web -n default\nor, to ask for less: ${back}\n`);
    expect((await petset(back.replace('kubectl petset ', ''))).code).toBe(0);
    expect((await petset('reconcile web')).code).toBe(0);
  });

  test('a file with what may not change is refused with all of it, and nothing is written', async () => {
    const changed = file(['serviceName: nginx', 'serviceName: other'], [OLD, NEW]);
    const { code, stderr } = await petset(`upgrade web -f ${changed}`);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `error: ${changed}:${lineOf('serviceName:', PETSET)}: spec.serviceName: was "nginx", is "other" (the pets that there are have their DNS names by it)\npetset/web was not changed\n`,
    );
    expect(await causes()).toEqual(['1         <none>']);
  });

  test('a template that the server refuses is not written down', async () => {
    const changed = file(['containerPort: 80', 'containerPort: 80000']);
    const { code, stderr } = await petset(`upgrade web -f ${changed}`);
    expect(code).toBe(1);
    expect(stderr).toContain('spec.containers[0].ports[0].containerPort: Invalid value: 80000');
    expect(stderr).toContain(`  at ${changed}:${lineOf('containerPort:', PETSET)}\n`);
    expect(stderr).toMatch(/petset\/web was not changed\n$/);
    expect((await petset('upgrade web')).stdout).toBe('petset/web unchanged\n');
  });

  test('a file that makes no sense is told, and that nothing came of it', async () => {
    const changed = file(['replicas: 2', 'replicas: many']);
    const { code, stderr } = await petset(`upgrade web -f ${changed}`);
    expect(code).toBe(1);
    expect(stderr).toContain('spec.replicas: Invalid value: "many": must be an integer');
    expect(stderr).toMatch(/\npetset\/web was not changed\n$/);
  });

  test.each([
    ['--image none=x', 'error: unable to find container named "none"\n'],
    ['--order=7', 'error: petset/web has no pet 7, which --order names\n'],
  ])('%s is told, and nothing is done', async (flags, stderr) => {
    expect(await petset(`upgrade web ${flags}`)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('a dry run tells what would happen, and does nothing', async () => {
    for (const [dryRun, words] of [
      ['client', 'image updated (dry run)'],
      ['server', 'image updated (server dry run)'],
    ] as const) {
      const { stdout, ...told } = await petset(`upgrade web --image nginx=${NEW} --dry-run=${dryRun}`);
      // How long it takes is told where the pets took a second or more to start.
      expect({ ...told, stdout: stdout.replace(/^time: at least .*\n/m, '') }).toEqual({
        code: 0,
        stdout: [
          `petset/web ${words}`,
          'would do, in this order:',
          '  1. remember the template of configmap/petset-web as a new revision',
          '  2. evict pod/web-2 (if disruption budgets allow)',
          '  3. create pod/web-2 of revision 2, wait until it is ready',
          '  4. evict pod/web-1 (if disruption budgets allow)',
          '  5. create pod/web-1 of revision 2, wait until it is ready',
          '  6. evict pod/web-0 (if disruption budgets allow)',
          '  7. create pod/web-0 of revision 2, wait until it is ready',
          '  8. note in configmap/petset-web that all pets are of its template',
          'at stake: 3 pets restart, one at a time; no claim is touched',
          '',
        ].join('\n'),
        stderr: 'to be replaced, in this order: web-2, web-1, web-0\n',
      });
    }
    expect(await images()).toEqual([OLD, OLD, OLD]);
    expect((await petset('upgrade web')).stdout).toBe('petset/web unchanged\n');
  });

  test('--no-wait only writes it down, and a later command does it', async () => {
    const { stdout, stderr } = await petset(`upgrade web --image nginx=${NEW} --no-wait`);
    expect(stdout).toBe('petset/web image updated\n');
    expect(stderr).toMatch(/\nto have it done: kubectl petset reconcile web -n default\n$/);
    expect(await images()).toEqual([OLD, OLD, OLD]);
    await petset('reconcile web');
    expect(await images()).toEqual([NEW, NEW, NEW]);
  });

  test('a set that is to go is not upgraded', async () => {
    await petset('clean web --yes --no-wait');
    expect(await petset(`upgrade web --image nginx=${NEW}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: petset/web is being cleaned up and cannot be upgraded\n',
    });
  });

  test('another template that somebody else has wished for meanwhile is not what was asked for', async () => {
    const running = begin(`upgrade web --image nginx=${NEW} --step`);
    await running.printed(/pod\/web-2 pauses petset\/web/);
    await petset('upgrade web --image nginx=registry.k8s.io/nginx-slim:0.10 --no-wait');
    const patch = { metadata: { annotations: { 'pod.alpha.kubernetes.io/initialized': 'true' } } };
    await cluster.client.patch(RESOURCES.pods, { namespace: 'default', name: 'web-2' }, 'merge', patch);
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /error: petset\/web was given another template by somebody else meanwhile: ready \(3\/3\)\nto see which: kubectl petset history web -n default\n$/,
    );
  });
});

describe('out of a broken upgrade', () => {
  async function broken(): Promise<void> {
    const running = begin(`upgrade web --image nginx=${TYPO}`);
    await running.printed(/holds up petset\/web/);
    running.interrupt();
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/\npod\/web-2 cannot pull image \S+ of container nginx: failed to pull and unpack /);
    expect(stderr).toContain(
      'pod/web-2 holds up petset/web; with another template: kubectl petset upgrade web --image=nginx=IMAGE -n default; with the former one: kubectl petset rollback web -n default\n',
    );
    expect(await images()).toEqual([OLD, OLD, TYPO]);
  }

  test('forward, with another image', async () => {
    await broken();
    const { code, stdout } = await petset(`upgrade web --image nginx=${NEW}`);
    expect(code).toBe(0);
    expect(createdIn(stdout)).toEqual(['web-2', 'web-1', 'web-0']);
    expect(await images()).toEqual([NEW, NEW, NEW]);
  });

  test('back: only the broken pet is replaced', async () => {
    await broken();
    const [first, second] = await uids();
    const { code, stdout, stderr } = await petset('rollback web');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'to be replaced, in this order: web-2\n' });
    expect(stdout).toMatch(/^petset\/web rolled back\n[^]*\npetset\/web rolled back \(3\/3, revision 3\)\n$/);
    expect((await uids()).slice(0, 2)).toEqual([first, second]);
    expect(await images()).toEqual([OLD, OLD, OLD]);
  });

  test('the end of the log of a container that keeps ending is shown, with the ways out', async () => {
    const log = [1, 2, 3, 4, 5, 6].map((line) => `line ${line}\\n`).join('');
    const script = `sandbox.petset.dev/script: 'prepare: exit=3 log="${log}"'`;
    const crashing = file(
      ['replicas: 2', 'replicas: 3'],
      ['      annotations:', `      annotations:\n        ${script}`],
      ['      containers:', '      initContainers: [{name: prepare, image: busybox}]\n      containers:'],
    );
    const running = begin(`upgrade web -f ${crashing}`);
    await running.printed(/holds up petset\/web/);
    running.interrupt();
    const { stderr } = await running.ended;
    expect(stderr).toContain([2, 3, 4, 5, 6].map((number) => `web-2 | line ${number}\n`).join(''));
    expect(stderr).not.toContain('web-2 | line 1\n');
  });
});

describe('rollback', () => {
  test('to the template before, whose number and cause are new and as before', async () => {
    await petset(`upgrade web --image nginx=${NEW} --change-cause=newer`);
    await petset(`upgrade web --image nginx=${OLD} --change-cause=again`);
    expect(await causes()).toEqual(['2         newer', '3         again']);
    await petset('rollback web');
    expect(await causes()).toEqual(['3         again', '4         newer']);
    expect(await images()).toEqual([NEW, NEW, NEW]);
  });

  test('to a revision by its number', async () => {
    await petset(`upgrade web --image nginx=${NEW}`);
    await petset('upgrade web --image nginx=registry.k8s.io/nginx-slim:0.10');
    const { stdout } = await petset('rollback web --to-revision=1');
    expect(stdout).toMatch(/\npetset\/web rolled back \(3\/3, revision 4\)\n$/);
    expect(await images()).toEqual([OLD, OLD, OLD]);
    expect((await petset('rollback web --to-revision=4')).stdout).toBe(
      'petset/web skipped rollback (current template already matches revision 4)\n',
    );
  });

  test.each([
    ['rollback web', 'error: no last revision to roll back to\n'],
    ['rollback web --to-revision=9', 'error: unable to find specified revision 9 in history\n'],
  ])('%s: kubectl has words for it', async (line, stderr) => {
    expect(await petset(line)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('a dry run shows the template, as kubectl does', async () => {
    await petset(`upgrade web --image nginx=${NEW}`);
    const { stdout } = await petset('rollback web --dry-run=client');
    expect(stdout).toMatch(/^petset\/web will roll back to Pod Template:\n {2}Labels:\tapp=nginx\n/);
    expect(stdout).toContain(`    Image:\t${OLD}\n`);
    expect(stdout).toMatch(/\n {2}Tolerations:\t<none>\n \(dry run\)\nwould do, in this order:\n/);
    expect(await images()).toEqual([NEW, NEW, NEW]);
  });
});

describe('restart', () => {
  test('every pet is made anew, of the same template but for the time', async () => {
    const before = await uids();
    const { code, stdout } = await petset('restart web');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^petset\/web restarted\n[^]*\npetset\/web restarted \(3\/3, revision 2\)\n$/);
    expect(createdIn(stdout)).toEqual(['web-2', 'web-1', 'web-0']);
    for (const uid of await uids()) expect(before).not.toContain(uid);
    expect((await petset('history web --diff ..')).stdout).toMatch(
      /^\+ {4}kubectl\.kubernetes\.io\/restartedAt: '?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'?$/m,
    );
  });

  test('while a rollout is held at some pets, only these', async () => {
    await petset(`upgrade web --image nginx=${NEW} --partition=2`);
    const { stdout } = await petset('restart web');
    expect(createdIn(stdout)).toEqual(['web-2']);
    expect(await images()).toEqual([OLD, OLD, NEW]);
  });
});

describe('history', () => {
  test('kubectl’s table, with its line ends, and one revision', async () => {
    await petset(`upgrade web --image nginx=${NEW} --change-cause=newer`);
    expect((await petset('history web')).stdout).toBe(
      'petset.petset.dev/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         newer\n\n',
    );
    const { stdout } = await petset('history web --revision=2');
    expect(stdout).toMatch(
      /^petset\.petset\.dev\/web with revision #2\nPod Template:\n[^]*\n {2}Tolerations:\t<none>\n\n$/,
    );
    expect((await petset('history web -o wide')).stdout).toMatch(
      /\n1 {9}<none> {8}<none> {2}\d+s\n2 {9}newer {9}0-2 {5}\d+s\n\n$/,
    );
  });

  test('what changed between two of them, from where and to where it is said, else the last change', async () => {
    await petset(`upgrade web --image nginx=${NEW}`);
    const change = `-    - image: ${OLD}\n+    - image: ${NEW}\n`;
    for (const range of ['1..2', '1..', '..2', '..']) {
      expect((await petset(`history web --diff ${range}`)).stdout).toContain(change);
    }
    expect((await petset('history web --diff 2..1')).stdout).toContain(`-    - image: ${NEW}\n+    - image: ${OLD}\n`);
    expect(await petset('history web --diff 2..2')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await petset('history web --diff ..1')).stderr).toBe('error: there is no revision before revision 1\n');
  });

  test('as YAML the set with the template of each revision', async () => {
    await petset(`upgrade web --image nginx=${NEW}`);
    const { stdout } = await petset('history web -o yaml');
    const [first = '', second = ''] = stdout.split('---\n');
    expect(first).toContain("petset.dev/revision: '1'\n");
    expect(first).toContain(`image: ${OLD}\n`);
    expect(second).toContain("petset.dev/revision: '2'\n");
    expect(second).toContain(`image: ${NEW}\n`);
    expect((await petset('history web -o yaml --revision=2')).stdout).toBe(second);
  });

  test.each([
    ['history web --revision=9', /^error: unable to find the specified revision\n$/],
    ['history web --revision=-1', /^error: revision must be a positive integer: -1\n/],
    ['history nope', /^Error from server \(NotFound\): petsets "nope" not found\n$/],
    ['history web --diff=1', /^error: invalid argument "1" for "--diff" flag: must be two revisions such as 1\.\.2\n/],
    ['history web --diff=1.. --revision=1', /^error: --diff cannot be used with --revision\n/],
  ])('%s is an error', async (line, stderr) => {
    const run = await petset(line);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(stderr);
  });
});
