import { createServer } from 'node:http';
import type { Server } from 'node:http';

import { timestamp } from '../../platform/clock.js';
import type { ContainerRecord } from './container-record.js';
import type { PodWorker } from './pod-worker.js';

type FindWorker = (namespace: string, pod: string) => PodWorker | undefined;

/** What a kubelet serves to the API server: logs. */
export class KubeletEndpoint {
  readonly #http: Server;
  #find: FindWorker = () => undefined;

  /** `token` is what the API server has to show. */
  constructor(token: string) {
    this.#http = createServer((request, response) => {
      const isAllowed = request.headers.authorization === `Bearer ${token}`;
      const answer = isAllowed ? this.#answer(request.url ?? '') : { code: 401, text: 'Unauthorized' };
      response.writeHead(answer.code, { 'Content-Type': 'text/plain' }).end(answer.text);
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject).listen(0, '127.0.0.1', resolve);
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

  #answer(target: string): { code: number; text: string } {
    const { pathname, searchParams } = new URL(target, 'http://kubelet');
    const [, what, namespace = '', pod = '', container = ''] = pathname.split('/').map(decodeURIComponent);
    if (what !== 'containerLogs') return { code: 404, text: '404 page not found' };
    const worker = this.#find(namespace, pod);
    const record = worker?.records.find((one) => one.container.name === container);
    if (record === undefined) return { code: 400, text: `container "${container}" in pod "${pod}" is not available` };
    return readLog(record, pod, searchParams);
  }
}

function readLog(record: ContainerRecord, pod: string, query: URLSearchParams): { code: number; text: string } {
  const { container, run, lastRun, waiting } = record;
  const isPrevious = query.get('previous') === 'true';
  const shown = isPrevious ? lastRun : run;
  if (shown === undefined) {
    const who = `container "${container.name}" in pod "${pod}"`;
    if (isPrevious) return { code: 400, text: `previous terminated ${who} not found` };
    return { code: 400, text: `${who} is waiting to start: ${waiting?.reason ?? 'ContainerCreating'}` };
  }
  const time = query.get('timestamps') === 'true' ? `${timestamp(shown.startedAt)} ` : '';
  const lines = shown.log.split('\n').slice(0, shown.log.endsWith('\n') ? -1 : undefined);
  const tail = query.get('tailLines');
  const chosen = tail === null ? lines : lines.slice(Math.max(0, lines.length - Number(tail)));
  return { code: 200, text: shown.log === '' ? '' : chosen.map((line) => `${time}${line}\n`).join('') };
}
