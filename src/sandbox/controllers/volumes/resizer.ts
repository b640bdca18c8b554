import { quantityNano } from '../../model/quantity.js';
import type { Claim, PersistentVolume, StorageClass } from '../../model/volume.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import { CLAIMS, keyOf, STORAGE_CLASSES, VOLUMES } from '../client/resource.js';
import { TryLater, WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { PROVISIONER } from './names.js';

/** Makes volumes as large as their claims ask. */
export class Resizer implements Controller {
  readonly #surroundings: Surroundings;
  readonly #claims: Informer<Claim>;
  readonly #volumes: Informer<PersistentVolume>;
  readonly #classes: Informer<StorageClass>;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;
  /** Claims whose growth was begun. */
  readonly #growing = new Set<string>();

  constructor(surroundings: Surroundings) {
    const { informers, clock, client } = surroundings;
    this.#surroundings = surroundings;
    this.#claims = informers.of(CLAIMS);
    this.#volumes = informers.of(VOLUMES);
    this.#classes = informers.of(STORAGE_CLASSES);
    this.#queue = new WorkQueue(clock, (key) => this.#grow(key));
    this.#events = new EventRecorder(client, clock, { component: `external-resizer ${PROVISIONER}` });
  }

  start(): void {
    this.#claims.listen(({ type, object }) => {
      const key = keyOf(object);
      if (type === 'DELETED' || !this.#isTooSmall(object)) this.#growing.delete(key);
      else if (!this.#growing.has(key)) this.#begin(key, object);
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  #begin(key: string, claim: Claim): void {
    this.#growing.add(key);
    const message = `External resizer is resizing volume ${claim.spec.volumeName ?? ''}`;
    this.#events.tell(claim, { type: 'Normal', reason: 'Resizing', message });
    this.#queue.addAfter(key, this.#surroundings.pace.growVolume);
  }

  #isTooSmall({ metadata, spec, status }: Claim): boolean {
    const isOurs = this.#classes.get('', spec.storageClassName ?? '')?.provisioner === PROVISIONER;
    const isLive = status.phase === 'Bound' && metadata.deletionTimestamp === undefined;
    return (
      isOurs &&
      isLive &&
      quantityNano(spec.resources.requests?.storage ?? '0') > quantityNano(status.capacity?.storage ?? '0')
    );
  }

  async #grow(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const claim = this.#claims.get(namespace, name);
    if (claim === undefined || !this.#isTooSmall(claim)) return;
    const volume = this.#volumes.get('', claim.spec.volumeName ?? '');
    // The cache is behind: the queue tries again.
    if (volume === undefined) throw new TryLater(`volume ${claim.spec.volumeName ?? ''} is not there`);
    const { client } = this.#surroundings;
    const capacity = { storage: claim.spec.resources.requests?.storage ?? '0' };
    await client.patch(VOLUMES, volume, { spec: { capacity } });
    await client.patchStatus(CLAIMS, claim, { status: { capacity } });
    this.#events.tell(claim, { type: 'Normal', reason: 'VolumeResizeSuccessful', message: 'Resize volume succeeded' });
    this.#growing.delete(key);
  }
}
