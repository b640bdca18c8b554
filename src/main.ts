import { setMaxListeners } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import process from 'node:process';
import { complaintAboutNode } from './cli/node-version.js';
import type { Vocabulary } from './cli/vocabulary.js';
import { systemClock } from './cluster/clock.js';
import type { Host, World } from './commands/command.js';
import { BROKEN_PIPE, INTERRUPTED } from './commands/exit-codes.js';

/** Put in by the build, from package.json. */
declare const PETSET_VERSION: string;
/** The same: the versions of Node that this runs on. */
declare const PETSET_ENGINES: string;
/** The words of all commands, as JSON: put in by the build, for nobody has the time to load what they do. */
declare const PETSET_VOCABULARY: string;

const interruption = new AbortController();
// As many pets as there are may be worked on at once; that is no leak.
setMaxListeners(0, interruption.signal);
let isCtrlCOurs = true;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (signal === 'SIGINT' && !isCtrlCOurs) return;
    // The second Ctrl-C does not wait for anything to end in good order.
    if (interruption.signal.aborted) process.exit(INTERRUPTED);
    interruption.abort(signal);
  });
}

const host: Host = {
  atExit: (lastWill) => {
    process.on('exit', lastWill);
    return () => void process.off('exit', lastWill);
  },
  yieldCtrlC: () => {
    isCtrlCOurs = false;
    return () => {
      isCtrlCOurs = true;
    };
  },
  hasTerminal: () => {
    try {
      closeSync(openSync('/dev/tty', 'r+'));
      return true;
    } catch {
      return false;
    }
  },
  signalGroup: (leader, signal) => {
    try {
      return process.kill(-leader, signal);
    } catch {
      // Nobody of the group is left, or nobody who is ours.
      return false;
    }
  },
};

/** The exit code that output demands which went nowhere; nothing as long as all is read. */
let outputGone: number | undefined;

/** A stream that may be closed, or full. */
function heeded(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads it has seen enough, as `head` has, or the terminal is gone. A full disk is told.
    const isClosed = error.code === 'EPIPE' || error.code === 'EIO';
    if (outputGone === undefined && !isClosed) process.stderr.write(`error: cannot print: ${error.message}\n`);
    outputGone ??= isClosed ? BROKEN_PIPE : 1;
    interruption.abort('SIGPIPE');
  });
}

/** What `make` makes, once somebody asks for it: a stream, or who we are, costs as much as half a request. */
function whenAsked<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const stdout = whenAsked(() => heeded(process.stdout));
const stderr = whenAsked(() => heeded(process.stderr));
const whoami = whenAsked(() => `${userName()}@${hostname()}:${process.pid}`);

/** A container may run as a user that its image knows nothing of. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'somebody');
  }
}

const world: World = {
  version: PETSET_VERSION,
  env: process.env,
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return stdout();
  },
  get stderr() {
    return stderr();
  },
  clock: systemClock,
  random: Math.random,
  get whoami() {
    return whoami();
  },
  interrupted: interruption.signal,
  host,
};

/** Only what the command line asks for is loaded. */
async function start(argv: readonly string[]): Promise<number> {
  const vocabulary = JSON.parse(PETSET_VOCABULARY) as Vocabulary;
  const [verb, ...words] = argv;
  if (verb === '__complete') {
    const { complete } = await import('./cli/complete/complete.js');
    return complete(words, vocabulary, { startedAt: performance.timeOrigin, world });
  }
  const complaint = complaintAboutNode(process.versions.node, PETSET_ENGINES);
  if (complaint !== undefined) {
    process.stderr.write(complaint);
    return 1;
  }
  const { run } = await import('./cli/run.js');
  return run(argv, vocabulary, world);
}

// One file of CommonJS, as single executables want it, has no await out here.
void start(process.argv.slice(2)).then((exitCode) => {
  // Nothing that is still open, such as a watch that is just ending, is worth waiting for; what was printed is, or that it could not be.
  stdout().write('', () => setImmediate(() => process.exit(outputGone ?? exitCode)));
});
