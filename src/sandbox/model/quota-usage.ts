import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';
import { quantityNano } from './quantity.js';

const ONE = 1_000_000_000n;

/** Kinds whose number has a resource of its own, beside `count/...`. */
const COUNTED = new Set([
  ...['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  'persistentvolumeclaims',
]);

/** What one object takes of a quota, in 10^-9 of each resource. */
export function quotaUse(kind: { group: string; plural: string }, object: JsonObject): ReadonlyMap<string, bigint> {
  const counted = `count/${kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`}`;
  const use = new Map<string, bigint>([[counted, ONE]]);
  if (kind.group !== '') return use;
  if (kind.plural === 'pods') return podUse(object, use);
  if (COUNTED.has(kind.plural)) use.set(kind.plural, ONE);
  if (kind.plural === 'persistentvolumeclaims') addClaim(object, use);
  return use;
}

/** A pod that is over takes nothing but its `count/pods`. */
function podUse(pod: JsonObject, use: Map<string, bigint>): Map<string, bigint> {
  const phase = text(field(pod, 'status'), 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') return use;
  use.set('pods', ONE);
  const containers = field(pod, 'spec').containers;
  for (const container of Array.isArray(containers) ? containers : []) addContainer(asObject(container), use);
  return use;
}

function addContainer(container: JsonObject, use: Map<string, bigint>): void {
  const resources = field(container, 'resources');
  for (const [name, amount] of Object.entries(field(resources, 'requests'))) {
    add(use, `requests.${name}`, amount);
    if (name === 'cpu' || name === 'memory') add(use, name, amount);
  }
  for (const [name, amount] of Object.entries(field(resources, 'limits'))) add(use, `limits.${name}`, amount);
}

function addClaim(claim: JsonObject, use: Map<string, bigint>): void {
  const spec = field(claim, 'spec');
  const storage = field(field(spec, 'resources'), 'requests').storage;
  add(use, 'requests.storage', storage);
  const storageClass = text(spec, 'storageClassName');
  if (storageClass === '') return;
  const prefix = `${storageClass}.storageclass.storage.k8s.io`;
  add(use, `${prefix}/requests.storage`, storage);
  use.set(`${prefix}/persistentvolumeclaims`, ONE);
}

function add(use: Map<string, bigint>, resource: string, amount: Json | undefined): void {
  if (typeof amount === 'string') use.set(resource, (use.get(resource) ?? 0n) + quantityNano(amount));
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const field = (object: JsonObject, name: string): JsonObject => asObject(object[name]);

const text = (object: JsonObject, name: string): string => {
  const value = object[name];
  return typeof value === 'string' ? value : '';
};
