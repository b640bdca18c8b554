import type { Claim, PersistentVolume, StorageClass } from '../../model/volume.js';
import { Timers } from '../../platform/timers.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import { CLAIMS, keyOf, STORAGE_CLASSES, VOLUMES } from '../client/resource.js';
import { TryLater, WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { isConflict } from '../client/client.js';
import { PROVISIONER } from './names.js';

/** Tells the provisioner that a claim is its own. */
const ASKED = 'volume.kubernetes.io/storage-provisioner';

/** Makes a volume for every claim that asks for one of ours, and deletes it when it is released. */
export class Provisioner implements Controller {
  readonly #surroundings: Surroundings;
  readonly #claims: Informer<Claim>;
  readonly #volumes: Informer<PersistentVolume>;
  readonly #classes: Informer<StorageClass>;
  readonly #toMake: WorkQueue;
  readonly #toDelete: WorkQueue;
  readonly #events: EventRecorder;
  readonly #timers: Timers;

  constructor(surroundings: Surroundings) {
    const { informers, clock, client } = surroundings;
    this.#surroundings = surroundings;
    this.#claims = informers.of(CLAIMS);
    this.#volumes = informers.of(VOLUMES);
    this.#classes = informers.of(STORAGE_CLASSES);
    this.#timers = new Timers(clock);
    this.#toMake = new WorkQueue(clock, (key) => this.#make(key));
    this.#toDelete = new WorkQueue(clock, (key) => this.#delete(key));
    this.#events = new EventRecorder(client, clock, { component: PROVISIONER });
  }

  start(): void {
    this.#claims.listen(({ type, object }) => {
      if (type !== 'DELETED' && isWanted(object))
        this.#toMake.addAfter(keyOf(object), this.#surroundings.pace.bindVolume);
    });
    this.#volumes.listen(({ type, object }) => {
      if (type !== 'DELETED' && isToGo(object)) this.#toDelete.add(object.metadata.name);
    });
  }

  stop(): void {
    this.#toMake.stop();
    this.#toDelete.stop();
    this.#timers.stop();
  }

  async #make(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const claim = this.#claims.get(namespace, name);
    const storageClass = this.#classes.get('', claim?.spec.storageClassName ?? '');
    if (claim === undefined || !isWanted(claim) || storageClass === undefined) return;
    const volume = volumeFor(claim, storageClass);
    if (this.#volumes.get('', volume.metadata.name) !== undefined) return;
    this.#events.tell(claim, {
      type: 'Normal',
      reason: 'Provisioning',
      message: `External provisioner is provisioning volume for claim "${key}"`,
    });
    if (claim.spec.selector !== undefined) {
      this.#refuseSelector(claim, storageClass);
      return;
    }
    await this.#meetMishap(claim, storageClass);
    try {
      await this.#surroundings.client.create(VOLUMES, volume);
    } catch (error) {
      // Made already, by an earlier round that the cache does not show yet.
      if (!isConflict(error)) throw error;
      return;
    }
    const message = `Successfully provisioned volume ${volume.metadata.name}`;
    this.#events.tell(claim, { type: 'Normal', reason: 'ProvisioningSucceeded', message });
  }

  /** Throws for a volume that cannot be made this time: the queue tries again. */
  async #meetMishap(claim: Claim, { metadata }: StorageClass): Promise<void> {
    const { name, namespace = '' } = claim.metadata;
    const { delay, failure } = this.#surroundings.mishaps.meet({ work: 'provision', namespace, name });
    if (delay > 0) await new Promise<void>((resolve) => this.#timers.after(delay, resolve));
    if (failure === undefined) return;
    const message = `failed to provision volume with StorageClass "${metadata.name}": ${failure}`;
    this.#events.tell(claim, { type: 'Warning', reason: 'ProvisioningFailed', message });
    throw new TryLater(message);
  }

  /** A volume that is still to be made has no labels to choose it by: provisioners do not try (CSI's own says so). */
  #refuseSelector(claim: Claim, { metadata }: StorageClass): void {
    const message = `failed to provision volume with StorageClass "${metadata.name}": claim Selector is not supported`;
    this.#events.tell(claim, { type: 'Warning', reason: 'ProvisioningFailed', message });
  }

  async #delete(name: string): Promise<void> {
    const volume = this.#volumes.get('', name);
    if (volume !== undefined && isToGo(volume)) {
      await this.#surroundings.client.delete(VOLUMES, volume, { uid: volume.metadata.uid });
    }
  }
}

function isWanted({ metadata, spec }: Claim): boolean {
  return (
    metadata.annotations?.[ASKED] === PROVISIONER &&
    spec.volumeName === undefined &&
    metadata.deletionTimestamp === undefined
  );
}

function isToGo({ metadata, spec, status }: PersistentVolume): boolean {
  const isOurs = metadata.annotations?.['pv.kubernetes.io/provisioned-by'] === PROVISIONER;
  const isReleased = status.phase === 'Released' && spec.persistentVolumeReclaimPolicy === 'Delete';
  return isOurs && isReleased && metadata.deletionTimestamp === undefined;
}

function volumeFor({ metadata, spec }: Claim, storageClass: StorageClass): PersistentVolume {
  const { name, namespace = '', uid = '', resourceVersion = '' } = metadata;
  const volumeName = `pvc-${uid}`;
  return {
    kind: 'PersistentVolume',
    apiVersion: 'v1',
    metadata: { name: volumeName, annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER } },
    spec: {
      capacity: { storage: spec.resources.requests?.storage ?? '0' },
      hostPath: { path: `/var/lib/petset-sandbox/${volumeName}`, type: 'DirectoryOrCreate' },
      accessModes: spec.accessModes ?? [],
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
      volumeMode: spec.volumeMode ?? 'Filesystem',
    },
    status: {},
  };
}
