import type { Container, PodSpec } from './pod.js';
import { containersOf, isSidecar } from './pod.js';
import { quantityNano } from './quantity.js';

type Amounts = Map<string, bigint>;

/**
 * What a pod asks for, or may use, in 10^-9 of each resource: what runs together is summed, and an init container
 * counts where it needs more than that, with the sidecars that run beside it by then (kubernetes
 * component-helpers/resource/helpers.go, PodRequests).
 */
export function podResources(spec: PodSpec, what: 'requests' | 'limits'): ReadonlyMap<string, bigint> {
  const total: Amounts = new Map();
  const sidecars: Amounts = new Map();
  const most: Amounts = new Map();
  for (const container of containersOf(spec)) add(total, amountsOf(container, what));
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(container, what);
    if (isSidecar(container)) {
      add(total, own);
      add(sidecars, own);
    }
    const together = new Map(sidecars);
    if (!isSidecar(container)) add(together, own);
    raise(most, together);
  }
  raise(total, most);
  return total;
}

const amountsOf = ({ resources }: Container, what: 'requests' | 'limits'): Amounts =>
  new Map(Object.entries(resources[what] ?? {}).map(([name, amount]) => [name, quantityNano(amount)]));

function add(sum: Amounts, amounts: Amounts): void {
  for (const [name, amount] of amounts) sum.set(name, (sum.get(name) ?? 0n) + amount);
}

function raise(most: Amounts, amounts: Amounts): void {
  for (const [name, amount] of amounts) if (amount > (most.get(name) ?? -1n)) most.set(name, amount);
}
