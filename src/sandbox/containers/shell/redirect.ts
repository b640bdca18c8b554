import { posix } from 'node:path';

import { growing } from '../files/appender.js';
import { FileFault } from '../files/fault.js';
import type { FileSystem } from '../files/file-system.js';
import { Input } from '../io/streams.js';
import type { Output } from '../io/streams.js';
import type { Streams } from '../machine.js';
import type { Expander } from './expand.js';
import type { State } from './state.js';
import type { Redirect } from './tree.js';

/** Why a stream cannot be led to where it was to go. */
export class RedirectFault extends Error {}

/** The streams of a command, led to where its redirections say. */
export async function redirected(
  redirects: readonly Redirect[],
  streams: Streams,
  state: State,
  expander: Expander,
): Promise<Streams> {
  let led = streams;
  for (const redirect of redirects) led = lead(led, redirect, await expander.text(redirect.target), state);
  return led;
}

function lead(streams: Streams, { fd, operator }: Redirect, target: string, { machine, cwd }: State): Streams {
  if (operator === '<<') return { ...streams, stdin: Input.of(Buffer.from(target)) };
  if (operator === '>&') return { ...streams, ...outputs(streams, fd, outputOf(streams, target)) };
  const path = posix.resolve(cwd, target);
  if (operator === '<') return { ...streams, stdin: Input.of(read(machine.files, path, target)) };
  if (path === '/dev/stdout' || path === '/dev/stderr') {
    return { ...streams, ...outputs(streams, fd, path === '/dev/stdout' ? streams.stdout : streams.stderr) };
  }
  return { ...streams, ...outputs(streams, fd, open(machine.files, path, target, operator === '>>')) };
}

function outputs({ stdout, stderr }: Streams, fd: number, output: Output): Pick<Streams, 'stdout' | 'stderr'> {
  if (fd === 1) return { stdout: output, stderr };
  if (fd === 2) return { stdout, stderr: output };
  throw new RedirectFault(`${fd}: Bad file descriptor`);
}

function outputOf({ stdout, stderr }: Streams, target: string): Output {
  if (target === '1') return stdout;
  if (target === '2') return stderr;
  throw new RedirectFault(`${target}: Bad file descriptor`);
}

function read(files: FileSystem, path: string, target: string): Buffer {
  try {
    return files.read(path);
  } catch (error) {
    if (error instanceof FileFault) throw new RedirectFault(`can't open ${target}: ${error.reason}`);
    throw error;
  }
}

function open(files: FileSystem, path: string, target: string, isAppended: boolean): Output {
  try {
    return growing(files, path, isAppended);
  } catch (error) {
    if (error instanceof FileFault) throw new RedirectFault(`can't create ${target}: ${error.reason}`);
    throw error;
  }
}
