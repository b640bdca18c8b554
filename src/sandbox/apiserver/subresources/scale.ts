import { cloneJson, isObject, parseJson } from '../../model/json.js';
import type { Scale, Workload } from '../../model/workload.js';
import { mergePatch } from '../patch/merge-patch.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { asKubeObject, readObject } from '../rest/body.js';
import { settleName } from '../rest/metadata.js';
import { readWriteOptions } from '../rest/options.js';
import { presentObject } from '../rest/stored.js';
import { commitUpdate } from '../rest/commit.js';
import { formatSelector } from '../selectors/label-selector.js';
import { decode } from '../schema/decode.js';
import { badRequest } from '../status/api-error.js';

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale', struct: 'Scale' };

/** GET of the scale of a workload. */
export function getScale(server: Server, request: ResourceRequest): Reply {
  return answer(request, presentObject(server, request) as Workload);
}

/** PUT of a scale: sets the workload's replicas. */
export function updateScale(server: Server, request: ResourceRequest): Reply {
  const { dryRun, fieldValidation } = readWriteOptions(request.query, 'UpdateOptions');
  const scale = readObject(request.body, SCALE, fieldValidation).draft as Scale;
  settleName(request, scale);
  return setReplicas(server, request, scale, dryRun);
}

/** PATCH of a scale. A scale has no lists, so that merging by keys is merging. */
export function patchScale(server: Server, request: ResourceRequest): Reply {
  const { dryRun } = readWriteOptions(request.query, 'PatchOptions');
  const present = scaleOf(presentObject(server, request) as Workload);
  const patched = mergePatch({ ...present } as object as Record<string, never>, parseJson(request.body.text));
  if (!isObject(patched)) throw badRequest('error decoding patch: a scale is an object');
  return setReplicas(server, request, asKubeObject(decode('Scale', patched).object) as Scale, dryRun);
}

function setReplicas(server: Server, request: ResourceRequest, { metadata, spec }: Scale, dryRun: boolean): Reply {
  const stored = presentObject(server, request) as Workload;
  const draft = cloneJson(stored);
  draft.metadata.resourceVersion = metadata.resourceVersion ?? '';
  draft.spec.replicas = spec.replicas ?? 0;
  return answer(request, commitUpdate(server, request, { draft, stored, part: 'main', dryRun }) as Workload);
}

function answer({ kind }: ResourceRequest, workload: Workload): Reply {
  return { form: 'object', code: 200, kind, object: scaleOf(workload) };
}

function scaleOf({ metadata, spec, status }: Workload): Scale {
  const { name, namespace = '', uid = '', resourceVersion = '', creationTimestamp = '' } = metadata;
  const selector = formatSelector(spec.selector);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { ...(spec.replicas !== undefined && spec.replicas !== 0 && { replicas: spec.replicas }) },
    status: { replicas: status.replicas ?? 0, ...(selector !== '<none>' && { selector }) },
  };
}
