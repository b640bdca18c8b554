import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

import { isObject, parseJson } from '../../model/json.js';
import type { Kubelets, UpgradeReply } from '../request/request.js';
import { ApiError } from '../status/api-error.js';
import { KubeletRefusal } from './kubelets.js';

/** What clients speak, the better one first: v5 can tell that standard input has ended. */
const V5 = 'v5.channel.k8s.io';
const PROTOCOLS = [V5, 'v4.channel.k8s.io'];

const ERROR_CHANNEL = 3;

/** How a WebSocket is closed when all is said. */
const NORMAL = 1000;

/** How much may wait for the slower end until the other one has to. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** An upgrade of a connection that a client asked for. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

const server = (protocol: string): WebSocketServer =>
  new WebSocketServer({ noServer: true, handleProtocols: () => protocol });

/** Connects a client with a kubelet. Throws what is to be answered instead, as long as nothing was. */
export async function tunnel(upgrade: Upgrade, { address, path }: UpgradeReply, kubelets: Kubelets): Promise<void> {
  const protocol = chooseProtocol(upgrade.request);
  const opened = await open(kubelets, { address, path, protocol });
  // The newer protocol is answered first, and then told what went wrong (apiserver pkg/util/proxy, streamtranslator.go).
  if (opened instanceof Error && protocol !== V5) throw asApiError(opened);
  const client = accept(upgrade, protocol);
  if (opened instanceof Error) {
    if (client !== undefined) tellError(client, unableToUpgrade(opened));
  } else if (client !== undefined) relay(client, opened, protocol === V5);
  // Nobody is there to relay to: what runs behind the kubelet shall end, too.
  else opened.terminate();
}

/** The client's end; nothing if it has gone meanwhile, or shook hands wrongly. */
function accept({ request, socket, head }: Upgrade, protocol: string): WebSocket | undefined {
  const clients: WebSocket[] = [];
  server(protocol).handleUpgrade(request, socket, head, (client) => clients.push(client));
  return clients[0];
}

function chooseProtocol({ headers }: IncomingMessage): string {
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    throw new ApiError(
      400,
      'BadRequest',
      `the embedded cluster speaks WebSocket, not ${headers.upgrade ?? ''}: kubectl 1.31 and newer do so unless KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false`,
    );
  }
  const asked = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  const chosen = PROTOCOLS.find((one) => asked.includes(one));
  if (chosen !== undefined) return chosen;
  const words = `requested protocol(s) are not supported: [${asked.join(' ')}]; supports [${PROTOCOLS.join(' ')}]`;
  throw new ApiError(403, 'Forbidden', words);
}

async function open(
  kubelets: Kubelets,
  { address, path, protocol }: { address: string; path: string; protocol: string },
): Promise<WebSocket | Error> {
  try {
    return await kubelets.connect(address, path, protocol);
  } catch (error) {
    if (error instanceof KubeletRefusal) return error;
    return new Error(`error dialing backend: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const asApiError = (error: Error): ApiError =>
  error instanceof KubeletRefusal ? new ApiError(error.code, '', error.message) : new ApiError(500, '', error.message);

const unableToUpgrade = (error: Error): string =>
  error instanceof KubeletRefusal ? `unable to upgrade connection: ${error.message}` : error.message;

function tellError(client: WebSocket, words: string): void {
  client.send(errorFrame(internalError(words)), () => client.close(NORMAL));
}

/** A Status of the server's own making, in the order of the Go struct. */
const internalError = (words: string): object => ({
  metadata: {},
  status: 'Failure',
  message: `Internal error occurred: ${words}`,
  reason: 'InternalError',
  details: { causes: [{ message: words }] },
  code: 500,
});

const errorFrame = (status: object): Buffer =>
  Buffer.concat([Buffer.of(ERROR_CHANNEL), Buffer.from(JSON.stringify(status))]);

/** Passes on what either end says until one of them is done. The server reads what the kubelet ends with, and words it anew. */
function relay(client: WebSocket, kubelet: WebSocket, isTranslated: boolean): void {
  pass(client, kubelet, (frame) => frame);
  pass(kubelet, client, (frame) => (isTranslated && frame[0] === ERROR_CHANNEL ? translated(frame) : frame));
  kubelet.resume();
}

function pass(from: WebSocket, to: WebSocket, change: (frame: Buffer) => Buffer): void {
  from.on('message', (data: Buffer, isBinary) => {
    to.send(change(data), { binary: isBinary }, () => {
      if (to.bufferedAmount < MOST_WAITING_BYTES) from.resume();
    });
    if (to.bufferedAmount >= MOST_WAITING_BYTES) from.pause();
  });
  from.on('error', () => undefined);
  from.once('close', () => to.close(NORMAL));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The server has read the Status as a client, and tells it as an error of its own. */
function translated(frame: Buffer): Buffer {
  const status = parseJson(frame.subarray(1).toString());
  if (!isObject(status) || status.status === 'Success') return frame;
  const { reason, details, message } = status;
  if (reason !== 'NonZeroExitCode') return errorFrame(internalError(textOf(message)));
  const [cause] = isObject(details) && Array.isArray(details.causes) ? details.causes : [];
  const code = isObject(cause) ? textOf(cause.message) : '';
  const words = `command terminated with non-zero exit code: command terminated with exit code ${code}`;
  return errorFrame({ ...status, message: words });
}
