import { asJson, cloneJson, equalJson, isObject } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
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
import type { ReadBody } from '../rest/body.js';
import { settleName } from '../rest/metadata.js';
import { isForced } from '../rest/apply.js';
import {
  checkConfiguration,
  conversionFault,
  decodeApplied,
  duplicateWarnings,
  readConfiguration,
} from '../rest/configuration.js';
import { writeBy } from '../rest/managers.js';
import { readPatchOptions, readWriteOptions } from '../rest/options.js';
import type { FieldValidation, WriteOptions } from '../rest/options.js';
import { isApply, patchedBy } from '../rest/patch.js';
import { fromStored, presentObject } from '../rest/stored.js';
import { commitUpdate } from '../rest/commit.js';
import { formatSelector } from '../selectors/label-selector.js';
import { decode } from '../schema/decode.js';
import { ApiError, badRequest } from '../status/api-error.js';

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
  const { draft, warnings } = readScale(request, fieldValidation);
  for (const warning of warnings) request.warn(warning);
  const scale = draft as Scale;
  settleName(request, scale);
  return updateBy(server, request, scale, dryRun);
}

/** For a custom resource, the server has no words for a scale that it cannot read. */
function readScale({ kind, body }: ResourceRequest, fieldValidation: FieldValidation): ReadBody {
  try {
    return readObject(body, SCALE, fieldValidation);
  } catch (error) {
    if (
      kind.custom === undefined ||
      !(error instanceof ApiError) ||
      !error.message.includes(' cannot be handled as ')
    ) {
      throw error;
    }
    throw badRequest(`no kind is registered for the type v1.Scale in scheme "${CUSTOM_SCHEME}"`);
  }
}

const CUSTOM_SCHEME = 'k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go:730';

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
  const { config, duplicates } = readConfiguration(request.body.text);
  checkConfiguration(TARGET, config);
  const live = managedScale(request, present(server, request));
  const applied = applyConfiguration(writeOf(server, request), live, { object: config, isForced: isForced(request) });
  if (request.kind.custom !== undefined && isChanged(applied, live)) throw unconvertible(config);
  const warnings = duplicateWarnings(duplicates, options);
  const scale = asKubeObject(decodeApplied(TARGET, applied, config)) as Scale;
  return { ...setReplicas(server, request, scale, options.dryRun), warnings };
}

/** A scale of a custom resource can be applied as long as nothing comes of it: the server does not convert what would. */
const unconvertible = (config: JsonObject): ApiError =>
  conversionFault(config, `request to convert CR to an invalid group/version: ${apiVersionOf(SCALE)}`);

/** Whether more is new than who manages it. */
function isChanged({ metadata, ...applied }: JsonObject, live: Scale): boolean {
  const { metadata: was, ...present } = asJson(live);
  return !equalJson(applied, present) || !equalJson(withoutManagers(metadata), withoutManagers(was));
}

const withoutManagers = (metadata: Json | undefined): JsonObject => ({
  ...(isObject(metadata) && metadata),
  managedFields: undefined,
});

const TARGET = { ...SCALE, shape: structShape('Scale') };

/** A write of a scale, which has managers of its own. */
const writeOf = (server: Server, request: ResourceRequest): Write => ({
  ...writeBy(server, request, 'scale'),
  rules: {
    apiVersion: apiVersionOf(SCALE),
    shape: TARGET.shape,
    ignored: NO_FIELDS,
    shapeAt: (apiVersion) => (apiVersion === apiVersionOf(SCALE) ? TARGET.shape : undefined),
  },
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
