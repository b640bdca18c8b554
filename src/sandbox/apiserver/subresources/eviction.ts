import type { DisruptionBudget } from '../../model/core.js';
import { cloneJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { isReady } from '../../model/pod.js';
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

/** POST of an eviction: deletes a pod if the disruption budgets over it allow that (registry/core/pod/storage/eviction.go). */
export function evict(server: Server, request: ResourceRequest): Reply {
  const { dryRun, fieldValidation } = readWriteOptions(request.query, 'CreateOptions');
  const eviction = readObject(request.body, EVICTION, fieldValidation).draft as Eviction;
  if (eviction.metadata.name !== request.name) throw badRequest('name in URL does not match name in Eviction object');
  const pod = presentObject(server, request) as Pod;
  const budget = isFreeToGo(pod) ? undefined : budgetOver(server, request, pod);
  const spent = budget === undefined || isSpared(budget, pod) ? undefined : oneLess(budget, pod, server.clock.now());
  const options = { ...eviction.deleteOptions, ...(dryRun && { dryRun: ['All'] }) };
  if ((options.dryRun ?? []).length > 0) deleteObject(server, request, pod, options);
  else {
    if (spent !== undefined && budget !== undefined) server.store.collection(BUDGETS).replace(spent, budget);
    checkPreconditions(pod, options);
    const { preconditions: _checked, ...rest } = options;
    deleteObject(server, request, markEvicted(server, request, pod), rest);
  }
  return {
    form: 'plain',
    code: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
}

/** Says in the pod why it goes, before it goes. */
function markEvicted({ store, clock }: Server, { kind }: ResourceRequest, pod: Pod): Pod {
  const draft = cloneJson(pod);
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget');
  draft.status.conditions = [
    ...others,
    {
      type: 'DisruptionTarget',
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: timestamp(clock.now()),
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    },
  ];
  return store.collection(kind.plural).replace(draft, pod) as Pod;
}

/** Pods that run nothing disturb nobody when they go. */
function isFreeToGo({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || ['Pending', 'Succeeded', 'Failed'].includes(status.phase ?? '');
}

const BUDGETS = 'poddisruptionbudgets.policy';

function budgetOver({ store }: Server, { namespace }: ResourceRequest, pod: Pod): DisruptionBudget | undefined {
  const budgets = (store.collection(BUDGETS).list(namespace) as DisruptionBudget[]).filter(({ spec }) =>
    selects(spec.selector, pod.metadata.labels ?? {}),
  );
  const [budget, another] = budgets;
  if (another === undefined) return budget;
  throw new ApiError(500, '', MORE_THAN_ONE);
}

const MORE_THAN_ONE =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

/** A pod that is not ready does not count among those that a budget protects. */
function isSpared({ spec, status }: DisruptionBudget, pod: Pod): boolean {
  if (isReady(pod)) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy;
}

/** The budget after one more disruption. The pod is named, until whoever counts pods saw it go. */
function oneLess(budget: DisruptionBudget, pod: Pod, now: number): DisruptionBudget {
  const { metadata, status } = budget;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) throw uncounted(budget);
  if (status.disruptionsAllowed <= 0) throw refuse(budget);
  const draft = cloneJson(budget);
  draft.status.disruptionsAllowed -= 1;
  draft.status.disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: timestamp(now) };
  return draft;
}

const WORDS = "Cannot evict pod as it would violate the pod's disruption budget.";

function refuse({ metadata, status }: DisruptionBudget): ApiError {
  const message = `The disruption budget ${metadata.name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
  return new ApiError(429, 'TooManyRequests', WORDS, { causes: [{ reason: 'DisruptionBudget', message }] });
}

/** How long to wait for whoever counts pods. */
const RETRY_SECONDS = 10;

function uncounted({ metadata }: DisruptionBudget): ApiError {
  const message = `The disruption budget ${metadata.name} is still being processed by the server.`;
  return new ApiError(429, 'TooManyRequests', WORDS, {
    causes: [{ reason: 'DisruptionBudget', message }],
    retryAfterSeconds: RETRY_SECONDS,
  });
}
