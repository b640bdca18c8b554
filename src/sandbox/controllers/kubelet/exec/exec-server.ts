import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import { isRunningRecord } from '../container-record.js';
import type { Machines } from '../machines.js';
import type { PodWorker } from '../pod-worker.js';
import { ExecSession, readExecRequest } from './exec-session.js';

/** Lets the API server run commands in containers, over WebSockets. */
export class ExecServer {
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first ?? false });

  /** `worker` is the pod, if there is one. */
  serve(
    connection: { request: IncomingMessage; socket: Duplex; head: Buffer },
    { worker, container, machines }: { worker: PodWorker | undefined; container: string; machines: Machines },
  ): void {
    const { request, socket, head } = connection;
    const record = worker?.records.find((one) => one.container.name === container);
    if (worker === undefined) refuse(socket, 404, 'pod does not exist');
    else if (record === undefined || !isRunningRecord(record))
      refuse(socket, 500, `container not found ("${container}")`);
    else {
      const { searchParams } = new URL(request.url ?? '', 'http://kubelet');
      this.#sockets.handleUpgrade(request, socket, head, (opened) => {
        void new ExecSession(opened, record, readExecRequest(searchParams)).run(machines.of(worker, record));
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
