import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listArg, portArg } from './arguments.js';
import type { Command, World } from './command.js';
import { runProgram, systemFailure } from './program.js';

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
    const callOff = world.host.atExit(() => rmSync(home, { recursive: true, force: true }));
    try {
      await writeFile(kubeconfig, cluster.kubeconfig(), { mode: 0o600 });
      return command.length > 0
        ? await runProgram(command, { KUBECONFIG: kubeconfig }, world)
        : await stay(cluster.url, kubeconfig, world);
    } finally {
      await rm(home, { recursive: true, force: true });
      callOff();
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
