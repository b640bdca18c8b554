import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Ends a connection as a crash does: no end of the answer, no farewell. What lies under TLS can only be closed. */
export function breakConnection(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
