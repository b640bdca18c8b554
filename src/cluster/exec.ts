import type { IncomingMessage } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Status } from '../petset/kubernetes-status.js';
import type { ApiError } from './api-error.js';
import { FIELD_MANAGER } from './client.js';
import { type Clock, every } from './clock.js';
import type { Connection } from './connection.js';
import { asConnectionError, ConnectionError } from './connection-error.js';
import { objectPath, RESOURCES } from './resource.js';
import { errorFrom, isStatus, readAll, statusError } from './response.js';
import { refuseToWrite } from './transport.js';
import { unanswered } from './unanswered.js';

/** What goes over which channel. Source: kubernetes apimachinery pkg/util/remotecommand, v4 and v5.channel.k8s.io. */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, close: 255 } as const;
/** v5 can say that standard input has ended; servers before 1.30 have v4 alone. */
const V5 = 'v5.channel.k8s.io';
const PROTOCOLS = [V5, 'v4.channel.k8s.io'];

/** Milliseconds between two questions whether the other end is still there, and after which one that is silent is not. */
const HEARTBEAT = 10_000;
const SILENT_FOR = 30_000;
/** Bytes of standard input that may be on their way before it has to wait. */
const MOST_WAITING_BYTES = 1024 * 1024;

export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  /** The server chooses where there is only one. */
  readonly container?: string | undefined;
  readonly command: readonly string[];
  /** Without it the command has no standard input. */
  readonly stdin?: Readable;
  /** Neither is ended by us. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly clock: Clock;
  /** Breaks the connection. What becomes of the command then is up to the runtime of its container. */
  readonly signal: AbortSignal;
}

/** The exit code of the command, or why there is none; `hasBegun` where it may have run all the same. */
export type ExecEnd =
  | { readonly ok: true; readonly exitCode: number }
  | { readonly ok: false; readonly error: ApiError; readonly hasBegun: boolean };

/** Runs a command in a container of a pod, over a WebSocket, as `kubectl exec` does. */
export async function execIn(connection: Connection, request: ExecRequest): Promise<ExecEnd> {
  try {
    const socket = await openTwice(connection, request);
    return socket instanceof Refusal
      ? { ok: false, error: socket.error, hasBegun: false }
      : await converse(socket, connection, request);
  } catch (error) {
    return { ok: false, error: unanswered(connection, error), hasBegun: false };
  }
}

/** The server has answered, but not with a WebSocket. */
class Refusal {
  readonly error: ApiError;

  constructor(error: ApiError) {
    this.error = error;
  }
}

/** With fresh credentials once more where the first ones were refused: they may just have rotated. */
async function openTwice(connection: Connection, request: ExecRequest): Promise<WebSocket | Refusal> {
  const first = await open(connection, request);
  if (!(first instanceof Refusal) || first.error.from !== 'server' || first.error.code !== 401) return first;
  connection.forgetCredentials();
  return open(connection, request);
}

async function open(connection: Connection, request: ExecRequest): Promise<WebSocket | Refusal> {
  refuseToWrite(connection, 'exec');
  const { headers, agent } = await connection.credentials();
  // Most commands need none.
  const { WebSocket } = await import('ws');
  const { signal } = request;
  if (signal.aborted) throw new ConnectionError('the request was called off', 'ABORT_ERR');
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(urlOf(connection, request), PROTOCOLS, {
      agent,
      headers: Object.fromEntries(Object.entries({ 'user-agent': FIELD_MANAGER, ...headers })),
      handshakeTimeout: SILENT_FOR,
      perMessageDeflate: false,
    });
    const callOff = (): void => socket.terminate();
    signal.addEventListener('abort', callOff, { once: true });
    const settle = (end: () => void): void => {
      signal.removeEventListener('abort', callOff);
      end();
    };
    socket.on('error', (error) => settle(() => reject(asConnectionError(error))));
    socket.on('unexpected-response', (_sent, response) => {
      connection.answered();
      readRefusal(response).then((refusal) => settle(() => resolve(refusal)), reject);
    });
    socket.on('open', () => {
      connection.answered();
      // Nothing may come before somebody listens.
      socket.pause();
      settle(() => resolve(socket));
    });
  });
}

