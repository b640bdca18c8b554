import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import { isRunningRecord } from '../container-record.js';
import type { Machines } from '../machines.js';
import type { PodWorker } from '../pod-worker.js';
import { ExecSession, readAttachRequest, readExecRequest } from './exec-session.js';

/** What of which container. */
interface Wanted {
  readonly what: 'exec' | 'attach';
  /** The pod, if there is one. */
  readonly worker: PodWorker | undefined;
  readonly container: string;
  readonly machines: Machines;
}

/** Lets the API server run commands in containers, and speak with what they run, over WebSockets. */
export class ExecServer {
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first ?? false });

  serve(
    connection: { request: IncomingMessage; socket: Duplex; head: Buffer },
    { what, worker, container, machines }: Wanted,
  ): void {
    const { request, socket, head } = connection;
    const record = worker?.records.find((one) => one.container.name === container);
    if (worker === undefined) refuse(socket, 404, 'pod does not exist');
    else if (record === undefined || !isRunningRecord(record))
      refuse(socket, 500, `container not found ("${container}")`);
    else {
      const { searchParams } = new URL(request.url ?? '', 'http://kubelet');
      const read = what === 'exec' ? readExecRequest(searchParams) : readAttachRequest(searchParams, record.container);
      const { run } = record;
      this.#sockets.handleUpgrade(request, socket, head, (opened) => {
        const ended = new ExecSession(opened, record, read).run(machines.of(worker, record));
        if (what === 'attach') void ended.then((code) => code !== undefined && worker.exit(record, run, code));
      });
    }
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }
}

/** Answers a request for an upgrade with words. */
export function refuse(socket: Duplex, code: number, words: string): void {
  socket.end(
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${words.length}\r\nConnection: close\r\n\r\n${words}`,
  );
}
