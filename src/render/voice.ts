import { escapeTerminal } from './escape.js';
import type { Line } from './line.js';
import type { Output } from './output.js';

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Tells what is not about a set, wherever it happens. */
export interface Voice {
  /** A line of standard error for whoever looks for a fault. */
  notice(text: string): void;
  warning(text: string): void;
  /** The server did not answer, or not well; it is asked again after `delay` ms. */
  trouble(problem: string, delay: number): void;
  /** What the command ends with. Whoever reads standard error is told by somebody else. */
  ended(failure: { readonly message: string; readonly next: readonly string[]; readonly exitCode: number }): void;
}

/** For people. */
export function plainVoice(streams: Streams): Voice {
  const print = freshLines(streams);
  return {
    warning: (text) => print({ stream: 'stderr', text: `Warning: ${text}` }),
    notice: (text) => void streams.stderr.write(`${text}\n`),
    trouble: (problem, delay) => print(retryLine(problem, delay)),
    ended: () => undefined,
  };
}

/** That a request is made again, which went wrong. */
export function retryLine(problem: string, delay: number): Line {
  return { stream: 'stderr', text: escapeTerminal(`${problem} (trying again in ${(delay / 1000).toFixed(1)}s)`) };
}

/** Lets lines through, but not the same one twice running: a server that keeps failing is news once. */
export function onlyFresh(): (line: Line | undefined) => Line | undefined {
  let last: string | undefined;
  return (line) => {
    const key = line?.text.replace(/ \(trying again in .*\)$/, '');
    if (line === undefined || (key === last && line.isNews !== true)) return undefined;
    last = key;
    return line;
  };
}

/** Writes lines where they are news. */
export function freshLines(streams: Streams): (line: Line | undefined) => void {
  const fresh = onlyFresh();
  return (given) => {
    const line = fresh(given);
    if (line !== undefined) streams[line.stream].write(`${line.text}\n`);
  };
}
