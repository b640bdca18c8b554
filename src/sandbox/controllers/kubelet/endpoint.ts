import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';

import type { SimulatedClock } from '../../platform/clock.js';
import type { Answer } from './logs.js';
import { readLog } from './logs.js';
import type { PodWorker } from './pod-worker.js';

type FindWorker = (namespace: string, pod: string) => PodWorker | undefined;

/** What a kubelet serves to the API server: logs. */
export class KubeletEndpoint {
  readonly #http: Server;
  readonly #clock: SimulatedClock;
  #find: FindWorker = () => undefined;

  /** `token` is what the API server has to show. */
  constructor(token: string, clock: SimulatedClock) {
    this.#clock = clock;
    this.#http = createServer((request, response) => {
      const isAllowed = request.headers.authorization === `Bearer ${token}`;
      const answer: Answer = isAllowed ? this.#answer(request.url ?? '') : { code: 401, text: 'Unauthorized' };
      send(response, answer);
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
  serve(find: FindWorker): void {
    this.#find = find;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  #answer(target: string): Answer {
    const { pathname, searchParams } = new URL(target, 'http://kubelet');
    const [, what, namespace = '', pod = '', container = ''] = pathname.split('/').map(decodeURIComponent);
    if (what !== 'containerLogs') return { code: 404, text: '404 page not found' };
    const worker = this.#find(namespace, pod);
    const record = worker?.records.find((one) => one.container.name === container);
    if (record === undefined) return { code: 400, text: `container "${container}" in pod "${pod}" is not available` };
    return readLog(record, pod, searchParams, this.#clock);
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
