import type { FileSystem } from './files/file-system.js';
import type { Input, Output } from './io/streams.js';

/** A simulated container, as the programs in it see it. */
export interface Machine {
  readonly files: FileSystem;
  readonly hostname: string;
  /** The name that it has in the cluster, as `hostname -f` tells it. */
  readonly fullName: string;
  /** Its own address. */
  readonly ip: string;
  readonly uid: number;
  readonly gid: number;
  readonly network: Network;
  readonly programs: ReadonlyMap<string, Program>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Rejects when the signal comes first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Streams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Ends what waits. */
  readonly signal: AbortSignal;
}

export interface Terminal {
  /** A signal for what runs in the foreground from now on: the interrupt key aborts it. */
  foreground(): AbortSignal;
}

/** A program that runs in a container. */
export interface Process extends Streams {
  readonly name: string;
  /** Without the name. */
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly machine: Machine;
  /** Set when it reads from a terminal and writes there. */
  readonly terminal: Terminal | undefined;
}

/** Returns an exit code. */
export type Program = (process: Process) => number | Promise<number>;

/** What a name stands for. */
export interface Found {
  /** With its domain. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** The name that it is another name of. */
  readonly alias?: string;
}

export interface ServiceRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

export interface HttpAnswer {
  readonly code: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Who listens at a port. */
export interface Listener {
  answer(method: string, path: string): HttpAnswer;
}

export interface Network {
  /** The name server that is asked. */
  readonly server: string;
  /** Looks a name up as the C library does: in /etc/hosts, then by way of the search domains. */
  lookup(name: string): Found | undefined;
  /** Asks the name server alone. */
  query(name: string): Found | undefined;
  querySrv(name: string): { name: string; records: readonly ServiceRecord[] } | undefined;
  /** The names of an address. */
  reverse(ip: string): readonly string[];
  connect(ip: string, port: number): Listener | 'refused' | 'unreachable';
}
