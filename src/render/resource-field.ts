import type { Container, ResourceFieldRef } from '../petset/kubernetes.js';

/** What a suffix of a quantity multiplies by. Source: apimachinery pkg/api/resource. */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const OF_CONTAINER = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** The number that a container gets for a limit or a request of its own, rounded up; empty where kubectl knows none. */
export function resourceFieldValue(
  { resource, divisor = 1 }: ResourceFieldRef,
  resources: Container['resources'] = {},
): string {
  const [, list, name = ''] = OF_CONTAINER.exec(resource) ?? [];
  if (list !== 'limits' && list !== 'requests') return '';
  const unit = inUnits(divisor, name);
  const value = Math.ceil(inUnits(resources[list]?.[name] ?? 0, name) / (unit === 0 ? inUnits(1, name) : unit));
  return value === 0 && OF_NODE.includes(resource) ? 'node allocatable' : String(value);
}

/** Where a container has no such limit, that of its node is what it gets. */
const OF_NODE: readonly string[] = ['limits.cpu', 'limits.memory'];

/** Processors are counted in thousandths, all else in whole units. */
function inUnits(quantity: string | number, name: string): number {
  const amount = amountOf(quantity);
  return name === 'cpu' ? Math.ceil(amount * 1_000) : Math.ceil(amount);
}

function amountOf(quantity: string | number): number {
  const [, number = '', suffix = ''] = /^([-+]?[\d.]+(?:[eE][-+]?\d+)?)([a-zA-Z]*)$/.exec(String(quantity)) ?? [];
  return Number(number) * (SUFFIXES[suffix] ?? Number.NaN);
}
