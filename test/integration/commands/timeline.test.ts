import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../fixtures/emulator.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import { readXml } from '../../fixtures/xml.js';
import { runCommand, type CommandRun, type RunOptions } from '../../fixtures/world.js';

const MANIFEST = {
  apiVersion: 'petset.dev/v1alpha1',
  kind: 'PetSet',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:1' }], terminationGracePeriodSeconds: 0 },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'www' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  },
};

let stage: Stage;
let namespace: string;
let dir: string;
beforeAll(async () => {
  // Time stands still for all else.
  stage = await openStage({ faults: ['provision www-*: delay=5s', 'pull web-*: delay=8s', 'start web-*: delay=3s'] });
  namespace = await stage.makeNamespace();
  dir = mkdtempSync(join(tmpdir(), 'petset-timeline-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await stage.stop();
});

function petset(line: string, options: RunOptions = {}): Promise<CommandRun> {
  const { cluster, clock } = stage;
  const to = ['--server', cluster.url, '--token', cluster.token, '-n', namespace];
  return runCommand([...line.split(' '), ...to], { clock, ...options });
}

test('--timeline: after the conclusion, what took how long; and into a file', async () => {
  const file = join(dir, 'up.svg');
  const input = JSON.stringify(MANIFEST);
  const create = stage.begin(`create -f - --timeline --timeline-file ${file}`, { user: 'me', namespace, input });
  const { code, stdout } = await create.ended;
  expect(code).toBe(0);
  const lines = stdout.slice(stdout.indexOf('petset/web ready (2/2)')).trimEnd().split('\n');
  expect(lines[1]).toMatch(/^petset\/web {3}\S+ {3}from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  expect(lines.filter((line) => /^web-\d .*c.*\+/.test(line))).toHaveLength(2);
  expect(lines.join('\n')).toMatch(/\nlongest: web-[01] \w+ \S+\n.*\+ start/);
  const names = readXml(readFileSync(file, 'utf8')).map(({ name }) => name);
  expect(names[0]).toBe('svg');
});

test('a terminal shows it without being asked, and is not if it is told not to', async () => {
  const up = await petset('scale web --replicas=3', { isTerminal: true, env: { NO_COLOR: '1' } });
  const terminal = new Emulator(80, 24);
  await terminal.write(up.stdout);
  const screen = terminal.lines;
  const conclusion = screen.indexOf('petset/web ready (3/3)');
  expect(screen[conclusion + 1]).toMatch(/^petset\/web .* UTC$/);
  // The others stayed as they were.
  expect(screen.slice(conclusion).filter((line) => line.startsWith('web-'))).toEqual([
    expect.stringMatching(/^web-2 +16s +c.*\++$/),
  ]);
  const down = await petset('scale web --replicas=2 --no-timeline', { isTerminal: true });
  expect(down.stdout).not.toContain('longest');
  const lines = await petset('scale web --replicas=3');
  expect(lines.stdout).not.toContain('longest');
});

test.each<[line: string, env: Record<string, string>, isLive: boolean, hasColor: boolean]>([
  ['--replicas=3', {}, true, true],
  ['--replicas=3 --no-color', {}, true, false],
  ['--replicas=3', { NO_COLOR: '1' }, true, false],
  ['--replicas=3', { NO_COLOR: '' }, true, true],
  ['--replicas=3', { TERM: 'dumb' }, false, false],
  ['--replicas=3', { CI: 'true', NO_COLOR: '1' }, false, false],
])('on a terminal with %s and %j: drawn in place %s, in colours %s', async (flags, env, isLive, hasColor) => {
  const { stdout, stderr } = await petset(`scale web --timeline ${flags}`, { isTerminal: true, env });
  expect(stderr).toBe('');
  expect(stdout.includes('\u001b[?2026h')).toBe(isLive);
  // Of the sequences that end in an m all are about colours.
  expect(stdout.split('\u001b[').some((sequence) => /^\d+m/.test(sequence))).toBe(hasColor);
});

test('-o json: one event at the end; -o name: names only', async () => {
  const { stdout } = await petset('scale web --replicas=4 -o json --timeline');
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; pets?: object[] });
  expect(events.filter(({ type }) => type === 'timeline')).toEqual([events.at(-1)]);
  expect(events.at(-1)?.pets).toHaveLength(4);
  const names = await petset('scale web --replicas=5 -o name --timeline');
  expect(names.stdout).toMatch(/^(\S+\/\S+\n)+$/);
  expect(names.stderr).toContain('longest: web-4');
});

test('what goes wrong is the last word, and is written down', async () => {
  const file = join(dir, 'broken.html');
  const line = `upgrade web --image=nginx=registry.invalid/none:1 --partition=4 --timeout=2m --timeline --timeline-file=${file}`;
  const { code, stdout, stderr } = await petset(line);
  expect(code).toBe(1);
  expect(stdout).toMatch(/longest: web-4 start, (ErrImagePull|ImagePullBackOff) /);
  expect(stderr.trimEnd().split('\n').at(-1)).toContain('to go on: kubectl petset reconcile web');
  const html = readFileSync(file, 'utf8');
  readXml(html);
  expect(html).toContain('error: timed out waiting for the condition on petsets/web');
  expect(html).toContain('registry.invalid/none:1');
  expect((await petset('rollback web')).code).toBe(0);
});

test('a file that cannot be written is told before anything is done', async () => {
  const nowhere = await petset(`scale web --replicas=1 --timeline-file ${dir}/none/up.svg`);
  expect([nowhere.code, nowhere.stdout]).toEqual([1, '']);
  expect(nowhere.stderr).toMatch(/^error: cannot write \S+: ENOENT/);
  const unknown = await petset('scale web --replicas=1 --timeline-file up.png');
  expect(unknown.stderr).toMatch(
    /^error: invalid argument "up.png" for "--timeline-file" flag: its name must end with/,
  );
});

test('timeline: what the cluster remembers, of pets that are gone too', async () => {
  const { stdout, code } = await petset('timeline web --since 100h');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^petset\/web .* UTC\nNAME {4}?TOOK/);
  const one = await petset('timeline web 4 -o wide --since 100h');
  expect(one.stdout).toMatch(/\nweb-4 +start +\d{4}-\S+ \S+ +\S+ +ImagePullBackOff\n/);
  expect(one.stdout).toMatch(/\n\S+ \S+ +\d* +web-4 +Failed +/);
  await petset('scale web --replicas=4');
  expect((await petset('timeline web pod/web-4 -o wide --since 100h')).stdout).toMatch(/\nweb-4 +terminating +/);
});

test('timeline as a picture, a document and data', async () => {
  readXml((await petset('timeline web -o svg')).stdout);
  const html = (await petset('timeline web -o html')).stdout;
  readXml(html);
  expect(html).toContain('nginx=nginx:1');
  const data = JSON.parse((await petset('timeline web -o json --since 100h')).stdout) as {
    kind: string;
    pets: object[];
  };
  expect([data.kind, data.pets.length]).toEqual(['Timeline', 5]);
});

test('of a set that is gone its events are left; of one that never was, nothing', async () => {
  await petset('clean web --yes');
  const gone = await petset('timeline web -o wide --since 100h');
  expect(gone.stdout).toMatch(/\nweb-0 +terminating +/);
  expect(gone.stderr).toContain('not known is what no event tells of');
  expect(await petset('timeline nix')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Error from server (NotFound): petsets "nix" not found\n',
  });
  expect((await petset('timeline web web-9')).stderr).toMatch(/^error: nothing is known of pod\/web-9/);
});
