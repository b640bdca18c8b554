import type { Clock } from '../cluster/clock.js';
import type { connect } from '../cluster/connection.js';
import type { Output } from '../render/output.js';
import type { Flag } from './flag.js';

/** What only the process can do. */
export interface Host {
  /** Has something done when the process ends, however it does: synchronously, it is the last thing. Answers with how to call it off. */
  atExit(lastWill: () => void): () => void;
  /** Whether a program that we start could ask its user something, wherever its streams lead. */
  hasTerminal(): boolean;
  /** Leaves Ctrl-C to a program that runs on the same terminal. Answers with how to have it back. */
  yieldCtrlC(): () => void;
  /** Sends a signal to a process and all its children that are of its group; 0 only asks. Answers whether there was anybody to get it. */
  signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean;
}

/** All of the world outside that a command may touch. Only main.ts makes one from the process. */
export interface World {
  /** Of this program. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Who and where we are: `user@host:pid`. */
  readonly whoami: string;
  /** Aborts when the user has had enough (Ctrl-C), or nobody reads what we print (SIGPIPE); its reason is the signal's name. */
  readonly interrupted: AbortSignal;
  readonly host: Host;
  /** What is done is done to a copy of a set. */
  readonly isRehearsal?: boolean;
  /** How clusters are reached, where it is not as the flags and the environment say. */
  readonly connect?: typeof connect;
}

/** What stands on the command line, by flag and by argument; behind `--`, what stands there. */
export type Args = Readonly<Record<string, unknown>>;

/** What the overview shows commands under, in this order; within each they stand as in the table of commands. */
export const GROUPS = ['Basic', 'Rollout', 'Troubleshooting', 'Controller', 'Migration', 'Advanced', 'Other'] as const;

/** What there is to say of a command: plain data, of which help, completion and the reference are made. */
export interface CommandWords {
  /** `scale <NAME>`; an argument that need not be there is in brackets, and there may be more of one with dots: `get [NAME]`, `run [NAME..]`. */
  readonly usage: string;
  /** What help shows behind the name, where that is more than the arguments and `[options]`. */
  readonly synopsis?: string;
  readonly group: (typeof GROUPS)[number];
  /** One line of the overview, of at most 62 columns. */
  readonly describe: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly options: Readonly<Record<string, Flag>>;
  /** What else there is to know; its lines have at most 80 columns. */
  readonly manual?: string;
  /** What it ends with at least where it fails, because 1 has a meaning of its own. */
  readonly failsWith?: number;
}

/** A verb of ours. The table of commands is all that there is to adding one. */
export interface Command extends CommandWords {
  /** Answers with the exit code. Throws a `Failure` for the user. Ends when the user interrupts it. */
  readonly run: (args: Args, world: World) => Promise<number>;
}
