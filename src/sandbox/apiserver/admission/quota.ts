import { asJson, own } from '../../model/json.js';
import type { ResourceQuota } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { formatQuantity, quantityNano } from '../../model/quantity.js';
import { collectionName } from '../kinds/kind.js';
import type { ResourceRequest, Server } from '../request/request.js';
import { forbidden } from '../status/api-error.js';
import type { Plugin } from './plugin.js';
import { quotaUse } from '../../model/quota-usage.js';
import { podOf } from './plugin.js';

/** Refuses what a quota of the namespace has no room for, and counts what it lets in. */
export const QUOTA: Plugin = {
  checkCreate: (server, request, object) => charge(server, request, object, undefined),
  checkUpdate: (server, request, object, present) => charge(server, request, object, present),
};

function charge(server: Server, request: ResourceRequest, object: KubeObject, present: KubeObject | undefined): void {
  const { kind, namespace } = request;
  if (namespace === '') return;
  const quotas = server.store.collection('resourcequotas').list(namespace) as ResourceQuota[];
  if (quotas.length === 0) return;
  const added = difference(quotaUse(kind, asJson(object)), present && quotaUse(kind, asJson(present)));
  const pod = present === undefined ? podOf(request, object) : undefined;
  if (pod !== undefined) for (const quota of quotas) refuseUnspecified(request, pod, quota);
  for (const quota of quotas) refuseExcess(request, object, quota, added);
  // What the store is about to refuse as a second one of its name takes nothing.
  const isTaken = present === undefined && exists(server, request, object);
  if (isTaken || request.query.has('dryRun')) return;
  for (const quota of quotas) count(server, quota, added);
}

const exists = ({ store }: Server, { kind, namespace }: ResourceRequest, { metadata }: KubeObject): boolean =>
  store.collection(collectionName(kind)).get(namespace, metadata.name) !== undefined;

/** Resources that every container must speak of once a quota does (pkg/quota/v1/evaluator/core/pods.go, Constraints). */
const SPECIFIED: Readonly<Record<string, readonly ['requests' | 'limits', string]>> = {
  cpu: ['requests', 'cpu'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
  memory: ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
};

function refuseUnspecified({ kind }: ResourceRequest, { metadata, spec }: Pod, quota: ResourceQuota): void {
  const { hard } = quota.status;
  const missing = Object.entries(SPECIFIED).flatMap(([resource, [part, name]]) => {
    if (own(hard, resource) === undefined) return [];
    const silent = [...containersOf(spec), ...(spec.initContainers ?? [])]
      .filter(({ resources }) => own(resources[part], name) === undefined)
      .map((container) => container.name);
    return silent.length === 0 ? [] : [`${resource} for: ${silent.sort().join(',')}`];
  });
  if (missing.length === 0) return;
  const words = `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`;
  throw forbidden(kind, metadata.name, words);
}

type Amounts = ReadonlyMap<string, bigint>;

/** What a write adds to what is used, resource by resource. */
function difference(now: Amounts, before: Amounts | undefined): Amounts {
  return new Map([...now].map(([resource, amount]) => [resource, amount - (before?.get(resource) ?? 0n)]));
}

function refuseExcess({ kind }: ResourceRequest, { metadata }: KubeObject, quota: ResourceQuota, added: Amounts): void {
  const { hard = {}, used = {} } = quota.status;
  const exceeded = Object.keys(hard).filter((resource) => {
    const more = added.get(resource) ?? 0n;
    return more > 0n && quantityNano(used[resource] ?? '0') + more > quantityNano(hard[resource] ?? '0');
  });
  if (exceeded.length === 0) return;
  const tell = (amount: (resource: string) => string): string =>
    exceeded
      .sort()
      .map((resource) => `${resource}=${amount(resource)}`)
      .join(',');
  const requested = tell((resource) => formatQuantity(added.get(resource) ?? 0n, hard[resource] ?? '0'));
  const words = `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${tell((resource) => used[resource] ?? '0')}, limited: ${tell((resource) => hard[resource] ?? '0')}`;
  throw forbidden(kind, metadata.name, words);
}

/** What is let in counts at once, so that two writes cannot share the last place; a controller corrects the sum later. */
function count({ store }: Server, quota: ResourceQuota, added: Amounts): void {
  const { hard = {}, used = {} } = quota.status;
  const changed = Object.keys(hard).filter((resource) => (added.get(resource) ?? 0n) > 0n);
  if (changed.length === 0) return;
  const sums = changed.map((resource) => {
    const present = used[resource] ?? '0';
    return [
      resource,
      formatQuantity(quantityNano(present) + (added.get(resource) ?? 0n), hard[resource] ?? '0'),
    ] as const;
  });
  const draft: ResourceQuota = {
    ...quota,
    metadata: { ...quota.metadata },
    status: { hard, used: { ...used, ...Object.fromEntries(sums) } },
  };
  store.collection('resourcequotas').replace(draft, quota);
}
