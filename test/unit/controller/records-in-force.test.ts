import { expect, test } from 'vitest';
import { Cache } from '../../../src/cluster/cache.js';
import { recordsInForce } from '../../../src/controller/records-in-force.js';
import type { Served } from '../../../src/petset/kubernetes.js';
import type { RecordObject } from '../../../src/petset/record-form.js';

const object = (kind: string, name: string, namespace = 'default'): Served<RecordObject> => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace, uid: `${kind} ${namespace}/${name}`, resourceVersion: '1' },
});

test('of a record that is there twice the config map is in force, and no other one is hidden by it', () => {
  const stores = { 'config-map': new Cache<RecordObject>(), custom: new Cache<RecordObject>() };
  stores['config-map'].replace([object('ConfigMap', 'petset-web'), object('ConfigMap', 'petset-db')], '9');
  const custom = ['web', 'web-2', 'petset-db'].map((name) => object('PetSet', name));
  stores.custom.replace([...custom, object('PetSet', 'web', 'other')], '9');
  expect(recordsInForce(stores).map(({ metadata: { uid } }) => uid)).toEqual([
    'ConfigMap default/petset-web',
    'ConfigMap default/petset-db',
    'PetSet default/web-2',
    'PetSet default/petset-db',
    'PetSet other/web',
  ]);
});
