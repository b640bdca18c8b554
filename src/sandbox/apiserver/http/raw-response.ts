import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import type { Upgrade } from './tunnel.js';

/** A response to a request for an upgrade that comes to nothing: the connection ends with it. */
export function responseTo({ request, socket }: Upgrade): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  if (socket instanceof Socket) response.assignSocket(socket);
  response.once('finish', () => socket.end());
  return response;
}
