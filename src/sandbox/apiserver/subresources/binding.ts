import type { Pod } from '../../model/pod.js';
import { cloneJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import { POD } from '../kinds/core/pods.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { readObject } from '../rest/body.js';
import { readWriteOptions } from '../rest/options.js';
import { failedPrecondition } from '../rest/precondition.js';
import { collectionOf, presentObject } from '../rest/stored.js';
import { ApiError, badRequest, conflict } from '../status/api-error.js';
import { notSupported, required } from '../status/field-error.js';

interface Binding extends KubeObject {
  target: { kind?: string; name?: string };
}

const BINDING = { group: '', version: 'v1', kind: 'Binding', struct: 'Binding' };

/** POST of a binding: a scheduler says on which node a pod is to run. */
export function bind(server: Server, request: ResourceRequest): Reply {
  const { dryRun, fieldValidation } = readWriteOptions(request.query, 'CreateOptions');
  const binding = readObject(request.body, BINDING, fieldValidation).draft as Binding;
  if (binding.metadata.name !== request.name) throw badRequest('name in URL does not match name in Binding object');
  const node = binding.target.name ?? '';
  refuseTarget(binding);
  const pod = presentObject(server, request) as Pod;
  checkPreconditions(request, pod, binding);
  refuseBound(request, pod, node);
  if (!dryRun) collectionOf(server, request.kind).replace(boundTo(server, pod, node), pod);
  return {
    form: 'plain',
    code: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
}

/** POST to the bindings of a namespace: the older way. */
export function bindByName(server: Server, request: ResourceRequest): Reply {
  const { fieldValidation } = readWriteOptions(request.query, 'CreateOptions');
  const { name } = readObject(request.body, BINDING, fieldValidation).draft.metadata;
  return bind(server, { ...request, kind: POD, name });
}

/** The server tells these faults as if they were its own. */
function refuseTarget({ target: { kind = '', name = '' } }: Binding): void {
  const errors = [
    ...(kind === '' || kind === 'Node' ? [] : [notSupported('target.kind', kind, ['Node', '<empty>'])]),
    ...(name === '' ? [required('target.name')] : []),
  ].map(({ field, message }) => `${field}: ${message}`);
  if (errors.length > 0) throw new ApiError(500, '', errors.length > 1 ? `[${errors.join(', ')}]` : errors.join(''));
}

/** A scheduler says which pod it thought of: there may be another of its name by now (BindingREST, setPodHostAndAnnotations). */
function checkPreconditions(request: ResourceRequest, { metadata: was }: Pod, { metadata }: Binding): void {
  const { uid = '', resourceVersion = '' } = metadata;
  if (uid !== '' && uid !== was.uid) {
    throw failedPrecondition(request, `UID in precondition: ${uid}, UID in object meta: ${was.uid ?? ''}`);
  }
  if (resourceVersion !== '' && resourceVersion !== was.resourceVersion) {
    const words = `ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${was.resourceVersion ?? ''}`;
    throw failedPrecondition(request, words);
  }
}

function refuseBound({ kind, name }: ResourceRequest, { metadata, spec }: Pod, node: string): void {
  const refuse = (words: string): Error => conflict({ group: kind.group, plural: 'pods/binding' }, name, words);
  if (metadata.deletionTimestamp !== undefined)
    throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName === undefined) return;
  throw refuse(`pod ${name} is already assigned to node "${spec.nodeName || node}"`);
}

function boundTo({ clock }: Server, pod: Pod, node: string): Pod {
  const draft = cloneJson(pod);
  draft.spec.nodeName = node;
  const others = (draft.status.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  draft.status.conditions = [
    ...others,
    {
      type: 'PodScheduled',
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: timestamp(clock.now()),
    },
  ];
  return draft;
}
