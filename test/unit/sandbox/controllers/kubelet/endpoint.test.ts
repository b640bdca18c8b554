import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KubeletEndpoint } from '../../../../../src/sandbox/controllers/kubelet/endpoint.js';
import { speedUp } from '../../../../../src/sandbox/platform/clock.js';
import { SteppedClock } from '../../stepped-clock.js';

describe('a kubelet', () => {
  let endpoint: KubeletEndpoint;
  beforeAll(async () => {
    endpoint = new KubeletEndpoint('t', speedUp(new SteppedClock(), 1));
    await endpoint.listen();
  });
  afterAll(() => endpoint.close());

  const ask = async (target: string, headers: string): Promise<string> => {
    const socket = connect(endpoint.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.end(`GET ${target} HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer t\r\n${headers}\r\n`);
    return text(socket);
  };

  it.each([
    ['//', 'Connection: close\r\n'],
    ['/%E0', 'Connection: close\r\n'],
    ['//', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'],
    ['/exec/%E0', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'],
  ])('refuses the target %s that it cannot read (%j)', async (target, headers) => {
    expect(await ask(target, headers)).toMatch(/^HTTP\/1\.1 400 /);
  });
});
