import type { DisruptionBudget } from '../../model/core.js';
import { cloneJson } from '../../model/json.js';
import type { Condition, KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { timestamp } from '../../platform/clock.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { readObject } from '../rest/body.js';
import { checkPreconditions, deleteObject } from '../rest/delete.js';
import type { DeleteOptions } from '../rest/delete-options.js';
import { readWriteOptions } from '../rest/options.js';
import { presentObject } from '../rest/stored.js';
import { selects } from '../selectors/label-selector.js';
import { ApiError, badRequest } from '../status/api-error.js';

interface Eviction extends KubeObject {
  deleteOptions?: DeleteOptions;
}

const EVICTION = { group: 'policy', version: 'v1', kind: 'Eviction', struct: 'Eviction' };

/** POST of an eviction: deletes a pod if the disruption budgets over it allow that. */
export function evict(server: Server, request: ResourceRequest): Reply {
  const { dryRun, fieldValidation } = readWriteOptions(request.query, 'CreateOptions');
  const eviction = readObject(request.body, EVICTION, fieldValidation).draft as Eviction;
  if (eviction.metadata.name !== request.name) throw badRequest('name in URL does not match name in Eviction object');
  const pod = presentObject(server, request) as Pod;
  if (!isFreeToGo(pod)) spendBudget(server, request, pod, dryRun);
  deleteEvicted(server, request, pod, { ...eviction.deleteOptions, ...(dryRun && { dryRun: ['All'] }) });
  return {
    form: 'plain',
    code: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
}

/** The preconditions are about the pod as it was before it was told why it goes. */
function deleteEvicted(server: Server, request: ResourceRequest, pod: Pod, options: DeleteOptions): void {
  checkPreconditions(pod, options);
  const { preconditions: _met, ...others } = options;
  const isDry = (options.dryRun ?? []).length > 0;
  deleteObject(server, request, isDry ? pod : tellWhy(server, pod), others);
}

/** Says in the status that somebody asked for the end of the pod (pkg/registry/core/pod/storage/eviction.go). */
function tellWhy({ store, clock }: Server, pod: Pod): Pod {
  const conditions = pod.status.conditions ?? [];
  if (conditions.some(({ type, reason }) => type === EVICTED.type && reason === EVICTED.reason)) return pod;
  const { type, status, reason, message } = EVICTED;
  const lastTransitionTime = timestamp(clock.now());
  const condition: Condition = { type, status, lastProbeTime: null, lastTransitionTime, reason, message };
  const draft = cloneJson(pod);
  draft.status.conditions = [...conditions.filter((one) => one.type !== type), condition];
  store.collection('pods').replace(draft, pod);
  return draft;
}

const EVICTED = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
} as const;

/** Pods that run nothing disturb nobody when they go. */
function isFreeToGo({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || ['Pending', 'Succeeded', 'Failed'].includes(status.phase ?? '');
}

function spendBudget({ store }: Server, { namespace }: ResourceRequest, pod: Pod, dryRun: boolean): void {
  const collection = store.collection('poddisruptionbudgets.policy');
  const budgets = (collection.list(namespace) as DisruptionBudget[]).filter(({ spec }) =>
    selects(spec.selector, pod.metadata.labels ?? {}),
  );
  const [budget, another] = budgets;
  if (another !== undefined) {
    throw new ApiError(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      {},
    );
  }
  if (budget === undefined) return;
  if (budget.status.observedGeneration === undefined || budget.status.disruptionsAllowed <= 0) throw refuse(budget);
  if (dryRun) return;
  const draft = cloneJson(budget);
  draft.status.disruptionsAllowed -= 1;
  collection.replace(draft, budget);
}

function refuse({ metadata, status }: DisruptionBudget): ApiError {
  const words = "Cannot evict pod as it would violate the pod's disruption budget.";
  const detail = `The disruption budget ${metadata.name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
  return new ApiError(429, 'TooManyRequests', words, { causes: [{ reason: 'DisruptionBudget', message: detail }] });
}
