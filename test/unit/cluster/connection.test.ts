import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/cluster/clock.js';
import { connect, type Connection } from '../../../src/cluster/connection.js';

const dir = mkdtempSync(join(tmpdir(), 'petset-connection-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** To a server that nobody will ask anything. */
function connectAs(user: object): Connection {
  const kubeconfig = join(dir, 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'it',
      contexts: [{ name: 'it', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: 'https://there:6443' } }],
      users: [{ name: 'u', user }],
    }),
  );
  return connect({ kubeconfig }, { env: {}, clock: systemClock });
}

test('connections live on when credentials are read again', async () => {
  const connection = connectAs({ token: 't' });
  const { agent } = await connection.credentials();
  connection.forgetCredentials();
  expect((await connection.credentials()).agent).toBe(agent);
  connection.close();
});

test('a certificate that is none is said to be so, however often it is read', async () => {
  const none = Buffer.from('no certificate').toString('base64');
  const connection = connectAs({ 'client-certificate-data': none, 'client-key-data': none });
  for (let time = 1; time <= 2; time++) {
    await expect(connection.credentials()).rejects.toMatchObject({
      message: expect.stringMatching(/^reading certificates: .*no start line/) as string,
      code: 'CREDENTIALS',
    });
    connection.forgetCredentials();
  }
});
