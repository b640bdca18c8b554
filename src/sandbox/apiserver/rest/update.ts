import { asJson, equalJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { checkUpdate, mutateUpdate } from '../admission/admission.js';
import type { Kind } from '../kinds/kind.js';
import { ApiError, conflict, invalid, MODIFIED, notFound } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import { validateMetaUpdate } from '../validation/meta.js';
import { expectedOf, readObject } from './body.js';
import { createObject, warningsOf } from './create.js';
import { settleName, settleNamespace, settleUpdateMeta } from './metadata.js';
import { nameFaultsOf } from './name-rule.js';
import { readWriteOptions } from './options.js';
import type { ObjectReply, ResourceRequest, Server } from '../request/request.js';
import { collectionOf, fromStored, toStored } from './stored.js';

/** Which part of an object a write is about. */
export type Part = 'main' | 'status';

/** PUT of an object or of its status. */
export function update(server: Server, request: ResourceRequest, part: Part): ObjectReply {
  const { kind, namespace, name } = request;
  const options = readWriteOptions(request.query, 'UpdateOptions');
  const { draft, warnings } = readObject(request.body, expectedOf(kind), options.fieldValidation);
  settleName(request, draft);
  settleNamespace(request, draft);
  const stored = collectionOf(server, kind).get(namespace, name);
  if (stored === undefined) {
    if (kind.createsOnUpdate !== true || part !== 'main') throw notFound(kind, name);
    checkUid(request, draft, undefined);
    delete draft.metadata.resourceVersion;
    const object = createObject(server, request, draft, options.dryRun);
    return { form: 'object', code: 201, kind, object, warnings: [...warnings, ...warningsOf(kind, object)] };
  }
  checkUid(request, draft, stored);
  kind.setDefaults?.(draft);
  const object = commitUpdate(server, request, { draft, stored, part, dryRun: options.dryRun });
  return { form: 'object', code: 200, kind, object, warnings };
}

export interface Update {
  /** One's own, decoded, with defaults. */
  readonly draft: KubeObject;
  /** What it replaces, as it is stored. */
  readonly stored: KubeObject;
  readonly part: Part;
  readonly dryRun: boolean;
}

/** Checks an update against what is there and stores it; every write to an existing object ends here. */
export function commitUpdate(
  server: Server,
  request: ResourceRequest,
  { draft, stored, part, dryRun }: Update,
): KubeObject {
  const { kind } = request;
  const present = fromStored(kind, stored);
  checkVersion(kind, draft, present);
  settleUpdateMeta(draft, present);
  keepOtherPart(kind, draft, present, part);
  if (part === 'main') mutateUpdate(server, request, draft, present);
  if (part === 'main') kind.prepareUpdate?.(draft, present);
  else kind.prepareStatus?.(draft, present, server.clock.now());
  countGeneration(kind, draft, present);
  validate(kind, draft, present, part);
  if (equalJson(draft, present)) return present;
  checkUpdate(server, request, draft, present);
  if (dryRun) return draft;
  return commit(server, kind, draft, stored);
}

/** Stores a draft; one that only waited for its finalizers to go is deleted instead. */
function commit(server: Server, kind: Kind, draft: KubeObject, stored: KubeObject): KubeObject {
  const collection = collectionOf(server, kind);
  if (!isFinished(draft)) return fromStored(kind, collection.replace(toStored(kind, draft), stored));
  collection.remove(toStored(kind, draft));
  return draft;
}

/** Terminating, out of grace, and held by nobody (a namespace: nor by its contents). */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false;
  if (object.kind !== 'Namespace') return true;
  const spec = asJson(object).spec as { finalizers?: string[] } | undefined;
  return (spec?.finalizers ?? []).length === 0;
}

function checkVersion(kind: Kind, { metadata }: KubeObject, present: KubeObject): void {
  const { resourceVersion = '', name } = metadata;
  const was = present.metadata;
  if (resourceVersion === '' && kind.needsResourceVersion === true) {
    throw invalid(kind, name, [invalidValue('metadata.resourceVersion', '', 'must be specified for an update')]);
  }
  if (!/^\d*$/.test(resourceVersion)) {
    throw new ApiError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  }
  if (resourceVersion !== '' && resourceVersion !== '0' && resourceVersion !== was.resourceVersion) {
    throw conflict(kind, name, MODIFIED);
  }
}

/** A whole object that tells the uid of another is refused by the storage, and the server passes its words on. */
function checkUid(
  { kind, namespace, name }: ResourceRequest,
  { metadata }: KubeObject,
  stored: KubeObject | undefined,
): void {
  const { uid = '' } = metadata;
  const was = stored?.metadata.uid ?? '';
  if (uid === '' || uid === was) return;
  const key = ['/registry', ...storageKey(kind), ...(namespace === '' ? [] : [namespace]), name].join('/');
  const reason = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${was}`;
  const words = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${reason}`;
  throw conflict(kind, name, words);
}

/** Where a server keeps a kind, under names that are older than some of its resources. */
function storageKey({ group, plural }: Kind): string[] {
  const key = OLD_KEYS[plural];
  if (group === '' && key !== undefined) return [key];
  return [plural];
}

const OLD_KEYS: Readonly<Record<string, string>> = {
  services: 'services/specs',
  endpoints: 'services/endpoints',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
};

/** An update of the main resource keeps the status, one of the status keeps all but status and metadata. */
function keepOtherPart(kind: Kind, draft: KubeObject, present: KubeObject, part: Part): void {
  const fields = asJson(draft);
  const was = asJson(present);
  if (part === 'main') {
    if (kind.hasStatus === true) fields.status = was.status;
    return;
  }
  for (const field of new Set([...Object.keys(fields), ...Object.keys(was)])) {
    if (field !== 'status' && field !== 'metadata') fields[field] = was[field];
  }
}

function countGeneration(kind: Kind, draft: KubeObject, present: KubeObject): void {
  if (kind.countsGenerations !== true) return;
  const generation = present.metadata.generation ?? 0;
  draft.metadata.generation = hasSameSpec(draft, present) ? generation : generation + 1;
}

function hasSameSpec(draft: KubeObject, present: KubeObject): boolean {
  const { metadata: _a, status: _b, ...spec } = asJson(draft);
  const { metadata: _c, status: _d, ...was } = asJson(present);
  return equalJson(spec, was);
}

function validate(kind: Kind, draft: KubeObject, present: KubeObject, part: Part): void {
  const meta = validateMetaUpdate(draft.metadata, present.metadata, nameFaultsOf(kind));
  const rest =
    part === 'main' ? [...(kind.validate?.(draft) ?? []), ...(kind.validateUpdate?.(draft, present) ?? [])] : [];
  // Metadata is told twice: the server validates it for every kind and again with the rest of the kind.
  const errors = [...meta, ...meta, ...rest];
  if (errors.length > 0) throw invalid(kind, draft.metadata.name, errors);
}
