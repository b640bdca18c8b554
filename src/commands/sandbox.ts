import { rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../petset/failure.js';
import type { Rehearsal } from '../sandbox/config/read-rehearsal.js';
import type * as FaultsInVain from '../sandbox/faults-in-vain.js';
import { MANUAL } from '../sandbox/manual.js';
import { listArg, portArg } from './arguments.js';
import type { Command, World } from './command.js';
import { runProgram, systemFailure } from './program.js';
import { readRehearsalArgs } from './sandbox-options.js';
import { temporaryFolder } from './temporary-folder.js';

type FaultCheck = Pick<typeof FaultsInVain, 'faultOfNoNode' | 'unknownResources'>;

export const sandbox: Command = {
  usage: 'sandbox',
  synopsis: '[options] [-- COMMAND [ARGS...]]',
  group: 'Other',
  describe: 'Run an embedded cluster to try things, or one command, on',
  examples: [
    ['kubectl petset sandbox', 'prints how to use it, and runs until Ctrl-C'],
    ['kubectl petset sandbox -- bash', 'a shell whose kubectl talks to it'],
    ['kubectl petset sandbox -- ./rehearsal.sh', 'a script: its exit code is passed on'],
    ['kubectl petset sandbox --speed 30', 'where 30 s of a grace period take one'],
    ["kubectl petset sandbox --fault 'write *: 500 p=0.1'", 'one write of ten fails'],
    ['kubectl petset sandbox --config FILE --seed 7', 'a rehearsal as it was before'],
  ],
  options: {
    port: { type: 'string', describe: 'the port to listen on (default: any that is free)' },
    config: { type: 'string', values: 'manifests', describe: 'a file that says what the rehearsal is like' },
    fault: { type: 'string', array: true, describe: 'something that goes wrong, WHOM: WHAT; repeatable' },
    seed: { type: 'string', describe: 'faults strike again as with this number before' },
    speed: { type: 'string', describe: 'how much faster simulated time runs (default: 1)' },
    nodes: { type: 'string', describe: 'how many nodes there are (default: 1)' },
  },
  manual: `What a container does is simulated: kubectl petset help scripts says how, and
kubectl petset help faults what can be made to go wrong.

${MANUAL}`,
  run: async (args, world) => {
    const port = portArg(args, 'port');
    const command = listArg(args, '--');
    const { seed = Math.floor(world.random() * 2 ** 32), ...rehearsal } = await readRehearsalArgs(args);
    // Nobody else needs it, and it is as large as all the rest.
    const { hearMistakes, startSandbox, ...check } = await import('../sandbox/index.js');
    refuseInVain(rehearsal, check, world);
    const home = await temporaryFolder('kubectl-petset-sandbox');
    const callOff = world.host.atExit(() => rmSync(home, { recursive: true, force: true }));
    const stopHearing = hearMistakes((mistake) => tellMistake(mistake, world));
    try {
      const cluster = await startSandbox({ port: port ?? 0, seed, ...rehearsal }).catch((error: unknown) => {
        throw error instanceof Error ? systemFailure(`cannot listen on 127.0.0.1:${port ?? 0}`, error) : error;
      });
      tellFaults(rehearsal.faults.length, seed, world);
      try {
        const kubeconfig = join(home, 'kubeconfig');
        await writeFile(kubeconfig, cluster.kubeconfig(), { mode: 0o600 });
        return command.length > 0
          ? await runProgram(command, { KUBECONFIG: kubeconfig }, world)
          : await stay(cluster.url, kubeconfig, world);
      } finally {
        await cluster.stop();
      }
    } finally {
      await rm(home, { recursive: true, force: true });
      callOff();
      stopHearing();
    }
  },
};

/** A fault that can never strike is a slip of the pen. */
function refuseInVain({ faults, nodes }: Rehearsal, check: FaultCheck, { stderr }: World): void {
  const problem = check.faultOfNoNode(faults, nodes);
  if (problem !== undefined) throw new Failure(`error: ${problem}`);
  for (const resource of check.unknownResources(faults)) {
    stderr.write(`warning: no resource is called ${resource}, unless a definition brings it: a fault waits for it\n`);
  }
}

/** Not on the standard output, which belongs to the command. */
function tellFaults(count: number, seed: number, { stderr }: World): void {
  if (count === 0) return;
  const [are, them] = count === 1 ? ['1 fault is', 'it'] : [`${count} faults are`, 'them'];
  stderr.write(`${are} on; --seed=${seed} has ${them} strike so again\n`);
}

/** The cluster goes on; what it tripped over, somebody should be told. */
function tellMistake(mistake: unknown, { stderr }: World): void {
  const words = mistake instanceof Error ? (mistake.stack ?? mistake.message) : String(mistake);
  stderr.write(`warning: the embedded cluster made a mistake, and goes on: ${words}\n`);
}

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
