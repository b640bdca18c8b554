import { execFileSync, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** A terminal, with what is typed from our pipe. */
export const hasTerminal = ((): boolean => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Runs a line of the shell on a terminal of its own; what is typed there is written to `stdin` of the child. */
export function onTerminal(line: string): ReturnType<typeof spawn> & { readonly stdin: Writable } {
  // Whatever $SHELL is, where there is none too: dash stays the parent of what it runs, and dies of a Ctrl-C itself.
  return spawn('script', ['-qec', line, '/dev/null'], { env: { ...process.env, SHELL: '/bin/sh' } });
}
