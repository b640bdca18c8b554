import { hostname, userInfo } from 'node:os';
import process from 'node:process';
import { run } from './cli/run.js';
import { systemClock } from './cluster/clock.js';
import { INTERRUPTED } from './commands/exit-codes.js';

/** Put in by the build, from package.json. */
declare const PETSET_VERSION: string;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second Ctrl-C does not wait for anything to end in good order.
    if (interruption.signal.aborted) process.exit(INTERRUPTED);
    interruption.abort(signal);
  });
}
// Whoever reads our output may have seen enough, as `head` has.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const exitCode = await run(process.argv.slice(2), {
  version: PETSET_VERSION,
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  random: Math.random,
  whoami: `${userInfo().username}@${hostname()}:${process.pid}`,
  interrupted: interruption.signal,
});
// Nothing that is still open, such as a watch that is just ending, is worth waiting for; what was printed is.
process.stdout.write('', () => process.exit(exitCode));
