import { Agent, request } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';

import type { Kubelets } from '../request/request.js';
import { ApiError } from '../status/api-error.js';

const refused = (address: string): string => `dial tcp ${address}: connect: connection refused`;

/** A kubelet that does not open what it was asked for, and why. */
export class KubeletRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Asks kubelets over HTTP, with the token that they expect of the API server. */
export class HttpKubelets implements Kubelets {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent = new Agent();
  readonly #sockets = new Set<WebSocket>();

  constructor(token: string) {
    this.#headers = { authorization: `Bearer ${token}` };
  }

  /** Resolves once the kubelet begins to answer. */
  get(address: string, path: string): Promise<{ code: number; body: Readable }> {
    return new Promise((resolve, reject) => {
      request(`http://${address}${path}`, { agent: this.#agent, headers: this.#headers }, (response) =>
        resolve({ code: response.statusCode ?? 0, body: response }),
      )
        // As Go's client tells it.
        .on('error', () => reject(new ApiError(500, '', `Get "https://${address}${path}": ${refused(address)}`)))
        .end();
    });
  }

  connect(address: string, path: string, protocol: string): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${address}${path}`, protocol, { headers: this.#headers });
      this.#sockets.add(socket);
      // Nothing is read before somebody listens.
      socket.once('open', () => {
        socket.pause();
        resolve(socket);
      });
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', reject);
      socket.once('unexpected-response', (_request, response) => {
        text(response)
          .then((words) => reject(new KubeletRefusal(response.statusCode ?? 0, words.trim())), reject)
          .finally(() => socket.terminate());
      });
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#agent.destroy();
  }
}
