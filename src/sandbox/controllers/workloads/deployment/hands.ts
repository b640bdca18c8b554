import { equalJson } from '../../../model/json.js';
import type { Workload } from '../../../model/workload.js';
import { isConflict, isNotFound } from '../../client/client.js';
import type { Client } from '../../client/client.js';
import type { EventRecorder } from '../../client/event-recorder.js';
import { isControlledBy } from '../ownership.js';
import type { Ledger } from '../ledger.js';
import { REPLICA_SETS } from '../resources.js';
import { freshAnnotations, sizeAnnotations } from './annotations.js';
import { isSameTemplate, newSet } from './family.js';
import type { Family } from './family.js';
import { sizeOf } from './numbers.js';
import { freshSize } from './plan.js';
import type { Scaling } from './plan.js';

/** What came of making a replica set: there is one, its name is taken by another one, or it was refused. */
export type Making =
  | { readonly made: Workload; readonly isNew: boolean }
  | { readonly made: undefined; readonly isCollision: boolean; readonly error: Error; readonly words: string };

/** Writes the replica sets of deployments, and tells of it. */
export class Hands {
  readonly #client: Client;
  readonly #sets: Ledger<Workload>;
  readonly #events: EventRecorder;

  constructor(client: Client, sets: Ledger<Workload>, events: EventRecorder) {
    this.#client = client;
    this.#sets = sets;
    this.#events = events;
  }

  /** Makes the replica set of the present template, with as many pods as there is room for. */
  async make(deployment: Workload, { old }: Family): Promise<Making> {
    const bare = newSet(deployment);
    const replicas = freshSize({ deployment, fresh: undefined, old });
    const annotations = { ...freshAnnotations(deployment, bare, old), ...sizeAnnotations(deployment) };
    const wanted = { ...bare, metadata: { ...bare.metadata, annotations }, spec: { ...bare.spec, replicas } };
    try {
      const made = await this.#sets.create(wanted);
      if (replicas > 0) this.#tell(deployment, scaledWords(made, 0, replicas));
      return { made, isNew: true };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (isConflict(error)) return this.#resolve(deployment, wanted, error);
      const words = `Failed to create new replica set "${wanted.metadata.name}": ${error.message}`;
      this.#events.tell(deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message: words });
      return { made: undefined, isCollision: false, error, words };
    }
  }

  /** The name is taken: by what was wanted, or by another template with the same hash. */
  async #resolve(deployment: Workload, wanted: Workload, error: Error): Promise<Making> {
    const present = await this.#client.get(REPLICA_SETS, wanted.metadata.namespace ?? '', wanted.metadata.name);
    const isMine = isControlledBy(present, deployment);
    if (isMine && isSameTemplate(present.spec.template, deployment.spec.template)) {
      return { made: present, isNew: false };
    }
    return { made: undefined, isCollision: true, error, words: error.message };
  }

  /** Gives the replica set of the present template its number, and what the deployment hands down to it. */
  async number(deployment: Workload, fresh: Workload, old: readonly Workload[]): Promise<Workload> {
    const annotations = freshAnnotations(deployment, fresh, old);
    const { minReadySeconds = 0 } = deployment.spec;
    const isRight =
      equalJson(annotations, fresh.metadata.annotations ?? {}) && (fresh.spec.minReadySeconds ?? 0) === minReadySeconds;
    if (isRight) return fresh;
    const metadata = { ...fresh.metadata, annotations };
    return this.#sets.update({ ...fresh, metadata, spec: { ...fresh.spec, minReadySeconds } });
  }

  async scale(deployment: Workload, { set, replicas }: Scaling): Promise<void> {
    const { namespace = '', name } = set.metadata;
    const present = this.#sets.get(namespace, name) ?? set;
    const annotations = { ...present.metadata.annotations, ...sizeAnnotations(deployment) };
    const before = sizeOf(present);
    if (before === replicas && equalJson(annotations, present.metadata.annotations)) return;
    const metadata = { ...present.metadata, annotations };
    await this.#sets.update({ ...present, metadata, spec: { ...present.spec, replicas } });
    if (before !== replicas) this.#tell(deployment, scaledWords(present, before, replicas));
  }

  async forget(sets: readonly Workload[]): Promise<void> {
    for (const set of sets) {
      try {
        await this.#sets.delete(set);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  #tell(deployment: Workload, message: string): void {
    this.#events.tell(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
}

const scaledWords = ({ metadata }: Workload, from: number, to: number): string =>
  `Scaled ${from < to ? 'up' : 'down'} replica set ${metadata.name} from ${from} to ${to}`;
