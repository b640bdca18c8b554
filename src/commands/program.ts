import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { Failure } from '../petset/failure.js';
import type { World } from './command.js';
import { endAll, passOn, type Send } from './ending.js';
import { CANNOT_RUN, INTERRUPTED, MAY_NOT_RUN } from './exit-codes.js';

/**
 * Runs a program on our own streams. Answers with its exit code, or 128 and the number of the signal that ended it. It
 * gets the signals that we get, and never outlives us.
 */
export async function runProgram(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  world: World,
): Promise<number> {
  const { interrupted, host, clock } = world;
  if (interrupted.aborted) return INTERRUPTED;
  // A session of its own would take it off the terminal, which it may want to read keys or a password from.
  const isOnTerminal = host.hasTerminal();
  const child = begin(command, { stdio: 'inherit', env: { ...world.env, ...env }, detached: !isOnTerminal });
  const send = isOnTerminal ? sendTo(child) : sendToGroupOf(child, world);
  // A terminal sends its Ctrl-C to the program as well as to us: it alone decides what that means, as a shell does.
  const haveCtrlCBack = isOnTerminal ? host.yieldCtrlC() : () => undefined;
  const ended = new AbortController();
  const onAbort = (): void => void passOn(interrupted.reason, send, clock, ended.signal);
  interrupted.addEventListener('abort', onAbort, { once: true });
  const callOff = host.atExit(() => send('SIGKILL'));
  try {
    return await exitCodeOf(child);
  } catch (error) {
    throw cannotRun(command, error);
  } finally {
    ended.abort();
    interrupted.removeEventListener('abort', onAbort);
    // What it has left in the background would have no cluster any more.
    if (!isOnTerminal) await endAll(send, clock);
    haveCtrlCBack();
    callOff();
  }
}

/** On our terminal it is of our own group, to which we cannot send anything without getting it. */
function sendTo(child: ChildProcess): Send {
  return (signal) => child.kill(signal);
}

/** Where there is no terminal, whoever ends us means all that we have started. */
function sendToGroupOf({ pid }: ChildProcess, { host }: World): Send {
  return (signal) => pid !== undefined && host.signalGroup(pid, signal);
}

/** Some of what the operating system refuses, such as ENOTDIR, Node throws here; the rest comes as an event. */
function begin(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...args] = command;
  // Node takes it for a mistake of ours; the system does not find it.
  if (program === '') throw new Failure('error: cannot run "": no such file or directory', { exitCode: CANNOT_RUN });
  try {
    return spawn(program, args, options);
  } catch (error) {
    throw cannotRun(command, error);
  }
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function cannotRun([program = '']: readonly string[], error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isForbidden = 'code' in error && error.code === 'EACCES';
  return systemFailure(`cannot run ${program}`, error, isForbidden ? MAY_NOT_RUN : CANNOT_RUN);
}

/** What the operating system refused, in its words (`no such file or directory`); anything else is what it was. */
export function systemFailure(what: string, error: Error, exitCode = 1): Error {
  const words = systemWords(error);
  return words === undefined ? error : new Failure(`error: ${what}: ${words}`, { exitCode });
}

/** The words of the operating system for what it refused; nothing where it was not the system that did. */
export function systemWords(error: Error): string | undefined {
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const [code = '', usual] = getSystemErrorMap().get(number) ?? [];
  return code === 'EISDIR' ? 'is a directory' : usual;
}
