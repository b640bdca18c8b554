import { describe, expect, it } from 'vitest';

import type { Client } from '../../../../../src/sandbox/controllers/client/client.js';
import type { InformerListener } from '../../../../../src/sandbox/controllers/client/informer.js';
import type { Informers } from '../../../../../src/sandbox/controllers/client/informers.js';
import type { Resource } from '../../../../../src/sandbox/controllers/client/resource.js';
import { keyOf } from '../../../../../src/sandbox/controllers/client/resource.js';
import { PROVISIONER } from '../../../../../src/sandbox/controllers/volumes/names.js';
import { Resizer } from '../../../../../src/sandbox/controllers/volumes/resizer.js';
import type { KubeObject } from '../../../../../src/sandbox/model/meta.js';
import { DEFAULT_PACE } from '../../../../../src/sandbox/platform/pace.js';
import { createRandom } from '../../../../../src/sandbox/platform/random.js';
import { WorkFaults } from '../../../../../src/sandbox/faults/work-faults.js';
import { speedUp } from '../../../../../src/sandbox/platform/clock.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';

/** What is there of a kind, which a test changes by hand. */
class Shelf {
  readonly objects = new Map<string, KubeObject>();
  private readonly listeners: InformerListener<KubeObject>[] = [];

  listen(listener: InformerListener<KubeObject>): void {
    this.listeners.push(listener);
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.objects.get(namespace === '' ? name : `${namespace}/${name}`);
  }

  put(object: KubeObject): void {
    this.objects.set(keyOf(object), object);
    for (const listener of this.listeners) listener({ type: 'MODIFIED', object, previous: undefined });
  }
}

const claim = {
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  metadata: { name: 'data', namespace: 'x' },
  spec: { storageClassName: 'c', volumeName: 'v', resources: { requests: { storage: '2Gi' } } },
  status: { phase: 'Bound', capacity: { storage: '1Gi' } },
};
const storageClass = { kind: 'StorageClass', apiVersion: 'storage.k8s.io/v1', metadata: { name: 'c' } };
const volume = { kind: 'PersistentVolume', apiVersion: 'v1', metadata: { name: 'v' } };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a claim that wants more', () => {
  it('gets it once its volume is seen', async () => {
    const shelves = new Map<string, Shelf>();
    const shelf = (plural: string): Shelf => {
      const known = shelves.get(plural) ?? new Shelf();
      shelves.set(plural, known);
      return known;
    };
    const written: string[] = [];
    const write = ({ plural }: Resource): Promise<void> => {
      written.push(plural);
      return Promise.resolve();
    };
    const clock = new CountingClock();
    const client = { patch: write, patchStatus: write, create: () => Promise.resolve() };
    const resizer = new Resizer({
      clock: speedUp(clock, 1),
      mishaps: new WorkFaults([], 0, clock),
      client: client as object as Client,
      informers: { of: ({ plural }: Resource) => shelf(plural) } as object as Informers,
      random: createRandom(),
      pace: DEFAULT_PACE,
    });
    resizer.start();
    shelf('storageclasses').put({ ...storageClass, ...{ provisioner: PROVISIONER } });
    shelf('persistentvolumeclaims').put(claim);
    clock.advance(DEFAULT_PACE.growVolume);
    await turn();
    expect(written).toEqual([]);
    shelf('persistentvolumes').put(volume);
    clock.advance(30_000);
    await turn();
    expect(written).toEqual(['persistentvolumes', 'persistentvolumeclaims']);
    resizer.stop();
  });
});
