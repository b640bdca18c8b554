import type { KubeObject } from '../../../model/meta.js';
import type { Pod } from '../../../model/pod.js';
import type { Claim } from '../../../model/volume.js';
import type { Workload } from '../../../model/workload.js';
import { isConflict, isNotFound } from '../../client/client.js';
import type { EventRecorder } from '../../client/event-recorder.js';
import { TryLater } from '../../client/work-queue.js';
import type { Ledger } from '../ledger.js';
import { ownersPatch } from '../ownership.js';
import { claimsFor, withIdentity, withStorage } from './identity.js';
import type { Move } from './plan.js';
import { isForeign, ownersToBe } from './retention.js';

/** Carries out what a set decided, and tells of it (kubernetes pkg/controller/statefulset/stateful_pod_control.go). */
export class Hands {
  readonly #pods: Ledger<Pod>;
  readonly #claims: Ledger<Claim>;
  readonly #events: EventRecorder;

  constructor(pods: Ledger<Pod>, claims: Ledger<Claim>, events: EventRecorder) {
    this.#pods = pods;
    this.#claims = claims;
    this.#events = events;
  }

  async make(set: Workload, { act, pod }: Move): Promise<void> {
    if (act === 'create') await this.#create(set, pod);
    if (act === 'delete') await this.#told('delete', set, pod, () => this.#delete(pod));
    if (act === 'correct') await this.#told('update', set, pod, () => this.#correct(set, pod));
    if (act === 'provide') await this.#provide(set, pod);
    if (act === 'entrust' || act === 'provide') await this.#entrust(set, pod);
  }

  /** A name that is taken is no failure to tell of: its pod is somebody else's, or not told yet. */
  async #create(set: Workload, pod: Pod): Promise<void> {
    let isTaken = false;
    await this.#told(
      'create',
      set,
      pod,
      async () => {
        await this.#provide(set, pod);
        await this.#pods.create(pod).catch((error: unknown) => {
          isTaken = isConflict(error);
          throw error;
        });
        await this.#entrust(set, pod);
      },
      () => !isTaken,
    );
  }

  async #delete(pod: Pod): Promise<void> {
    try {
      await this.#pods.delete(pod);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async #correct(set: Workload, pod: Pod): Promise<void> {
    await this.#provide(set, pod);
    await this.#entrust(set, pod);
    await this.#pods.update(withStorage(set, withIdentity(set, pod)));
  }

  /** Makes the claims that are not there. */
  async #provide(set: Workload, pod: Pod): Promise<void> {
    for (const claim of claimsFor(set, pod)) {
      const { namespace = '', name } = claim.metadata;
      const present = this.#claims.get(namespace, name);
      if (present?.metadata.deletionTimestamp !== undefined) throw new TryLater(`pvc ${name} is being deleted`);
      if (present === undefined) await this.#makeClaim(set, pod, claim);
    }
  }

  async #makeClaim(set: Workload, pod: Pod, claim: Claim): Promise<void> {
    const { name } = claim.metadata;
    const place = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
    try {
      await this.#claims.create(claim);
      this.#tell(set, 'SuccessfulCreate', `create Claim ${name} ${place} success`);
    } catch (error) {
      if (!isConflict(error)) this.#tellFailure(set, 'FailedCreate', `create Claim ${name} for ${place}`, error);
      throw new TryLater(`failed to create PVC ${name}: ${wordsOf(error)}`);
    }
  }

  async #entrust(set: Workload, pod: Pod): Promise<void> {
    for (const { metadata } of claimsFor(set, pod)) {
      const claim = this.#claims.get(metadata.namespace ?? '', metadata.name);
      if (claim === undefined) continue;
      if (isForeign(claim, set, pod)) this.#events.tell(set, conflicting(metadata.name));
      const owners = ownersToBe(claim, set, pod);
      if (owners !== undefined) await this.#claims.patch(claim, ownersPatch(claim, owners));
    }
  }

  async #told(
    verb: 'create' | 'update' | 'delete',
    set: Workload,
    pod: Pod,
    act: () => Promise<void>,
    isToBeTold: () => boolean = () => true,
  ): Promise<void> {
    const reason = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
    const words = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
    try {
      await act();
    } catch (error) {
      if (isToBeTold()) this.#tellFailure(set, `Failed${reason}`, words, error);
      throw error;
    }
    this.#tell(set, `Successful${reason}`, `${words} successful`);
  }

  #tell(about: KubeObject, reason: string, message: string): void {
    this.#events.tell(about, { type: 'Normal', reason, message });
  }

  #tellFailure(about: KubeObject, reason: string, words: string, error: unknown): void {
    this.#events.tell(about, { type: 'Warning', reason, message: `${words} failed error: ${wordsOf(error)}` });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const conflicting = (name: string): Parameters<EventRecorder['tell']>[1] => ({
  type: 'Warning',
  reason: 'ConflictingController',
  message: `PersistentVolumeClaim ${name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`,
});
