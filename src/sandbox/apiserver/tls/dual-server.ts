import { createServer as createHttpServer } from 'node:http';
import type { Listener } from '../http/listener.js';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import type { Certificate } from './certificate.js';

const HOST = '127.0.0.1';

/** The first byte of a TLS connection: a handshake record. */
const HANDSHAKE = 0x16;

/** Answers HTTP and HTTPS on one port: the first byte of a connection tells which it is. */
export class DualServer {
  readonly #http;
  readonly #https;
  readonly #front = createServer((socket) => this.#sort(socket));
  readonly #sockets = new Set<Socket>();

  constructor({ key, certificate }: Certificate, { request, upgrade }: Listener) {
    // Connections stay open between requests, and nobody has to be quick.
    const options = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 };
    this.#http = createHttpServer(options, request).on('upgrade', upgrade);
    this.#https = createHttpsServer({ ...options, key, cert: certificate }, request).on('upgrade', upgrade);
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#front.once('error', reject);
      this.#front.listen(port, HOST, () => resolve((this.#front.address() as AddressInfo).port));
    });
  }

  /** Ends all connections: watches would never end by themselves. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#front.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
      this.#http.close();
      this.#https.close();
    });
  }

  #sort(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      (first[0] === HANDSHAKE ? this.#https : this.#http).emit('connection', socket);
    });
  }
}
