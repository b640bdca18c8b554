import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { Failure } from '../petset/failure.js';
import { listArg, portArg } from './arguments.js';
import type { Command, World } from './command.js';
import { CANNOT_RUN, INTERRUPTED } from './exit-codes.js';

export const sandbox: Command = {
  usage: 'sandbox',
  describe: 'Run an embedded cluster to try things on, or one command on it',
  examples: [
    ['kubectl petset sandbox', 'prints how to point kubectl at it, and runs until Ctrl-C'],
    ['kubectl petset sandbox -- bash', 'a shell whose kubectl talks to it'],
    ['kubectl petset sandbox -- ./rehearsal.sh', 'passes on the exit code of the script, and leaves nothing behind'],
  ],
  options: {
    port: { type: 'string', describe: 'the port to listen on, on 127.0.0.1 (default: any that is free)' },
  },
  run: async (args, world) => {
    const port = portArg(args, 'port');
    const command = listArg(args, '--');
    // Nobody else needs it, and it is as large as all the rest.
    const { startSandbox } = await import('../sandbox/index.js');
    const cluster = await startSandbox({ port: port ?? 0 }).catch((error: unknown) => {
      throw error instanceof Error ? systemFailure(`cannot listen on 127.0.0.1:${port ?? 0}`, error) : error;
    });
    const home = await mkdtemp(join(tmpdir(), 'kubectl-petset-sandbox-'));
    const kubeconfig = join(home, 'kubeconfig');
    try {
      await writeFile(kubeconfig, cluster.kubeconfig(), { mode: 0o600 });
      return command.length > 0
        ? await runCommand(command, kubeconfig, world)
        : await stay(cluster.url, kubeconfig, world);
    } finally {
      await rm(home, { recursive: true, force: true });
      await cluster.stop();
    }
  },
};

/** Runs until the user has had enough. */
async function stay(url: string, kubeconfig: string, { stdout, interrupted }: World): Promise<number> {
  const lines = [
    `an embedded cluster runs at ${url}`,
    'its API is real enough for kubectl; its containers are not, what they do is simulated',
    '',
    'to use it:',
    `  export KUBECONFIG=${kubeconfig}`,
    '',
    'Ctrl-C ends it, and nothing of it stays',
  ];
  stdout.write(`${lines.join('\n')}\n`);
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  return 0;
}

/** Runs a command with KUBECONFIG set; answers with its exit code, or 128 and the number of the signal that ended it. */
function runCommand(
  command: readonly string[],
  kubeconfig: string,
  { env, stdin, interrupted }: World,
): Promise<number> {
  const [program = '', ...args] = command;
  if (interrupted.aborted) return Promise.resolve(INTERRUPTED);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...env, KUBECONFIG: kubeconfig } });
    interrupted.addEventListener(
      'abort',
      () => {
        const signal = interrupted.reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
        // A terminal has sent its Ctrl-C to the command as well.
        if (signal === 'SIGTERM' || stdin.isTTY !== true) child.kill(signal);
      },
      { once: true },
    );
    child.on('error', (error) => reject(systemFailure(`cannot run ${program}`, error, CANNOT_RUN)));
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** What the operating system refused, in its words (`no such file or directory`); anything else is what it was. */
function systemFailure(what: string, error: Error, exitCode = 1): Error {
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const words = getSystemErrorMap().get(number)?.[1];
  return words === undefined ? error : new Failure(`error: ${what}: ${words}`, { exitCode });
}
