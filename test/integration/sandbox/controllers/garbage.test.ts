import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

describe('the garbage collector', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const create = async (name: string, owners: readonly object[] = []): Promise<object> => {
    const { body } = await cluster.post(MAPS, { metadata: { name, ownerReferences: owners } });
    return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: textAt(body, 'metadata.uid') };
  };

  it('deletes what has lost its owner, and what that owned', async () => {
    const owner = await create('grandmother');
    const child = await create('mother', [owner]);
    await create('daughter', [child]);
    await cluster.delete(`${MAPS}/grandmother`);
    await cluster.gone(`${MAPS}/daughter`);
    expect((await cluster.get(`${MAPS}/mother`)).code).toBe(404);
  });

  it('deletes what names an owner that never was', async () => {
    await create('foundling', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'none' }]);
    await cluster.gone(`${MAPS}/foundling`);
  });

  it('leaves what has another owner, without the reference to the lost one', async () => {
    const [first, second] = [await create('first'), await create('second')];
    await create('shared', [first, second]);
    await cluster.delete(`${MAPS}/first`);
    const shared = await cluster.until(`${MAPS}/shared`, (map) => at(map, 'metadata.ownerReferences.1') === undefined);
    expect(at(shared, 'metadata.ownerReferences')).toEqual([second]);
  });

  it('orphans when it is told to', async () => {
    const owner = await create('parting');
    await create('orphan', [owner]);
    await cluster.delete(`${MAPS}/parting`, { propagationPolicy: 'Orphan' });
    await cluster.gone(`${MAPS}/parting`);
    expect(at((await cluster.get(`${MAPS}/orphan`)).body, 'metadata.ownerReferences')).toBeUndefined();
  });

  it('in the foreground lets the owner go last', async () => {
    const owner = await create('last');
    await cluster.post(MAPS, {
      metadata: {
        name: 'before',
        finalizers: ['example.com/hold'],
        ownerReferences: [{ ...owner, blockOwnerDeletion: true }],
      },
    });
    const { body } = await cluster.delete(`${MAPS}/last`, { propagationPolicy: 'Foreground' });
    expect(at(body, 'metadata.finalizers')).toEqual(['foregroundDeletion']);
    await cluster.until(`${MAPS}/before`, (map) => at(map, 'metadata.deletionTimestamp') !== undefined);
    expect((await cluster.get(`${MAPS}/last`)).code).toBe(200);
    await cluster.patch(`${MAPS}/before`, { metadata: { finalizers: null } });
    await cluster.gone(`${MAPS}/last`);
  });

  it('in the foreground does not wait for what another owner holds', async () => {
    const [leaving, staying] = [await create('leaving'), await create('staying')];
    await create('held', [{ ...leaving, blockOwnerDeletion: true }, staying]);
    await cluster.delete(`${MAPS}/leaving`, { propagationPolicy: 'Foreground' });
    await cluster.gone(`${MAPS}/leaving`);
    expect(at((await cluster.get(`${MAPS}/held`)).body, 'metadata.ownerReferences')).toEqual([staying]);
  });

  it('deletes nothing for an owner of a kind that it does not know', async () => {
    await create('patient', [{ apiVersion: 'example.com/v1', kind: 'Thing', name: 'x', uid: 'y' }]);
    // Something that goes surely has passed by then.
    await create('gone', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'none' }]);
    await cluster.gone(`${MAPS}/gone`);
    expect((await cluster.get(`${MAPS}/patient`)).code).toBe(200);
  });
});
