import type { WebSocket } from 'ws';

import { Pipe } from '../../../containers/io/pipe.js';
import { BrokenPipe, Interrupted } from '../../../containers/io/streams.js';
import type { Input, Output } from '../../../containers/io/streams.js';
import { LineTerminal } from '../../../containers/io/terminal.js';
import { launch, Missing } from '../../../containers/launch.js';
import type { Process } from '../../../containers/machine.js';
import { SIMULATED } from '../../../containers/simulated.js';
import type { Container } from '../../../model/pod.js';
import type { RunningRecord } from '../container-record.js';
import { ended, exited, failed, notStarted } from './exec-status.js';
import type { Inside } from '../machines.js';

/** What goes over which channel (v4 and v5.channel.k8s.io). */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
/** In v5 alone: the channel that follows is closed. */
const CLOSE = 255;

const INTERRUPTED = 130;
const KILLED = 137;

export interface ExecRequest {
  readonly command: readonly string[];
  readonly input: boolean;
  readonly tty: boolean;
  /** The command is what the container itself runs: how it ends is told of the container, not to the client. */
  readonly isMain: boolean;
}

export function readExecRequest(query: URLSearchParams): ExecRequest {
  return { command: query.getAll('command'), input: query.has('input'), tty: query.has('tty'), isMain: false };
}

/** What whoever attaches speaks with: the command of the container, or the shell, which images like busybox start. */
export function readAttachRequest(query: URLSearchParams, { command = [], args = [] }: Container): ExecRequest {
  const words = [...command, ...args];
  return { ...readExecRequest(query), command: words.length === 0 ? ['sh'] : words, isMain: true };
}

interface Outcome {
  /** Nothing if it never ran, or ran on when its client went. */
  readonly code?: number;
  /** For the client. */
  readonly status: object;
}

/** A command in a container, and the client that speaks with it. */
export class ExecSession {
  readonly #socket: WebSocket;
  readonly #record: RunningRecord;
  readonly #request: ExecRequest;
  readonly #input = new Pipe();
  readonly #terminal: LineTerminal | undefined;
  /** Ends the command: its client went, or its container ended. */
  readonly #end = new AbortController();

  constructor(socket: WebSocket, record: RunningRecord, request: ExecRequest) {
    this.#socket = socket;
    this.#record = record;
    this.#request = request;
    this.#terminal = request.tty ? new LineTerminal(this.#output(STDOUT)) : undefined;
    if (!request.input) this.#closeInput();
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end.abort());
  }

  /** Runs the command, and tells how it ended; returns its exit code, if it has one. */
  async run(inside: Inside): Promise<number | undefined> {
    const { followers } = this.#record.run;
    const kill = (): void => this.#end.abort();
    followers.add(kill);
    const { code, status } = await this.#outcome(inside);
    followers.delete(kill);
    // Nobody reads any more: what still comes is thrown away, up to the answer of the client.
    this.#input.break();
    this.#terminal?.end();
    const frame = Buffer.concat([Buffer.of(ERROR), Buffer.from(JSON.stringify(status))]);
    this.#socket.send(frame, () => this.#socket.close(1000));
    return code;
  }

  async #outcome(inside: Inside): Promise<Outcome> {
    const { command } = this.#request;
    try {
      return this.#exited(await launch(command, this.#process(inside)));
    } catch (error) {
      if (error instanceof Missing) return { status: await this.#missing(error) };
      if (error instanceof Interrupted) return this.#end.signal.aborted ? this.#left() : this.#exited(INTERRUPTED);
      if (error instanceof BrokenPipe) return this.#left();
      // A fault of ours ends this command, and nothing else.
      return { status: failed(error instanceof Error ? error.message : String(error)) };
    }
  }

  #exited(code: number): Outcome {
    return { code, status: this.#request.isMain ? ended() : exited(this.#request.command, code) };
  }

  /** The client went. What a container runs stays, unless it was to read from its first client alone: it reads the end. */
  #left(): Outcome {
    const { isMain } = this.#request;
    if (!isMain) return this.#exited(KILLED);
    return { status: ended(), ...(this.#record.container.stdinOnce === true && { code: 0 }) };
  }

  async #missing(error: Missing): Promise<object> {
    // Not where a path is misspelt: only a program of the image may be missed.
    if (error.code === 127) await this.#streams().stderr.write(SIMULATED);
    return notStarted(this.#request.command, error, this.#record.run.id);
  }

  #process({ machine, environment }: Inside): Omit<Process, 'name' | 'args'> {
    const terminal = this.#terminal;
    const { signal } = this.#end;
    return {
      ...this.#streams(),
      signal: terminal === undefined ? signal : AbortSignal.any([signal, terminal.foreground()]),
      env: new Map([...environment, ...(terminal === undefined ? [] : ([['TERM', 'xterm']] as const))]),
      cwd: '/',
      machine,
      terminal,
    };
  }

  #streams(): { stdin: Input; stdout: Output; stderr: Output } {
    const terminal = this.#terminal;
    if (terminal !== undefined) return { stdin: terminal.input, stdout: terminal.output, stderr: terminal.output };
    return { stdin: this.#input.input, stdout: this.#output(STDOUT), stderr: this.#output(STDERR) };
  }

  #output(channel: number): Output {
    return {
      write: (data) =>
        new Promise((resolve, reject) => {
          const bytes = Buffer.concat([Buffer.of(channel), Buffer.from(data)]);
          this.#socket.send(bytes, (error) => (error ? reject(new BrokenPipe()) : resolve()));
        }),
    };
  }

  #receive(data: Buffer): void {
    const bytes = data.subarray(1);
    if (data[0] === CLOSE && bytes[0] === STDIN) this.#closeInput();
    if (data[0] !== STDIN || bytes.length === 0) return;
    void this.#hold(this.#terminal?.receive(bytes) ?? this.#input.write(bytes));
  }

  /** Takes nothing more from the client until there is room for it. */
  async #hold(written: Promise<void>): Promise<void> {
    this.#socket.pause();
    try {
      await written;
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error;
    }
    this.#socket.resume();
  }

  #closeInput(): void {
    this.#terminal?.end();
    this.#input.end();
  }
}
