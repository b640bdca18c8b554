import { expect, test } from 'vitest';
import { Cache } from '../../../src/cluster/cache.js';
import { Client } from '../../../src/cluster/client.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { remove } from '../../../src/controller/writes.js';
import type { Pod, Served } from '../../../src/petset/kubernetes.js';
import { FakeClock } from '../../fixtures/clock.js';

function pod(uid: string, resourceVersion: string): Served<Pod> {
  const metadata = { name: 'web-0', namespace: 'ns', uid, resourceVersion };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } };
}

test('what has the name by the time that a deletion is answered stays as it is', async () => {
  const store = new Cache<Pod>();
  store.replace([pod('old', '5')], '10');
  const deletion = (): Promise<unknown> => {
    store.show('DELETED', pod('old', '11'));
    store.show('ADDED', pod('new', '12'));
    return Promise.resolve({ ok: true, value: undefined });
  };
  const client = Object.create(Client.prototype, { delete: { value: deletion } }) as Client;
  const shelf = { resource: RESOURCES.pods, store };
  await remove({ client, clock: new FakeClock() }, shelf, { namespace: 'ns', name: 'web-0', uid: 'old' });
  expect(store.get('ns', 'web-0')?.metadata).toMatchObject({ uid: 'new' });
  expect(store.get('ns', 'web-0')?.metadata).not.toHaveProperty('deletionTimestamp');
});
