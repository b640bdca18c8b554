import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { Failure } from '../petset/failure.js';
import type { World } from './command.js';
import { CANNOT_RUN, INTERRUPTED } from './exit-codes.js';

/**
 * Runs a program on our own streams. Answers with its exit code, or 128 and the number of the signal that ended it. It
 * gets the signals that we get, and never outlives us.
 */
export function runProgram(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  world: World,
): Promise<number> {
  const [program = '', ...args] = command;
  const { interrupted } = world;
  if (interrupted.aborted) return Promise.resolve(INTERRUPTED);
  // A group of its own would take it off the terminal, which it may want to read keys from.
  const isOnTerminal = [world.stdin, world.stdout, world.stderr].some(({ isTTY }) => isTTY === true);
  const child = spawn(program, args, { stdio: 'inherit', env: { ...world.env, ...env }, detached: !isOnTerminal });
  const callOff = isOnTerminal ? shareTerminal(child, world) : leadGroup(child, world);
  return new Promise<number>((resolve, reject) => {
    child.on('error', (error) => reject(systemFailure(`cannot run ${program}`, error, CANNOT_RUN)));
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).finally(callOff);
}

/** A terminal sends its Ctrl-C to the program as well as to us: it alone decides what that means, as a shell does. */
function shareTerminal(child: ChildProcess, { interrupted, host }: World): () => void {
  const restore = host.yieldCtrlC();
  const callOff = host.atExit(() => child.kill('SIGKILL'));
  interrupted.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return () => {
    restore();
    callOff();
  };
}

/** Where there is no terminal, whoever ends us means all that we have started. */
function leadGroup({ pid }: ChildProcess, { interrupted, host }: World): () => void {
  if (pid === undefined) return () => undefined;
  const pass = (signal: NodeJS.Signals): void => {
    try {
      host.signalGroup(pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  };
  const onAbort = (): void => pass(interrupted.reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  interrupted.addEventListener('abort', onAbort, { once: true });
  const callOff = host.atExit(() => pass('SIGKILL'));
  return () => {
    interrupted.removeEventListener('abort', onAbort);
    callOff();
  };
}

/** What the operating system refused, in its words (`no such file or directory`); anything else is what it was. */
export function systemFailure(what: string, error: Error, exitCode = 1): Error {
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const words = getSystemErrorMap().get(number)?.[1];
  return words === undefined ? error : new Failure(`error: ${what}: ${words}`, { exitCode });
}
