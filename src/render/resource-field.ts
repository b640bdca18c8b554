import type { Container, ResourceFieldRef } from '../petset/kubernetes.js';
import { parseQuantity } from '../petset/quantity.js';

const OF_CONTAINER = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;
/** Where a container has no such limit, that of its node is what it gets. */
const OF_NODE: readonly string[] = ['limits.cpu', 'limits.memory'];

/** The number that a container gets for a limit or a request of its own, rounded up; empty where kubectl knows none. */
export function resourceFieldValue(
  { resource, divisor = 0 }: ResourceFieldRef,
  resources: Container['resources'] = {},
): string {
  const [, list, name = ''] = OF_CONTAINER.exec(resource) ?? [];
  if (list !== 'limits' && list !== 'requests') return '';
  const unit = inUnits(divisor, name) || inUnits(1, name);
  const value = roundedUp(inUnits(resources[list]?.[name] ?? 0, name), unit);
  return value === 0n && OF_NODE.includes(resource) ? 'node allocatable' : String(value);
}

/** Processors are counted in thousandths, all else in whole units. */
function inUnits(quantity: string | number, name: string): bigint {
  const nanos = parseQuantity(String(quantity)) ?? 0n;
  return roundedUp(nanos, name === 'cpu' ? 10n ** 6n : 10n ** 9n);
}

function roundedUp(amount: bigint, unit: bigint): bigint {
  return (amount + unit - 1n) / unit;
}
