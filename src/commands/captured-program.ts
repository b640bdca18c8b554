import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { World } from './command.js';
import { endAll, type Send } from './ending.js';
import { lineSink } from './line-sink.js';
import { systemWords } from './program.js';

/** How a program ended, if it could be started at all. */
export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals }
  /** In the words of the operating system. */
  | { readonly kind: 'not-run'; readonly why: string };

export interface Captured {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it reads from its standard input; without it there is none. */
  readonly input?: string;
  readonly tell: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Ends it, and all that it has started. */
  readonly signal: AbortSignal;
}

/** Milliseconds that output may still be on its way after the program and its children have ended. */
const LAST_WORDS = 1_000;

/**
 * Runs a program without a terminal, and tells its output line by line. It is of a group of its own, of
 * which nobody outlives it, nor us.
 */
export async function runCaptured(
  { command, env, input, tell, signal }: Captured,
  { host, clock }: Pick<World, 'host' | 'clock'>,
): Promise<ProgramEnd> {
  const child = begin(command, env, input === undefined ? 'ignore' : 'pipe');
  if ('kind' in child) return child;
  // Nobody has to read what is written for them.
  child.stdin?.on('error', () => undefined).end(input);
  const send: Send = (name) => child.pid !== undefined && host.signalGroup(child.pid, name);
  const callOff = host.atExit(() => send('SIGKILL'));
  const stop = (): void => void endAll(send, clock);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const told = Promise.all([relay(child, 'stdout', tell), relay(child, 'stderr', tell)]);
  try {
    const end = await endOf(child);
    if (end.kind === 'not-run') return end;
    await endAll(send, clock);
    await lastWords(child, told, clock);
    return end;
  } finally {
    signal.removeEventListener('abort', stop);
    callOff();
  }
}

/** Some of what the operating system refuses Node throws here; the rest comes as an event. */
function begin(
  [program = '', ...args]: readonly string[],
  env: Captured['env'],
  stdin: 'ignore' | 'pipe',
): ChildProcess | ProgramEnd {
  // Node takes it for a mistake of ours; the system does not find it.
  if (program === '') return { kind: 'not-run', why: 'no such file or directory' };
  try {
    return spawn(program, args, { stdio: [stdin, 'pipe', 'pipe'], env, detached: true });
  } catch (error) {
    return notRun(error);
  }
}

function notRun(error: unknown): ProgramEnd {
  const why = error instanceof Error ? systemWords(error) : undefined;
  if (why === undefined) throw error;
  return { kind: 'not-run', why };
}

async function endOf(child: ChildProcess): Promise<ProgramEnd> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal };
  } catch (error) {
    return notRun(error);
  }
}

async function relay(child: ChildProcess, name: 'stdout' | 'stderr', tell: Captured['tell']): Promise<void> {
  const sink = lineSink((line) => tell(line, name));
  child[name]?.pipe(sink);
  await finished(sink).catch(() => undefined);
}

/** Somebody who has left the group may hold our ends of its streams for ever. */
async function lastWords(child: ChildProcess, told: Promise<unknown>, clock: World['clock']): Promise<void> {
  const enough = new AbortController();
  const tooLate = clock.sleep(LAST_WORDS, enough.signal).then(() => {
    if (enough.signal.aborted) return;
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
  await Promise.race([told, tooLate]);
  enough.abort();
}
