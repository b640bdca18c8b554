import { Agent, request } from 'node:http';

import type { Asked, Told, Way } from '../../platform/way.js';

/** The way to any API server that speaks HTTP. */
export class HttpWay implements Way {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = url;
  }

  ask({ method, path, headers, text }: Asked): Promise<Told> {
    const length = text === '' ? {} : { 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      request(this.#url + path, { method, agent: this.#agent, headers: { ...headers, ...length } })
        .on('response', (response) => resolve({ code: response.statusCode ?? 0, body: response }))
        .on('error', reject)
        .end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
