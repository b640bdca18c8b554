import { asJson, cloneJson, isObject } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { Scale, Workload } from '../../model/workload.js';
import { emptyStruct } from '../apply/empty-object.js';
import { applyConfiguration, trackUpdate } from '../apply/field-manager.js';
import type { Write } from '../apply/field-manager.js';
import { NO_FIELDS } from '../apply/field-set.js';
import { managersAfterScale, scaleManagers } from '../apply/scale-managers.js';
import { structShape } from '../apply/shape-of.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { ScaleRules } from '../kinds/kind.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { asKubeObject, readObject } from '../rest/body.js';
import { settleName } from '../rest/metadata.js';
import { isForced } from '../rest/apply.js';
import { checkConfiguration, decodeApplied, duplicateWarnings, readConfiguration } from '../rest/configuration.js';
import { writeBy } from '../rest/managers.js';
import { readPatchOptions, readWriteOptions } from '../rest/options.js';
import type { WriteOptions } from '../rest/options.js';
import { isApply, patchedBy } from '../rest/patch.js';
import { fromStored, presentObject } from '../rest/stored.js';
import { commitUpdate } from '../rest/commit.js';
import { formatSelector } from '../selectors/label-selector.js';
import { decode } from '../schema/decode.js';
import { badRequest } from '../status/api-error.js';

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale', struct: 'Scale' };

/** Replicas and their selector are where workloads have them. */
const WORKLOAD_SCALE: ScaleRules = {
  path: ['spec', 'replicas'],
  read: (object) => {
    const { spec, status } = object as Workload;
    const selector = formatSelector(spec.selector);
    const current = status.replicas ?? 0;
    return { replicas: spec.replicas, current, selector: selector === '<none>' ? '' : selector };
  },
  write: (draft, replicas) => {
    (draft as Workload).spec.replicas = replicas;
  },
};

/** GET of the scale of an object. */
export function getScale(server: Server, request: ResourceRequest): Reply {
  return answer(request, present(server, request));
}

/** PUT of a scale: sets the replicas of its object. */
export function updateScale(server: Server, request: ResourceRequest): Reply {
  const { dryRun, fieldValidation } = readWriteOptions(request.query, 'UpdateOptions');
  const scale = readObject(request.body, SCALE, fieldValidation).draft as Scale;
  settleName(request, scale);
  return updateBy(server, request, scale, dryRun);
}

/** PATCH of a scale. A scale has no lists, so that merging by keys is merging. */
export function patchScale(server: Server, request: ResourceRequest): Reply {
  const options = readPatchOptions(request.query, isApply(request.body));
  if (isApply(request.body)) return applyScale(server, request, options);
  const was = scaleOf(request, present(server, request));
  const patched = patchedBy({ kind: request.kind, struct: 'Scale' }, { ...asJson(was) }, request.body);
  if (!isObject(patched)) throw badRequest('error decoding patch: a scale is an object');
  return updateBy(server, request, asKubeObject(decode('Scale', patched).object) as Scale, options.dryRun);
}

function applyScale(server: Server, request: ResourceRequest, options: WriteOptions): Reply {
  const { config, duplicate } = readConfiguration(request.body.text);
  checkConfiguration(TARGET, config);
  const live = managedScale(request, present(server, request));
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

/** The scale of an object with those of its managers who hold the replicas. */
function managedScale(request: ResourceRequest, object: KubeObject): Scale {
  const scale = scaleOf(request, object);
  const managedFields = scaleManagers(object.metadata.managedFields, rulesOf(request).path);
  return { ...scale, metadata: { ...scale.metadata, managedFields } };
}

function updateBy(server: Server, request: ResourceRequest, scale: Scale, dryRun: boolean): Reply {
  trackUpdate(writeOf(server, request), managedScale(request, present(server, request)), scale);
  return setReplicas(server, request, scale, dryRun);
}

const present = (server: Server, request: ResourceRequest): KubeObject =>
  fromStored(request.kind, presentObject(server, request));

const rulesOf = ({ kind }: ResourceRequest): ScaleRules => kind.scale ?? WORKLOAD_SCALE;

function setReplicas(server: Server, request: ResourceRequest, { metadata, spec }: Scale, dryRun: boolean): Reply {
  const stored = presentObject(server, request);
  const draft = cloneJson(fromStored(request.kind, stored));
  const { resourceVersion = '' } = metadata;
  if (resourceVersion !== '') draft.metadata.resourceVersion = resourceVersion;
  rulesOf(request).write(draft, spec.replicas ?? 0);
  const place = { apiVersion: apiVersionOf(request.kind), path: rulesOf(request).path };
  const managers = managersAfterScale(draft.metadata.managedFields, metadata.managedFields, place);
  if (managers.length > 0) draft.metadata.managedFields = managers;
  return answer(request, commitUpdate(server, request, { draft, stored, part: 'main', dryRun }));
}

/** A scale is no custom resource, whatever it is the scale of. */
function answer(request: ResourceRequest, object: KubeObject): Reply {
  const { custom: _, ...kind } = request.kind;
  return { form: 'object', code: 200, kind, object: scaleOf(request, object) };
}

function scaleOf(request: ResourceRequest, object: KubeObject): Scale {
  const { name, namespace, uid = '', resourceVersion = '', creationTimestamp = '' } = object.metadata;
  const { replicas = 0, current, selector } = rulesOf(request).read(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace !== undefined && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { ...(replicas !== 0 && { replicas }) },
    status: { replicas: current, ...(selector !== '' && { selector }) },
  };
}
