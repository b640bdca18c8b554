import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { lineOf } from '../../fixtures/line-of.js';
import { runCommand, typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
const KEPT = new URL('../../fixtures/manifests/kept.yaml', import.meta.url).pathname;
let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
});
afterAll(() => cluster.stop());

const { petset } = typingOn(() => cluster);

describe('the walkthrough of the README, without kubectl', () => {
  test('create', async () => {
    const { code, stdout, stderr } = await petset(`create -f ${PETSET}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^service\/nginx created\npetset\/web created\npersistentvolumeclaim\/www-web-0 created\n/);
    expect(stdout).toMatch(/\npetset\/web ready \(2\/2\)\n$/);
    const at = (line: string): string => `${PETSET}:${lineOf(line, readFileSync(PETSET, 'utf8'))}`;
    expect(stderr.split('\n')).toEqual([
      `${at('apiVersion: apps/v1alpha1')}: apps/v1alpha1 became petset.dev/v1alpha1`,
      `${at('spec:\n  serviceName')}: spec.selector filled in from the labels of the template`,
      `${at('metadata:\n  name: web')}: metadata.labels filled in from the labels of the template`,
      `${at('volume.alpha.kubernetes.io/storage-class')}: annotation volume.alpha.kubernetes.io/storage-class dropped: whatever its value, it meant the default storage class`,
      '',
    ]);
  });

  test('get', async () => {
    const { stdout } = await petset('get');
    expect(stdout).toMatch(/^NAME {3}DESIRED {3}CURRENT {3}READY {3}AGE\nweb {4}2 {9}2 {9}2 {7}\d+s\n$/);
  });

  test('scale up and down', async () => {
    expect((await petset('scale web --replicas=5')).stdout).toMatch(/\npetset\/web ready \(5\/5\)\n$/);
    expect((await petset('scale web --replicas=3')).stdout).toMatch(/\npetset\/web ready \(3\/3\)\n$/);
  });

  test('scale on a terminal shows a table, and lines where the terminal has no size', async () => {
    const table = await petset('scale web --replicas=4', { isTerminal: true });
    expect(table.stdout).toContain('RESTARTS');
    const lines = await petset('scale web --replicas=3', { isTerminal: true, columns: 0 });
    expect(lines.stdout).toMatch(/^petset\/web scaled\npod\/web-3 /);
  });

  test('clean shows what will be lost and asks; anything but y keeps it', async () => {
    const { code, stdout } = await petset('clean web', { typed: 'yes\n' });
    expect(code).toBe(0);
    expect(stdout).toContain(
      [
        'You are about to delete the following 9 resource(s):',
        'pod/web-2',
        'pod/web-1',
        'pod/web-0',
        'persistentvolumeclaim/www-web-4  (1Gi, its data will be lost)',
      ].join('\n'),
    );
    expect(stdout).toMatch(/Do you want to continue\? \(y\/N\): deletion is cancelled\n$/);
    expect((await petset('get --no-headers')).stdout).toMatch(/^web +3 +3 +3 /);
  });

  test('clean', async () => {
    const { code, stdout, stderr } = await petset('clean web', { typed: 'y\n' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\npetset\/web deleted\n$/);
    expect((await petset('get')).stderr).toBe('No resources found in default namespace.\n');
  });
});

test('reconcile names what is deleted where it finishes a clean-up', async () => {
  await petset(`create -f ${PETSET} -n kube-public`);
  await petset('clean web --yes --no-wait -n kube-public');
  const { code, stdout } = await petset('reconcile web -o name -n kube-public');
  expect({ code, lines: stdout.split('\n') }).toEqual({
    code: 0,
    lines: [
      'pod/web-1',
      'pod/web-0',
      'persistentvolumeclaim/www-web-1',
      'persistentvolumeclaim/www-web-0',
      'petset/web',
      '',
    ],
  });
});

test('an empty flag is none', async () => {
  const line = ['get', '-n', '', '--context=', '--as', '', '--kubeconfig', cluster.kubeconfig];
  expect((await runCommand(line)).stderr).toBe('No resources found in default namespace.\n');
});

test('a name may look like a number', async () => {
  for (const name of ['123', '0x1', '1e3']) {
    expect((await petset(`get ${name}`)).stderr).toBe(`Error from server (NotFound): petsets "${name}" not found\n`);
    expect((await petset(`clean ${name} --yes`)).stderr).toContain(`petsets "${name}" not found`);
    expect((await petset(`get -n ${name}`)).stderr).toBe(`No resources found in ${name} namespace.\n`);
  }
});

describe('a flag that is there twice', () => {
  test('all files are read', async () => {
    const { code, stdout } = await petset(`create -f ${PETSET} -f ${KEPT} --dry-run=client -o name`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'service/nginx\npetset/web\npetset/kept\n',
    });
  });

  test('all groups count', async () => {
    const { stderr } = await petset('get --as=jane --as-group=system:masters --as-group=none');
    expect(stderr).toBe('No resources found in default namespace.\n');
  });

  test('of all others the last one wins', async () => {
    expect((await petset('get -n one -n two')).stderr).toBe('No resources found in two namespace.\n');
    expect((await petset('get -o xml --output=name')).code).toBe(0);
  });
});

describe('what a clean-up leaves is named', () => {
  test('volumes that a Retain policy keeps, and claims that were never the set’s', async () => {
    expect((await petset(`create -f ${KEPT}`)).code).toBe(0);
    const asked = await petset('clean kept', { typed: 'n\n' });
    expect(asked.stdout).toMatch(/persistentvolumeclaim\/data-kept-0 {2}\(1Gi, volume pvc-\S+ is kept\)/);
    const { code, stderr } = await petset('clean kept --yes');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^persistentvolume\/pvc-\S+ kept, its reclaim policy is Retain\n$/);
  });
});

describe('what does not work says so, with the exit code of kubectl', () => {
  test.each<[string, string | RegExp]>([
    ['create', /^error: must specify --filename \(-f\)\nSee 'kubectl petset create -h'/],
    ['create -f /nope', 'error: the path "/nope" does not exist\n'],
    [
      'scale web',
      /^error: at least one of the flags --replicas and --reserve is required\nSee 'kubectl petset scale -h'/,
    ],
    ['scale web --replicas=two', /^error: invalid argument "two" for "--replicas" flag/],
    ['scale --replicas=1', /^error: a NAME is required/],
    ['replace', /^error: a NAME is required/],
    ['replace web', /^error: a PET is required/],
    ['scael web', /^error: unknown command "scael" for "kubectl petset"\n\nDid you mean this\?\n\tscale\n/],
    ['get --foo', /^error: unknown flag: --foo\n/],
    ['get --foo --bar=1 -x', /^error: unknown flags: --foo, --bar, -x\n/],
    ['get web extra', /^error: unexpected arguments: \[extra\]\nSee 'kubectl petset get -h'/],
    ['reconcile web and more', /^error: unexpected arguments: \[and more\]\n/],
    ['scale web --replicas', /^error: flag needs an argument: --replicas\n/],
    ['get -n', /^error: flag needs an argument: -n\n/],
    ['get -wo', /^error: flag needs an argument: -wo\n/],
    ['create -f', /^error: flag needs an argument: -f\n/],
    ['scale web --replicas=', /^error: invalid argument "" for "--replicas" flag/],
    ['get -o xml', /^error: unable to match a printer suitable for the output format "xml"/],
    ['get web -A', /^error: a resource cannot be retrieved by name across all namespaces\n/],
    [`create -f ${PETSET} --dry-run=perhaps`, /^error: Invalid dry-run value \(perhaps\)/],
    ['get --context=nope', 'error: context "nope" does not exist\n'],
    [
      'get --server=http://127.0.0.1:1',
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n',
    ],
    ['get --as=x\ny', 'Unable to connect to the server: invalid header field value for "Impersonate-User"\n'],
    ['get --as-group=x', /^error: requesting uid, groups or user-extra without impersonating a user\n/],
    ['get --token=wrong', /^error: You must be logged in to the server \(Unauthorized\)\n/],
  ])('%s', async (line, problem) => {
    const { code, stderr } = await petset(line);
    expect(code).toBe(1);
    expect(stderr).toMatch(problem);
    expect(stderr).not.toMatch(/ at .*\.[jt]s:\d+/);
  });
});

describe('a flag that makes no sense is found before anything is asked of the server', () => {
  const NOBODY = '--server=http://127.0.0.1:1';
  test.each(['create -f /nope', 'scale web --replicas=1', 'clean web --yes', 'reconcile web'])('%s', async (line) => {
    expect((await petset(`${line} --timeout=soon ${NOBODY}`)).stderr).toMatch(
      /^error: invalid argument "soon" for "--timeout" flag/,
    );
    expect((await petset(`${line} -o xml ${NOBODY}`)).stderr).toMatch(/output format "xml"/);
  });

  test.each(['create -f /nope', 'scale web --replicas=1', 'clean web --yes'])('%s --dry-run', async (line) => {
    expect((await petset(`${line} --dry-run=perhaps ${NOBODY}`)).stderr).toMatch(/^error: Invalid dry-run value/);
  });
});
