import { createServer, request } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';

import { Authenticator } from '../../../../../src/sandbox/apiserver/auth/authenticator.js';
import { Authorizer } from '../../../../../src/sandbox/apiserver/auth/authorizer.js';
import { createListener } from '../../../../../src/sandbox/apiserver/http/listener.js';
import { KindTable } from '../../../../../src/sandbox/apiserver/kinds/lookup.js';
import { Store } from '../../../../../src/sandbox/apiserver/storage/store.js';
import { ApiError } from '../../../../../src/sandbox/apiserver/status/api-error.js';
import { createRandom } from '../../../../../src/sandbox/platform/random.js';
import { SteppedClock } from '../../stepped-clock.js';

const nobody = (): Promise<never> => Promise.reject(new Error('nobody asks'));

/** A server that answers nothing but an error, whatever it is asked. */
async function failing(error: unknown): Promise<HttpServer> {
  const kinds = new KindTable();
  const clock = new SteppedClock();
  const store = new Store(kinds.collections, () => clock.now());
  const authenticator = new Authenticator();
  const authorizer = new Authorizer(store);
  const kubelets = { get: nobody, connect: nobody };
  const server = {
    kinds,
    store,
    authorizer,
    authenticator,
    clock,
    speed: 1,
    random: createRandom(),
    kubelets,
    mutate: () => undefined,
  };
  authenticator.add('t', { name: 'admin', groups: ['system:masters'] });
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything can be thrown
  const { request: answer } = createListener(server, authenticator, { pass: () => Promise.reject(error) });
  const http = createServer(answer).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return http;
}

describe('an error inside of the server', () => {
  let http: HttpServer | undefined;
  afterEach(() => http?.close());

  const ask = async (error: unknown): Promise<string> => {
    http = await failing(error);
    const address = http.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/version', headers: { authorization: 'Bearer t' } })
        .on('response', (response) => void text(response).then(resolve, reject))
        .on('error', reject)
        .end();
    });
  };

  it('is told without where it is from', async () => {
    expect(JSON.parse(await ask(new TypeError('no such thing')))).toMatchObject({
      code: 500,
      message: 'Internal error occurred: no such thing',
      details: { causes: [{ message: 'no such thing' }] },
    });
  });

  it('is told in so many letters and no more', async () => {
    expect((await ask(new Error('x'.repeat(100_000)))).length).toBeLessThan(3000);
  });

  it('ends the connection if it cannot be told', async () => {
    class Unspeakable extends ApiError {
      override get status(): never {
        throw new RangeError('Invalid string length');
      }
    }
    await expect(ask(new Unspeakable(500, '', ''))).rejects.toThrow('socket hang up');
  });
});
