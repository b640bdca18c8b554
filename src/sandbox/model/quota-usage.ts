import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';
import type { Pod } from './pod.js';
import { isOver } from './pod.js';
import { podResources } from './pod-resources.js';
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
  // What is counted as a pod is one.
  if (kind.plural === 'pods') return podUse(object as object as Pod, use);
  if (COUNTED.has(kind.plural)) use.set(kind.plural, ONE);
  if (kind.plural === 'persistentvolumeclaims') addClaim(object, use);
  return use;
}

/** A pod that is over takes nothing but its `count/pods`. */
function podUse(pod: Pod, use: Map<string, bigint>): Map<string, bigint> {
  if (isOver(pod)) return use;
  use.set('pods', ONE);
  for (const [name, amount] of podResources(pod.spec, 'requests')) {
    use.set(`requests.${name}`, amount);
    if (name === 'cpu' || name === 'memory') use.set(name, amount);
  }
  for (const [name, amount] of podResources(pod.spec, 'limits')) use.set(`limits.${name}`, amount);
  return use;
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
