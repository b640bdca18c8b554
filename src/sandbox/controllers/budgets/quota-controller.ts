import type { ResourceQuota } from '../../model/core.js';
import { asJson, equalJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { isOver, isPod } from '../../model/pod.js';
import { formatQuantity } from '../../model/quantity.js';
import { quotaUse } from '../../model/quota-usage.js';
import type { Catalog } from '../client/catalog.js';
import type { Informer } from '../client/informer.js';
import { keyOf, QUOTAS } from '../client/resource.js';
import type { Resource } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';

/** Counts what quotas limit. The server adds what it lets in; this sees what goes, and corrects. */
export class QuotaController implements Controller {
  readonly #surroundings: Surroundings;
  readonly #quotas: Informer<ResourceQuota>;
  readonly #counted = new Set<Informer<KubeObject>>();
  readonly #catalog: Catalog;
  readonly #queue: WorkQueue;

  constructor(surroundings: Surroundings, catalog: Catalog) {
    const { informers, clock } = surroundings;
    this.#surroundings = surroundings;
    this.#quotas = informers.of(QUOTAS);
    this.#catalog = catalog;
    this.#queue = new WorkQueue(clock, (key) => this.#count(key));
  }

  start(): void {
    this.#quotas.listen(({ type, object, previous }) => {
      const isNew = previous === undefined || !equalJson(previous.spec, object.spec);
      if (type !== 'DELETED' && isNew) this.#queue.add(keyOf(object));
    });
    this.#catalog.listen({
      added: (informer) => this.#follow(informer),
      removed: (informer) => void this.#counted.delete(informer),
    });
  }

  #follow(informer: Informer<KubeObject>): void {
    if (!informer.resource.namespaced) return;
    this.#counted.add(informer);
    informer.listen(({ type, object, previous }) => {
      const isOver = previous !== undefined && isFinished(object) && !isFinished(previous);
      if (type === 'DELETED' || isOver) this.#addQuotasOf(object.metadata.namespace ?? '');
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  #addQuotasOf(namespace: string): void {
    for (const quota of this.#quotas.all()) if (quota.metadata.namespace === namespace) this.#queue.add(keyOf(quota));
  }

  async #count(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const cached = this.#quotas.get(namespace, name);
    if (cached === undefined) return;
    // The present quota is counted against the present objects, and written only if nobody else wrote meanwhile.
    const quota = await this.#surroundings.client.get(QUOTAS, namespace, name);
    const hard = quota.spec.hard ?? {};
    const sums = await this.#sum(namespace, Object.keys(hard));
    const used = Object.fromEntries(
      Object.entries(hard).map(([resource, limit]) => [resource, formatQuantity(sums.get(resource) ?? 0n, limit)]),
    );
    if (equalJson(quota.status, { hard, used })) return;
    await this.#surroundings.client.update(QUOTAS, { ...quota, status: { hard, used } }, 'status');
  }

  /** Only resources that a limit can be about are asked for. */
  async #sum(namespace: string, limited: readonly string[]): Promise<Map<string, bigint>> {
    const sums = new Map<string, bigint>();
    const resources = [...this.#counted]
      .map(({ resource }) => resource)
      .filter((resource) => isLimited(resource, limited));
    for (const resource of resources) {
      for (const object of await this.#surroundings.client.list(resource, namespace)) {
        for (const [what, amount] of quotaUse(resource, asJson(object)))
          sums.set(what, (sums.get(what) ?? 0n) + amount);
      }
    }
    return sums;
  }
}

function isLimited({ group, plural }: Resource, limited: readonly string[]): boolean {
  const counted = `count/${group === '' ? plural : `${plural}.${group}`}`;
  return limited.some((name) => {
    if (name === counted) return true;
    if (group !== '') return false;
    if (plural === 'pods') return name === 'pods' || /^(?:cpu|memory|requests\.|limits\.)/.test(name);
    if (plural === 'persistentvolumeclaims') return /storage|persistentvolumeclaims$/.test(name);
    return name === plural;
  });
}

const isFinished = (object: KubeObject): boolean => isPod(object) && isOver(object);
