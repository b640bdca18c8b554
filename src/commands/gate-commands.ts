import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describeApiError, type ApiError } from '../cluster/api-error.js';
import { execIn } from '../cluster/exec.js';
import { delayBefore, mayPass } from '../cluster/retry.js';
import type { Candidate, GateCommands, GateResult } from '../controller/gates.js';
import type { Progress } from '../controller/progress.js';
import { defaultContainer, mayBeEntered } from '../petset/entered-container.js';
import { fillIn, type PetVariables, petVariables } from '../petset/pet-variables.js';
import { givenArg } from './arguments.js';
import { type ProgramEnd, runCaptured } from './captured-program.js';
import type { Args, World } from './command.js';
import type { GateCommand, GateOptions } from './gate-flags.js';
import { lineSink } from './line-sink.js';
import type { Session } from './session.js';

const PASSED: GateResult = { kind: 'passed' };

export interface GateWorld {
  readonly world: World;
  readonly session: Pick<Session, 'client' | 'deps'>;
  readonly args: Args;
}

/** One command for one pet. */
interface Run {
  readonly candidate: Candidate;
  readonly command: GateCommand;
  readonly variables: PetVariables;
  readonly tell: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** The commands of the flags, ready to be run: on this machine, or in the pet. */
export function gateCommands(options: GateOptions | undefined, deps: GateWorld): GateCommands | undefined {
  if (options === undefined) return undefined;
  const { commands, clusterDomain } = options;
  return {
    names: new Set(commands.keys()),
    run: async (candidate, tell, signal) => {
      const written = commands.get(candidate.gate);
      if (written === undefined) return PASSED;
      const { record } = candidate.view;
      const { serviceName } = record.set.spec;
      const { namespace, name: set } = record.ref;
      const variables = petVariables({ namespace, set, serviceName, clusterDomain }, candidate.pet.ordinal);
      const command = { ...written, words: written.words.map((word) => fillIn(word, variables)) };
      const run = { candidate, command, variables, tell, signal };
      return command.where === 'here' ? runHere(run, deps) : runInPet(run, deps);
    },
  };
}

async function runHere(
  { candidate, command, variables, tell, signal }: Run,
  { world, args }: GateWorld,
): Promise<GateResult> {
  const kubeconfig = givenArg(args, 'kubeconfig');
  const env = { ...world.env, ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }), ...variables };
  const { gate, pet } = candidate;
  const output = (line: string, stream: 'stdout' | 'stderr'): void =>
    tell({ type: 'gate-output', gate, pet, stream, line });
  const end = await runCaptured({ command: command.words, env, tell: output, signal }, world);
  return resultOf(end, command);
}

function resultOf(end: ProgramEnd, { words: [program = ''] }: GateCommand): GateResult {
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? PASSED : failed(`exit code ${end.code}`);
    case 'killed':
      return failed(`ended by ${end.signal}`);
    case 'not-run':
      return failed(`cannot run ${program}: ${end.why}`);
  }
}

async function runInPet(run: Run, { session, world }: GateWorld): Promise<GateResult> {
  const { candidate, command, tell, signal } = run;
  const { pod } = candidate;
  const container = command.container ?? defaultContainer(pod);
  if (candidate.gate === 'pre-delete' && !mayBeEntered(pod, container)) {
    return { kind: 'skipped', why: `has no running container ${container} to run a command in` };
  }
  for (let attempt = 1; ; attempt++) {
    const end = await execOnce(run, container, session, world);
    if (end.ok) return end.exitCode === 0 ? PASSED : failed(`exit code ${end.exitCode}`);
    if (end.hasBegun || !mayPass(end.error)) return failed(cannotRun(command, end.error));
    const delay = delayBefore(attempt, world.random, end.error);
    tell({ type: 'retrying', problem: describeApiError(end.error), delay });
    await world.clock.sleep(delay, signal);
    if (signal.aborted) return failed(cannotRun(command, end.error));
  }
}

async function execOnce(
  { candidate: { gate, pet, view }, command, tell, signal }: Run,
  container: string,
  { client }: GateWorld['session'],
  { clock }: World,
): ReturnType<typeof execIn> {
  const sink = (stream: 'stdout' | 'stderr'): Writable =>
    lineSink((line) => tell({ type: 'gate-output', gate, pet, stream, line }));
  const streams = { stdout: sink('stdout'), stderr: sink('stderr') };
  const end = await execIn(client.connection, {
    namespace: view.record.ref.namespace,
    pod: pet.name,
    container,
    command: command.words,
    ...streams,
    clock,
    signal,
  });
  // The last line may have no end.
  await Promise.all(Object.values(streams).map((each) => finished(each.end())));
  return end;
}

function failed(problem: string): GateResult {
  return { kind: 'failed', problem };
}

function cannotRun({ words: [program = ''] }: GateCommand, error: ApiError): string {
  return `cannot run ${program} in the pet: ${error.from === 'server' ? error.message : describeApiError(error)}`;
}
