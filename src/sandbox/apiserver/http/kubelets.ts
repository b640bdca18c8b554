import { Agent, request } from 'node:http';

import type { Kubelets } from '../request/request.js';

/** Asks kubelets over HTTP, with the token that they expect of the API server. */
export class HttpKubelets implements Kubelets {
  readonly #token: string;
  readonly #agent = new Agent();

  constructor(token: string) {
    this.#token = token;
  }

  get(address: string, path: string): Promise<{ code: number; text: string }> {
    const headers = { authorization: `Bearer ${this.#token}` };
    return new Promise((resolve, reject) => {
      request(`http://${address}${path}`, { agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ code: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      })
        .on('error', reject)
        .end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
