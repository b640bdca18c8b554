import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { SimulatedClock } from '../../platform/clock.js';
import { ExecServer, refuse } from './exec/exec-server.js';
import type { Answer } from './logs.js';
import { readLog } from './logs.js';
import type { Machines } from './machines.js';
import type { PodWorker } from './pod-worker.js';

type FindWorker = (namespace: string, pod: string) => PodWorker | undefined;

/** What a kubelet serves to the API server: logs, and commands that run in containers, and what they run themselves. */
export class KubeletEndpoint {
  readonly #http: Server;
  readonly #clock: SimulatedClock;
  readonly #exec = new ExecServer();
  #find: FindWorker = () => undefined;
  #machines: Machines | undefined;

  /** `token` is what the API server has to show. */
  constructor(token: string, clock: SimulatedClock) {
    this.#clock = clock;
    const isAllowed = ({ headers }: IncomingMessage): boolean => headers.authorization === `Bearer ${token}`;
    this.#http = createServer((request, response) => {
      send(response, isAllowed(request) ? this.#answer(request.url ?? '') : UNAUTHORIZED);
    });
    this.#http.on('upgrade', (request, socket, head) => {
      if (isAllowed(request)) this.#upgrade(request, socket, head);
      else refuse(socket, 401, 'Unauthorized');
    });
  }

  /** On any port, unless one is given. */
  listen(port = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  get port(): number {
    const address = this.#http.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** From now on answers with what these workers know. */
  serve(find: FindWorker, machines: Machines): void {
    this.#find = find;
    this.#machines = machines;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#http.close(() => resolve());
      this.#exec.close();
      this.#http.closeAllConnections();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = readTarget(request.url ?? '');
    if (target === undefined) {
      refuse(socket, UNREADABLE.code, UNREADABLE.text);
      return;
    }
    const { what, namespace, pod, container } = target;
    if (!isStream(what) || this.#machines === undefined) refuse(socket, NO_PAGE.code, NO_PAGE.text);
    else {
      const worker = this.#find(namespace, pod);
      this.#exec.serve({ request, socket, head }, { what, worker, container, machines: this.#machines });
    }
  }

  #answer(url: string): Answer {
    const target = readTarget(url);
    if (target === undefined) return UNREADABLE;
    const { what, namespace, pod, container, searchParams } = target;
    if (what !== 'containerLogs') return NO_PAGE;
    const worker = this.#find(namespace, pod);
    const record = worker?.records.find((one) => one.container.name === container);
    if (record === undefined) return { code: 400, text: `container "${container}" in pod "${pod}" is not available` };
    return readLog(record, pod, searchParams, this.#clock);
  }
}

const isStream = (what: string): what is 'exec' | 'attach' => what === 'exec' || what === 'attach';

interface KubeletTarget {
  readonly what: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly searchParams: URLSearchParams;
}

const UNAUTHORIZED: Answer = { code: 401, text: 'Unauthorized' };
const NO_PAGE: Answer = { code: 404, text: '404 page not found' };
const UNREADABLE: Answer = { code: 400, text: '400 Bad Request' };

/** `/WHAT/NAMESPACE/POD/CONTAINER?...`; nothing if it is no URL or no text that was escaped. */
function readTarget(target: string): KubeletTarget | undefined {
  try {
    const { pathname, searchParams } = new URL(target, 'http://kubelet');
    const [, what = '', namespace = '', pod = '', container = ''] = pathname.split('/').map(decodeURIComponent);
    return { what, namespace, pod, container, searchParams };
  } catch {
    return undefined;
  }
}

/** A run that is followed has printed all that it will; its end is still waited for. */
function send(response: ServerResponse, { code, text, followed }: Answer): void {
  response.writeHead(code, { 'Content-Type': 'text/plain' });
  if (followed === undefined) {
    response.end(text);
    return;
  }
  const end = (): void => void response.end();
  followed.followers.add(end);
  response.once('close', () => followed.followers.delete(end));
  response.flushHeaders();
  response.write(text);
}
