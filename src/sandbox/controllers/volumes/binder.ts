import type { Claim, PersistentVolume, StorageClass } from '../../model/volume.js';
import { EventRecorder } from '../client/event-recorder.js';
import { isNotFound } from '../client/client.js';
import type { Informer } from '../client/informer.js';
import { CLAIMS, keyOf, STORAGE_CLASSES, VOLUMES } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { bestVolume } from './match.js';

const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Why a claim that was bound has no volume any more. */
interface Loss {
  readonly reason: string;
  readonly message: string;
}

const LOST_VOLUME: Loss = {
  reason: 'ClaimLost',
  message: 'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
};
const LOST_REFERENCE: Loss = {
  reason: 'ClaimLost',
  message: 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
};
const MISBOUND: Loss = {
  reason: 'ClaimMisbound',
  message: 'Two claims are bound to the same volume, this one is bound incorrectly',
};

/** Brings claims and volumes together, and keeps the phases of both (kubernetes pkg/controller/volume/persistentvolume). */
export class VolumeBinder implements Controller {
  readonly #surroundings: Surroundings;
  readonly #claims: Informer<Claim>;
  readonly #volumes: Informer<PersistentVolume>;
  readonly #classes: Informer<StorageClass>;
  readonly #claimQueue: WorkQueue;
  readonly #volumeQueue: WorkQueue;
  readonly #events: EventRecorder;
  /** Volumes that are being reserved, by name, and the uid of the claim each is for: the cache does not show it yet. */
  readonly #promised = new Map<string, string>();

  constructor(surroundings: Surroundings) {
    const { informers, clock, client } = surroundings;
    this.#surroundings = surroundings;
    this.#claims = informers.of(CLAIMS);
    this.#volumes = informers.of(VOLUMES);
    this.#classes = informers.of(STORAGE_CLASSES);
    this.#claimQueue = new WorkQueue(clock, (key) => this.#syncClaim(key));
    this.#volumeQueue = new WorkQueue(clock, (key) => this.#syncVolume(key));
    this.#events = new EventRecorder(client, clock, { component: 'persistentvolume-controller' });
  }

