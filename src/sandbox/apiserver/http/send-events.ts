import type { ServerResponse } from 'node:http';

import type { WatchReply } from '../request/request.js';
import { breakConnection } from './break-connection.js';
import { pourEvents } from './event-batch.js';
import type { Shape } from './representation.js';

/** Sends the events of a watch over HTTP. */
export function sendEvents(response: ServerResponse, reply: WatchReply, shape: Shape): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
  response.flushHeaders();
  const outlet = {
    write: (text: string) => void response.write(text),
    get waiting() {
      return response.writableLength;
    },
    get isEnded() {
      return response.writableEnded;
    },
    end: () => void response.end(),
    cut: () => breakConnection(response.req.socket),
    onClose: (act: () => void) => void response.once('close', act),
  };
  pourEvents(outlet, reply, shape);
}
