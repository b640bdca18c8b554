import type { ServerResponse } from 'node:http';

import type { WatchReply } from '../request/request.js';
import { breakConnection } from './break-connection.js';
import { showEvent } from './representation.js';
import type { Shape } from './representation.js';

/**
 * How much may wait for a client that reads slowly, beyond what it was sent at first: far more than clients fall behind
 * while thousands of pods start, and still what a process can hold for several of them.
 */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Sends the events of a watch, none is left out. A client that does not keep up finds its watch ended, as a server ends
 * it (apiserver pkg/storage/cacher/cache_watcher.go), and goes on from the last event that it read.
 */
export function sendEvents(response: ServerResponse, reply: WatchReply, shape: Shape): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
  response.flushHeaders();
  const events = new Batch(response);
  let isFirst = true;
  const stop = reply.open({
    send: ({ type, object }) => {
      events.add(showEvent(reply.kind, type, object, shape, isFirst));
      isFirst = false;
    },
    end: () => {
      events.flush();
      response.end();
    },
    cut: () => {
      events.flush();
      breakConnection(response.req.socket);
    },
  });
  events.flush();
  events.most = response.writableLength + MOST_WAITING_BYTES;
  response.once('close', stop);
}

/** What happens at once goes out at once: a system call a client and event is what a busy server would do most. */
class Batch {
  readonly #response: ServerResponse;
  #texts: string[] = [];
  /** Bytes that may wait until the client is given up. */
  most = Infinity;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  add(text: string): void {
    if (this.#texts.push(text) === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    const texts = this.#texts;
    this.#texts = [];
    if (texts.length === 0 || this.#response.writableEnded) return;
    this.#response.write(texts.join(''));
    if (this.#response.writableLength > this.most) this.#response.end();
  }
}