  start(): void {
    this.#claims.listen(({ object }) => {
      this.#claimQueue.add(keyOf(object));
      if (object.spec.volumeName !== undefined) this.#volumeQueue.add(object.spec.volumeName);
    });
    this.#volumes.listen(({ type, object }) => {
      if (type === 'DELETED' || object.spec.claimRef !== undefined) this.#promised.delete(object.metadata.name);
      this.#volumeQueue.add(object.metadata.name);
      const { namespace, name } = object.spec.claimRef ?? {};
      if (name !== undefined) this.#claimQueue.add(`${namespace ?? ''}/${name}`);
      else this.#lookAtPending();
    });
    this.#classes.listen(() => this.#lookAtPending());
  }

  stop(): void {
    this.#claimQueue.stop();
    this.#volumeQueue.stop();
  }

  /** A new volume or class may be what claims have waited for. */
  #lookAtPending(): void {
    for (const claim of this.#claims.all()) if (claim.status.phase !== 'Bound') this.#claimQueue.add(keyOf(claim));
  }

  async #syncClaim(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const claim = this.#claims.get(namespace, name);
    if (claim === undefined) return;
    if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return this.#checkBound(claim);
    // Nothing is made any more for a claim that is on its way out.
    if (claim.metadata.deletionTimestamp !== undefined) return;
    if (claim.spec.volumeName !== undefined) return this.#completeBinding(claim);
    const volume = bestVolume(claim, this.#notPromised(claim));
    if (volume !== undefined && !this.#waitsForConsumer(claim)) return this.#bind(claim, volume);
    await this.#provisionOrTell(claim);
  }

  #notPromised({ metadata }: Claim): PersistentVolume[] {
    return this.#volumes.all().filter((volume) => {
      const promised = this.#promised.get(volume.metadata.name);
      return promised === undefined || promised === metadata.uid;
    });
  }

  #waitsForConsumer({ metadata, spec }: Claim): boolean {
    const mode = this.#classes.get('', spec.storageClassName ?? '')?.volumeBindingMode;
    return mode === 'WaitForFirstConsumer' && metadata.annotations?.[SELECTED_NODE] === undefined;
  }

  /** No volume fits: one is asked for, or it is told why none will come. */
  async #provisionOrTell(claim: Claim): Promise<void> {
    const className = claim.spec.storageClassName ?? '';
    if (className === '') {
      const message = 'no persistent volumes available for this claim and no storage class is set';
      this.#tell(claim, 'Normal', 'FailedBinding', message);
      return;
    }
    const storageClass = this.#classes.get('', className);
    if (storageClass === undefined) {
      this.#tell(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
      return;
    }
    if (this.#waitsForConsumer(claim)) {
      const message = 'waiting for first consumer to be created before binding';
      this.#tell(claim, 'Normal', 'WaitForFirstConsumer', message);
      return;
    }
    await this.#askProvisioner(claim, storageClass);
  }

  async #askProvisioner(claim: Claim, { provisioner }: StorageClass): Promise<void> {
    const asked = 'volume.kubernetes.io/storage-provisioner';
    const annotations = { [`volume.beta.kubernetes.io/storage-provisioner`]: provisioner, [asked]: provisioner };
    // Asked already, and told then.
    if (claim.metadata.annotations?.[asked] === provisioner) return;
    await this.#surroundings.client.patch(CLAIMS, claim, { metadata: { annotations } });
    const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    this.#tell(claim, 'Normal', 'ExternalProvisioning', message);
  }

  /** First the volume is reserved for the claim, then the claim points to it. */
  async #bind(claim: Claim, volume: PersistentVolume): Promise<void> {
    const { client } = this.#surroundings;
    if (volume.spec.claimRef?.uid !== claim.metadata.uid) await this.#reserve(claim, volume);
    if (volume.status.phase !== 'Bound') await client.patchStatus(VOLUMES, volume, { status: { phase: 'Bound' } });
    const bound = await client.patch(CLAIMS, claim, {
      metadata: { annotations: { [BIND_COMPLETED]: 'yes', [BOUND_BY_CONTROLLER]: 'yes' } },
      spec: { volumeName: volume.metadata.name },
    });
    await this.#tellBound(bound, volume);
  }

  /** Claims are worked on side by side: the version of the volume keeps two of them from reserving it. */
  async #reserve(claim: Claim, { metadata }: PersistentVolume): Promise<void> {
    const { name, namespace = '', uid = '', resourceVersion = '' } = claim.metadata;
    const claimRef = { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
    const version = metadata.resourceVersion ?? '';
    this.#promised.set(metadata.name, uid);
    try {
      await this.#surroundings.client.patch(
        VOLUMES,
        { metadata },
        {
          metadata: { resourceVersion: version, annotations: { [BOUND_BY_CONTROLLER]: 'yes' } },
          spec: { claimRef },
        },
      );
    } catch (error) {
      this.#promised.delete(metadata.name);
      throw error;
    }
  }

  /** A claim that names its volume itself, or whose binding was interrupted. */
  async #completeBinding(claim: Claim): Promise<void> {
    const volume = this.#volumes.get('', claim.spec.volumeName ?? '');
    if (volume !== undefined && isFreeFor(volume, claim)) await this.#bind(claim, volume);
  }

  /** A claim that was bound once, to a volume that may have gone since (syncBoundClaim of Kubernetes' pv_controller.go). */
  async #checkBound(claim: Claim): Promise<void> {
    const { volumeName } = claim.spec;
    if (volumeName === undefined) return this.#lose(claim, LOST_REFERENCE);
    const volume = this.#volumes.get('', volumeName) ?? (await this.#fetchVolume(volumeName));
    if (volume === undefined) return this.#lose(claim, LOST_VOLUME);
    if (!isFreeFor(volume, claim)) return this.#lose(claim, MISBOUND);
    if (volume.spec.claimRef?.uid !== claim.metadata.uid) return this.#bind(claim, volume);
    if (claim.status.phase !== 'Bound') await this.#tellBound(claim, volume);
  }

  /** The cache may be behind: before a claim is lost, the server is asked. */
  async #fetchVolume(name: string): Promise<PersistentVolume | undefined> {
    try {
      return await this.#surroundings.client.get(VOLUMES, '', name);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #lose(claim: Claim, { reason, message }: Loss): Promise<void> {
    if (claim.status.phase === 'Lost') return;
    const status = { phase: 'Lost', accessModes: null, capacity: null };
    await this.#surroundings.client.patchStatus(CLAIMS, claim, { status });
    this.#tell(claim, 'Warning', reason, message);
  }

  async #tellBound(claim: Claim, { spec }: PersistentVolume): Promise<void> {
    const status = { phase: 'Bound', accessModes: spec.accessModes ?? [], capacity: spec.capacity ?? {} };
    await this.#surroundings.client.patchStatus(CLAIMS, claim, { status });
  }

  /** The phase of a volume follows from its claim: Available, Bound, or Released once the claim is gone. */
  async #syncVolume(name: string): Promise<void> {
    const volume = this.#volumes.get('', name);
    if (volume === undefined) return;
    const phase = this.#phaseOf(volume);
    if (phase !== undefined && phase !== volume.status.phase) {
      await this.#surroundings.client.patchStatus(VOLUMES, volume, { status: { phase } });
    }
  }

  #phaseOf({ spec, status }: PersistentVolume): string | undefined {
    if (spec.claimRef?.uid === undefined) return 'Available';
    const claim = this.#claims.get(spec.claimRef.namespace ?? '', spec.claimRef.name ?? '');
    if (claim?.metadata.uid === spec.claimRef.uid) return claim.spec.volumeName === undefined ? undefined : 'Bound';
    // A claim that the cache does not show may be too new for it.
    return status.phase === 'Bound' || status.phase === 'Released' ? 'Released' : undefined;
  }

  #tell(claim: Claim, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#events.tell(claim, { type, reason, message });
  }
}

/** Reserved for this claim, or for none that there is yet. */
function isFreeFor({ spec }: PersistentVolume, { metadata }: Claim): boolean {
  const { namespace, name, uid } = spec.claimRef ?? {};
  if (uid !== undefined) return uid === metadata.uid;
  return name === undefined || (name === metadata.name && namespace === metadata.namespace);
}
