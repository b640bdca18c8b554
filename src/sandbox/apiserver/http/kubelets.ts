import { Agent, request } from 'node:http';
import type { Readable } from 'node:stream';

import type { Kubelets } from '../request/request.js';
import { ApiError } from '../status/api-error.js';

const refused = (address: string): string => `dial tcp ${address}: connect: connection refused`;

/** Asks kubelets over HTTP, with the token that they expect of the API server. */
export class HttpKubelets implements Kubelets {
  readonly #token: string;
  readonly #agent = new Agent();

  constructor(token: string) {
    this.#token = token;
  }

  /** Resolves once the kubelet begins to answer. */
  get(address: string, path: string): Promise<{ code: number; body: Readable }> {
    const headers = { authorization: `Bearer ${this.#token}` };
    return new Promise((resolve, reject) => {
      request(`http://${address}${path}`, { agent: this.#agent, headers }, (response) =>
        resolve({ code: response.statusCode ?? 0, body: response }),
      )
        // As Go's client tells it.
        .on('error', () => reject(new ApiError(500, '', `Get "https://${address}${path}": ${refused(address)}`)))
        .end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
