import { equalJson } from '../../../model/json.js';
import type { ControllerRevision, Workload } from '../../../model/workload.js';
import { isConflict, isNotFound } from '../../client/client.js';
import type { Client } from '../../client/client.js';
import { claim } from '../claiming.js';
import type { Ledger } from '../ledger.js';
import { chooses, controllerOf } from '../ownership.js';
import { REVISIONS, STATEFUL_SETS } from '../resources.js';
import { inOrder, newRevision, nextRevision } from './revisions.js';

/** The revisions of a set, with the one of its present template. */
export interface History {
  readonly revisions: readonly ControllerRevision[];
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisions: number;
}

/** Keeps the revisions of sets. */
export class HistoryKeeper {
  readonly #client: Client;
  readonly #ledger: Ledger<ControllerRevision>;

  constructor(client: Client, ledger: Ledger<ControllerRevision>) {
    this.#client = client;
    this.#ledger = ledger;
  }

  async keep(set: Workload): Promise<History> {
    const revisions = inOrder(await this.#claim(set));
    const collisions = set.status.collisionCount ?? 0;
    const next = nextRevision(set, revisions);
    const made =
      next.need === 'new'
        ? await this.#create(set, next.revision, collisions)
        : { revision: await this.#numbered(next), collisions };
    const { revision: update } = made;
    const current = revisions.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update;
    return { revisions, current, update, collisions: made.collisions };
  }

  async forget(revisions: readonly ControllerRevision[]): Promise<void> {
    for (const revision of revisions) {
      try {
        await this.#ledger.delete(revision);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  /** Those that its selector chooses and nobody else controls. */
  #claim(set: Workload): Promise<ControllerRevision[]> {
    const { metadata, spec } = set;
    const candidates = this.#ledger
      .in(metadata.namespace ?? '')
      .filter((one) => chooses(spec.selector, one) && one.metadata.deletionTimestamp === undefined)
      .filter((one) => (controllerOf(one)?.uid ?? metadata.uid) === metadata.uid);
    return claim({ client: this.#client, resource: STATEFUL_SETS, ledger: this.#ledger }, set, candidates, () => true);
  }

  #numbered(next: Exclude<ReturnType<typeof nextRevision>, { need: 'new' }>): Promise<ControllerRevision> {
    if (next.need === 'nothing') return Promise.resolve(next.update);
    return this.#ledger.update({ ...next.update, revision: next.revision });
  }

  /** Names are hashes: another revision of the same name is a collision, and the next name is tried. */
  async #create(
    set: Workload,
    revision: number,
    collisions: number,
  ): Promise<{ revision: ControllerRevision; collisions: number }> {
    const wanted = newRevision(set, revision, collisions);
    try {
      return { revision: await this.#ledger.create(wanted), collisions };
    } catch (error) {
      if (!isConflict(error)) throw error;
      const { namespace = '', name } = wanted.metadata;
      const present = await this.#client.get(REVISIONS, namespace, name);
      if (equalJson(present.data, wanted.data)) return { revision: present, collisions };
      return this.#create(set, revision, collisions + 1);
    }
  }
}
