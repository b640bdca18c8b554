import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { isOver } from '../../model/pod.js';
import type { Claim, PersistentVolume } from '../../model/volume.js';
import type { Informer } from '../client/informer.js';
import { CLAIMS, keyOf, PODS, VOLUMES } from '../client/resource.js';
import type { Resource } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** Lets claims go only when no pod uses them, and volumes only when no claim is bound to them. */
export class VolumeProtection implements Controller {
  readonly #surroundings: Surroundings;
  readonly #pods: Informer<Pod>;
  readonly #claims: Informer<Claim>;
  readonly #volumes: Informer<PersistentVolume>;
  readonly #claimQueue: WorkQueue;
  readonly #volumeQueue: WorkQueue;

  constructor(surroundings: Surroundings) {
    const { informers, clock } = surroundings;
    this.#surroundings = surroundings;
    this.#pods = informers.of(PODS);
    this.#claims = informers.of(CLAIMS);
    this.#volumes = informers.of(VOLUMES);
    this.#claimQueue = new WorkQueue(clock, (key) => this.#releaseClaim(key));
    this.#volumeQueue = new WorkQueue(clock, (key) => this.#releaseVolume(key));
  }

  start(): void {
    this.#claims.listen(({ type, object }) => {
      if (type !== 'DELETED' && isHeld(object, CLAIM_FINALIZER)) this.#claimQueue.add(keyOf(object));
    });
    this.#volumes.listen(({ type, object }) => {
      if (type !== 'DELETED' && isHeld(object, VOLUME_FINALIZER)) this.#volumeQueue.add(object.metadata.name);
    });
    this.#pods.listen(({ type, object }) => {
      if (type !== 'DELETED' && !isOver(object)) return;
      for (const name of claimNames(object)) this.#claimQueue.add(`${object.metadata.namespace ?? ''}/${name}`);
    });
  }

  stop(): void {
    this.#claimQueue.stop();
    this.#volumeQueue.stop();
  }

  async #releaseClaim(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const claim = this.#claims.get(namespace, name);
    if (claim === undefined || !isHeld(claim, CLAIM_FINALIZER) || this.#isUsed(namespace, name)) return;
    await this.#release(CLAIMS, claim, CLAIM_FINALIZER);
  }

  /** By a pod that has a node and is not over: others cannot have it mounted. */
  #isUsed(namespace: string, name: string): boolean {
    return this.#pods
      .all()
      .some(
        (pod) =>
          pod.metadata.namespace === namespace &&
          pod.spec.nodeName !== undefined &&
          !isOver(pod) &&
          claimNames(pod).includes(name),
      );
  }

  async #releaseVolume(name: string): Promise<void> {
    const volume = this.#volumes.get('', name);
    if (volume === undefined || !isHeld(volume, VOLUME_FINALIZER) || volume.status.phase === 'Bound') return;
    await this.#release(VOLUMES, volume, VOLUME_FINALIZER);
  }

  async #release<T extends KubeObject>(resource: Resource<T>, object: T, finalizer: string): Promise<void> {
    const { finalizers = [], resourceVersion = '' } = object.metadata;
    const rest = finalizers.filter((one) => one !== finalizer);
    const metadata = { resourceVersion, finalizers: rest.length === 0 ? null : rest };
    await this.#surroundings.client.patch(resource, object, { metadata });
  }
}

function isHeld({ metadata }: KubeObject, finalizer: string): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true;
}

const claimNames = ({ spec }: Pod): string[] =>
  (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
