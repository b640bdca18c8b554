import { equalJson } from '../../model/json.js';
import { matchesSelector } from '../../model/labels.js';
import type { ClusterRole, PolicyRule } from '../../model/rbac.js';
import type { Informer } from '../client/informer.js';
import { CLUSTER_ROLES } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';

/** Gives roles that are made of others the rules of those (pkg/controller/clusterroleaggregation). */
export class RoleAggregation implements Controller {
  readonly #surroundings: Surroundings;
  readonly #roles: Informer<ClusterRole>;
  readonly #queue: WorkQueue;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#roles = surroundings.informers.of(CLUSTER_ROLES);
    this.#queue = new WorkQueue(surroundings.clock, (name) => this.#aggregate(name));
  }

  start(): void {
    // Any role may be part of any other one, and there are few.
    this.#roles.listen(() => {
      for (const { metadata, aggregationRule } of this.#roles.all())
        if (aggregationRule !== undefined) this.#queue.add(metadata.name);
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  async #aggregate(name: string): Promise<void> {
    const role = this.#roles.get('', name);
    if (role?.aggregationRule === undefined) return;
    const rules = aggregated(role, this.#roles.all());
    if (equalJson(rules, role.rules ?? [])) return;
    await this.#surroundings.client.update(CLUSTER_ROLES, { ...role, rules });
  }
}

/** The rules of all roles that are part of one, each once, by the names of the roles. */
export function aggregated(
  { metadata, aggregationRule }: ClusterRole,
  roles: readonly ClusterRole[],
): readonly PolicyRule[] {
  const others = roles
    .filter((other) => other.metadata.name !== metadata.name)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rules = (aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector) =>
    others.filter((other) => matchesSelector(selector, other.metadata.labels)).flatMap((other) => other.rules ?? []),
  );
  return rules.filter((rule, index) => rules.findIndex((other) => equalJson(other, rule)) === index);
}
