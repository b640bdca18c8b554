import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { sandbox } from '../../../src/commands/sandbox.js';
import { runCommand } from '../../fixtures/world.js';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'petset-test-'));
});
afterAll(() => rm(scratch, { recursive: true }));

/** Runs a script of ours on an embedded cluster. */
const onSandbox = (script: string, interrupted?: AbortSignal): ReturnType<typeof runCommand> =>
  runCommand(['sandbox', '--', process.execPath, '-e', script], { ...(interrupted && { interrupted }) });

test('the command finds a kubeconfig that only its user may read, and its exit code is passed on', async () => {
  const report = join(scratch, 'report.json');
  const { code } = await onSandbox(`
    const fs = require('fs');
    const file = process.env.KUBECONFIG;
    const report = { file, mode: fs.statSync(file).mode & 0o777, text: fs.readFileSync(file, 'utf8') };
    fs.writeFileSync(${JSON.stringify(report)}, JSON.stringify(report));
    process.exit(7);
  `);
  expect(code).toBe(7);
  const { file, mode, text } = JSON.parse(readFileSync(report, 'utf8')) as { file: string; mode: number; text: string };
  expect(mode).toBe(0o600);
  expect(text).toMatch(/server: https:\/\/127\.0\.0\.1:\d+/);
  expect(existsSync(dirname(file))).toBe(false);
});

test('a system without a folder for what is temporary, as in the smallest containers', async () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('TMPDIR', '/nowhere');
  const { code, stderr } = await runCommand(['sandbox']);
  expect(stderr).toBe(
    'error: cannot make a folder in /nowhere, for which TMPDIR may name another place: no such file or directory\n',
  );
  expect(code).toBe(1);
});

test('the words of the command are not ours to read', async () => {
  const report = join(scratch, 'words.json');
  const script = `require('fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.argv.slice(1)))`;
  await runCommand([
    'sandbox',
    '--',
    process.execPath,
    '-e',
    script,
    '--',
    '-f',
    '-',
    '-n',
    '1',
    '-n',
    '2',
    '--',
    '-h',
  ]);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual(['-f', '-', '-n', '1', '-n', '2', '--', '-h']);
});

test('a command that a signal ends: 128 and its number, as a shell says it', async () => {
  expect((await onSandbox('process.kill(process.pid, "SIGKILL")')).code).toBe(137);
});

test.each([
  ['no-such-program', 127, 'no such file or directory'],
  [`${process.execPath}/x`, 127, 'not a directory'],
  [`/${'x'.repeat(300)}`, 127, 'name too long'],
  [tmpdir(), 126, 'permission denied'],
])('a command that cannot be run: %s', async (program, exitCode, why) => {
  const { code, stderr } = await runCommand(['sandbox', '--', program]);
  expect({ code, stderr }).toEqual({ code: exitCode, stderr: `error: cannot run ${program}: ${why}\n` });
});

test('a command without a name', async () => {
  const { code, stderr } = await runCommand(['sandbox', '--', '']);
  expect({ code, stderr }).toEqual({ code: 127, stderr: 'error: cannot run "": no such file or directory\n' });
});

test('a command is not begun when the user has had enough before', async () => {
  const began = join(scratch, 'began');
  const { code } = await onSandbox(
    `require('fs').writeFileSync(${JSON.stringify(began)}, '')`,
    AbortSignal.abort('SIGINT'),
  );
  expect(code).toBe(130);
  expect(existsSync(began)).toBe(false);
});

test('alone, it says how to use it, and leaves nothing when it is interrupted', async () => {
  const { code, stdout } = await runCommand(['sandbox'], { interrupted: AbortSignal.abort('SIGINT') });
  expect(code).toBe(0);
  const [, file = ''] = /export KUBECONFIG=(\S+)/.exec(stdout) ?? [];
  expect(file).not.toBe('');
  expect(existsSync(dirname(file))).toBe(false);
});

test('a port that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await runCommand(['sandbox', `--port=${port}`, '--', 'true']);
  other.close();
  expect(code).toBe(1);
  expect(stderr).toBe(`error: cannot listen on 127.0.0.1:${port}: address already in use\n`);
});

const TRUE = ['--', process.execPath, '-e', ''];

test.each([
  [['--fault', 'node sandbox-node-9: lost'], 'error: no node fits sandbox-node-9: there is sandbox-node\n'],
  [['--nodes', '3', '--fault', 'node web-*: lost'], 'no node fits web-*: there are sandbox-node to sandbox-node-3\n'],
  [['--config', ''], 'invalid argument "" for "--config" flag: must be the name of a file\n'],
  [['--config', '/'], 'error: cannot read /: is a directory\n'],
])('%j is refused: %s', async (flags, words) => {
  const { code, stderr } = await runCommand(['sandbox', ...flags, ...TRUE]);
  expect(code).toBe(1);
  expect(stderr).toContain(words);
});

test('a fault of a resource that nobody knows may strike later, and a warning says so', async () => {
  const { code, stderr } = await runCommand(['sandbox', '--fault', 'create podz: 500', '--seed', '7', ...TRUE]);
  expect(code).toBe(0);
  expect(stderr).toContain('warning: no resource is called podz');
  expect(stderr).toContain('1 fault is on; --seed=7 has it strike so again\n');
});

test.each(['create pods: 500', 'any leases.coordination.k8s.io: 500', 'get /apis*: 500', 'any *: 500'])(
  'no warning of %s',
  async (fault) => {
    const { stderr } = await runCommand([
      'sandbox',
      '--fault',
      fault,
      '--seed',
      '7',
      '--fault',
      'node *: lost from=1h',
      ...TRUE,
    ]);
    expect(stderr).toBe('2 faults are on; --seed=7 has them strike so again\n');
  },
);

test.each([undefined, 80])(
  'help fits 80 columns, and its examples can be pasted (a terminal of %s)',
  async (columns) => {
    const { stdout } = await runCommand(['sandbox', '-h'], columns === undefined ? {} : { isTerminal: true, columns });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const [example] of sandbox.examples) expect(stdout).toContain(`\n  ${example}\n`);
  },
);