function urlOf({ server }: Connection, { namespace, pod, container, command, stdin }: ExecRequest): URL {
  const query = new URLSearchParams();
  for (const word of command) query.append('command', word);
  if (container !== undefined) query.set('container', container);
  for (const stream of ['stdout', 'stderr', ...(stdin ? ['stdin'] : [])]) query.set(stream, 'true');
  const path = `${objectPath(RESOURCES.pods, namespace, pod)}/exec?${query.toString()}`;
  const url = new URL(server.pathname.replace(/\/$/, '') + path, server);
  url.protocol = server.protocol === 'http:' ? 'ws:' : 'wss:';
  return url;
}

async function readRefusal(response: IncomingMessage): Promise<Refusal> {
  response.setEncoding('utf8');
  const { statusCode: status = 0, headers } = response;
  const answer = { status, headers, chunks: response as AsyncIterable<string> };
  return new Refusal(statusError(answer, await readAll(answer).catch(() => '')));
}

/** Passes on what either side says, until the server says how the command ended. */
function converse(socket: WebSocket, connection: Connection, request: ExecRequest): Promise<ExecEnd> {
  const { stdout, stderr, stdin, signal } = request;
  return new Promise((resolve) => {
    let end: ExecEnd | undefined;
    let why = new ConnectionError('the connection was lost before the command ended', 'ECONNRESET');
    const stopAsking = keepAlive(socket, request.clock);
    const callOff = (): void => {
      why = new ConnectionError('the command was called off', 'ABORT_ERR');
      socket.terminate();
    };
    const stopReading = stdin === undefined ? () => undefined : sendInput(stdin, socket);
    socket.on('message', (data) => {
      if (!Buffer.isBuffer(data)) return;
      const body = data.subarray(1);
      if (data[0] === CHANNEL.stdout) pass(body, stdout, socket);
      else if (data[0] === CHANNEL.stderr) pass(body, stderr, socket);
      else if (data[0] === CHANNEL.error) end = readEnd(body.toString());
    });
    socket.on('error', (error) => {
      why = asConnectionError(error);
    });
    socket.on('close', () => {
      stopAsking();
      stopReading();
      signal.removeEventListener('abort', callOff);
      resolve(end ?? { ok: false, error: unanswered(connection, why), hasBegun: true });
    });
    if (signal.aborted) callOff();
    else signal.addEventListener('abort', callOff, { once: true });
    socket.resume();
  });
}

function pass(body: Buffer, stream: Writable, socket: WebSocket): void {
  if (body.length === 0 || stream.write(body)) return;
  socket.pause();
  stream.once('drain', () => socket.resume());
}

/** A command may be silent for hours; a connection that is dead is not one of them. */
function keepAlive(socket: WebSocket, clock: Clock): () => void {
  let heardAt = clock.now();
  const hear = (): void => {
    heardAt = clock.now();
  };
  socket.on('pong', hear);
  socket.on('message', hear);
  return every(clock, HEARTBEAT, () => {
    if (clock.now() - heardAt > SILENT_FOR) socket.terminate();
    else if (!socket.isPaused) socket.ping();
    // What waits to be read is no silence.
    else hear();
  });
}

function sendInput(stdin: Readable, socket: WebSocket): () => void {
  const send = (chunk: Buffer | string): void => {
    const frame = Buffer.concat([Buffer.of(CHANNEL.stdin), Buffer.from(chunk)]);
    socket.send(frame, () => {
      if (socket.bufferedAmount < MOST_WAITING_BYTES) stdin.resume();
    });
    if (socket.bufferedAmount >= MOST_WAITING_BYTES) stdin.pause();
  };
  const end = (): void => {
    if (socket.protocol === V5) socket.send(Buffer.of(CHANNEL.close, CHANNEL.stdin));
  };
  stdin.on('data', send);
  stdin.on('end', end);
  return () => {
    stdin.off('data', send);
    stdin.off('end', end);
    stdin.pause();
  };
}

/** What the error channel says at the end: success, an exit code, or why the command did not run. */
function readEnd(text: string): ExecEnd {
  const status = parseStatus(text);
  if (status.status === 'Success') return { ok: true, exitCode: 0 };
  const exitCode = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && exitCode !== undefined) return { ok: true, exitCode: Number(exitCode) };
  return { ok: false, error: errorFrom(status, 500), hasBegun: true };
}

/** The status that comes over this channel does not say that it is one. */
function parseStatus(text: string): Status {
  try {
    const status: unknown = { kind: 'Status', ...(JSON.parse(text) as object) };
    if (isStatus(status)) return status;
  } catch {
    // Then it is said in words.
  }
  return { kind: 'Status', message: text };
}
