import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../fixtures/embedded.js';
import { runCommand } from '../../fixtures/world.js';

test('a server that only the proxy of the environment can reach', async () => {
  const cluster = await startEmbedded();
  const { port } = new URL(cluster.url);
  const asked: (string | undefined)[] = [];
  const proxy = createServer().listen(0, '127.0.0.1');
  proxy.on('connect', ({ url }, client: Socket) => {
    asked.push(url);
    const server = connect(Number(port), '127.0.0.1', () => client.write('HTTP/1.1 200 Fine\r\n\r\n'));
    server.pipe(client).pipe(server);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  });
  await once(proxy, 'listening');

  const env = { HTTP_PROXY: `127.0.0.1:${(proxy.address() as AddressInfo).port}` };
  const line = ['get', '--server=http://nowhere.invalid', '--kubeconfig', cluster.kubeconfig];
  expect(await runCommand(line, { env })).toMatchObject({ code: 0 });
  expect(new Set(asked)).toEqual(new Set(['nowhere.invalid:80']));
  const direct = await runCommand(line, { env: { ...env, NO_PROXY: 'invalid' } });
  expect(direct.stderr).toContain('Unable to connect to the server: getaddrinfo');

  proxy.close();
  await cluster.stop();
});
