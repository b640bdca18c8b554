import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Running } from './cluster.js';
import { hasTerminal, onTerminal } from './terminal.js';

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

/** A program that says where it is, starts another one, and does not mind being asked to end. */
const STUBBORN = `trap "" INT TERM; sleep 63 & echo "here $$ $! $KUBECONFIG"; wait; echo on; wait; sleep 64`;

interface Here {
  readonly pids: readonly number[];
  readonly home: string;
}

async function here(running: Running): Promise<Here> {
  const [, shell, sleep, kubeconfig = ''] = (await running.line(/^here /)).trim().split(' ');
  expect([shell, sleep]).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)]);
  return { pids: [Number(shell), Number(sleep)], home: dirname(kubeconfig) };
}

/** Whether a process runs. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that has ended stays, as a zombie, until somebody asks how it ended; in a container nobody may.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
}

async function expectNothingLeft({ pids, home }: Here): Promise<void> {
  await expect.poll(() => pids.filter(runs)).toEqual([]);
  expect(existsSync(home)).toBe(false);
}

/** Runs a script of the shell on a sandbox of a session of its own: without a terminal, wherever the tests run. */
function onSandbox(script: string): Running {
  return new Running(spawn(process.execPath, [BUNDLE, 'sandbox', '--', 'sh', '-c', script], { detached: true }));
}

describe('a command on a sandbox does not outlive it', () => {
  test('a second Ctrl-C ends what the first one does not', async () => {
    const running = onSandbox(STUBBORN);
    const found = await here(running);
    running.child.kill('SIGINT');
    running.child.kill('SIGTERM');
    expect(await running.end()).toBe(130);
    await expectNothingLeft(found);
  });

  test('nor does what it leaves in the background', async () => {
    const running = onSandbox('sleep 65 & echo "here $$ $! $KUBECONFIG"');
    const found = await here(running);
    expect(await running.end()).toBe(0);
    await expectNothingLeft(found);
  });

  test.skipIf(!hasTerminal)('an interactive shell does not mind SIGTERM, and ends all the same', async () => {
    const terminal = onTerminal(`exec "${process.execPath}" "${BUNDLE}" sandbox -- sh -i`);
    const running = new Running(terminal);
    // On a line of its own, and not after a prompt.
    terminal.stdin.write('echo; echo "here $$ $PPID $KUBECONFIG"\n');
    const found = await here(running);
    process.kill(found.pids[1]!, 'SIGTERM');
    expect(await running.end()).toBe(129);
    await expectNothingLeft(found);
  });

  test.skipIf(!hasTerminal)('on a terminal Ctrl-C is for the command alone, as often as it is typed', async () => {
    const program = `let n = 0; setInterval(() => 0, 1000); process.on("SIGINT", () => { console.log("caught " + ++n); if (n === 3) process.exit(7); }); console.log(["here", process.pid, process.pid, process.env.KUBECONFIG].join(" "))`;
    const line = `exec "${process.execPath}" "${BUNDLE}" sandbox -- "${process.execPath}" -e '${program}'`;
    const terminal = onTerminal(line);
    const running = new Running(terminal);
    const found = await here(running);
    for (const time of [1, 2, 3]) {
      terminal.stdin.write('\x03');
      await running.line(new RegExp(`caught ${time}`));
    }
    expect(await running.end()).toBe(7);
    await expectNothingLeft(found);
  });
});

test.skipIf(!hasTerminal)('a command may ask on the terminal, also where none of its streams leads there', async () => {
  const line = `"${process.execPath}" "${BUNDLE}" sandbox -- sh -c 'echo "password?" >/dev/tty; read answer </dev/tty; echo "got $answer"'`;
  const terminal = onTerminal(`${line} </dev/null 2>&1 | cat`);
  const running = new Running(terminal);
  await Promise.race([running.line(/^password\?/), running.end()]);
  terminal.stdin.write('secret\n');
  await running.end();
  expect(running.lines.map((line) => line.trim())).toContain('got secret');
});

test('output that nobody reads ends a sandbox, and nothing of it stays', async () => {
  const sandbox = spawn(process.execPath, [BUNDLE, 'sandbox'], { stdio: ['ignore', 'pipe', 'inherit'] });
  sandbox.stdout.destroy();
  expect(await once(sandbox, 'exit')).toEqual([141, null]);
});
