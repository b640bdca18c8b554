import { cloneJson, isObject, parseJson } from '../../model/json.js';
import type { Scale, Workload } from '../../model/workload.js';
import { emptyStruct } from '../apply/empty-object.js';
import { applyConfiguration, trackUpdate } from '../apply/field-manager.js';
import type { Write } from '../apply/field-manager.js';
import { NO_FIELDS } from '../apply/field-set.js';
import { managersAfterScale, scaleManagers } from '../apply/scale-managers.js';
import { structShape } from '../apply/shape-of.js';
import { apiVersionOf } from '../kinds/kind.js';
import { mergePatch } from '../patch/merge-patch.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { asKubeObject, readObject } from '../rest/body.js';
import { settleName } from '../rest/metadata.js';
import { APPLY, isForced } from '../rest/apply.js';
import { checkConfiguration, decodeApplied, duplicateWarnings, readConfiguration } from '../rest/configuration.js';
import { writeBy } from '../rest/managers.js';
import { readPatchOptions, readWriteOptions } from '../rest/options.js';
import type { WriteOptions } from '../rest/options.js';
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
  return updateBy(server, request, scale, dryRun);
}

/** PATCH of a scale. A scale has no lists, so that merging by keys is merging. */
export function patchScale(server: Server, request: ResourceRequest): Reply {
  const isApply = request.body.mediaType === APPLY;
  const options = readPatchOptions(request.query, isApply);
  if (isApply) return applyScale(server, request, options);
  const present = scaleOf(presentObject(server, request) as Workload);
  const patched = mergePatch({ ...present } as object as Record<string, never>, parseJson(request.body.text));
  if (!isObject(patched)) throw badRequest('error decoding patch: a scale is an object');
  return updateBy(server, request, asKubeObject(decode('Scale', patched).object) as Scale, options.dryRun);
}

function applyScale(server: Server, request: ResourceRequest, options: WriteOptions): Reply {
  const { config, duplicate } = readConfiguration(request.body.text);
  checkConfiguration(TARGET, config);
  const live = managedScale(presentObject(server, request) as Workload);
  const applied = applyConfiguration(writeOf(server, request), live, { object: config, isForced: isForced(request) });
  const warnings = duplicateWarnings(duplicate, options);
  const scale = asKubeObject(decodeApplied(TARGET, applied, config)) as Scale;
  return { ...setReplicas(server, request, scale, options.dryRun), warnings };
}

const TARGET = { ...SCALE, shape: structShape('Scale') };

/** A write of a scale, which has managers of its own. */
const writeOf = (server: Server, request: ResourceRequest): Write => ({
  ...writeBy(server, request, 'scale'),
  rules: { shape: TARGET.shape, ignored: NO_FIELDS, isServed: (apiVersion) => apiVersion === apiVersionOf(SCALE) },
  empty: emptyStruct('Scale'),
  apiVersion: apiVersionOf(SCALE),
});

/** The scale of a workload with those of its managers who hold the replicas. */
function managedScale(workload: Workload): Scale {
  const scale = scaleOf(workload);
  const managedFields = scaleManagers(workload.metadata.managedFields);
  return { ...scale, metadata: { ...scale.metadata, managedFields } };
}

function updateBy(server: Server, request: ResourceRequest, scale: Scale, dryRun: boolean): Reply {
  trackUpdate(writeOf(server, request), managedScale(presentObject(server, request) as Workload), scale);
  return setReplicas(server, request, scale, dryRun);
}

function setReplicas(server: Server, request: ResourceRequest, { metadata, spec }: Scale, dryRun: boolean): Reply {
  const stored = presentObject(server, request) as Workload;
  const draft = cloneJson(stored);
  draft.metadata.resourceVersion = metadata.resourceVersion ?? '';
  draft.spec.replicas = spec.replicas ?? 0;
  const managers = managersAfterScale(
    stored.metadata.managedFields,
    metadata.managedFields,
    apiVersionOf(request.kind),
  );
  if (managers.length > 0) draft.metadata.managedFields = managers;
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
