import { asJson, cloneJson, equalJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { checkUpdate, mutateUpdate } from '../admission/admission.js';
import type { Kind } from '../kinds/kind.js';
import type { ResourceRequest, Server } from '../request/request.js';
import { invalid } from '../status/api-error.js';
import type { FieldError } from '../status/field-error.js';
import { validateMetaUpdate } from '../validation/meta.js';
import { isFinished } from './finished.js';
import { settleUpdateMeta } from './metadata.js';
import { ordered } from './ordered.js';
import { nameFaultsOf } from './name-rule.js';
import { checkVersion } from './precondition.js';
import { collectionOf, fromStored, toStored } from './stored.js';

/** Which part of an object a write is about: all but its status, its status, or what a subresource of its kind is for. */
export type Part = 'main' | 'status' | 'ephemeralcontainers' | 'resize';

export interface Update {
  /** One's own, decoded, with defaults. */
  readonly draft: KubeObject;
  /** What it replaces, as it is stored. */
  readonly stored: KubeObject;
  readonly part: Part;
  readonly dryRun: boolean;
}

/**
 * Checks an update against what is there and stores it: that of PUT, PATCH and scale. What the server itself changes
 * (deletions, bindings, finalizers of namespaces, budgets) goes to the store without asking anybody.
 */
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
  if (part === 'status') kind.prepareStatus?.(draft, present, server.clock.now());
  countGeneration(kind, draft, present);
  validate(kind, draft, present, part);
  if (isUnchanged(draft, present)) return present;
  checkUpdate(server, request, draft, present);
  const whole = ordered(kind, draft);
  return dryRun ? whole : commit(server, kind, whole, stored);
}

/** Whether nothing is new but the time at which somebody wrote it. */
function isUnchanged(draft: KubeObject, present: KubeObject): boolean {
  const { metadata, ...rest } = asJson(draft);
  const { metadata: was, ...old } = asJson(present);
  return equalJson(withoutTimes(draft.metadata), withoutTimes(present.metadata)) && equalJson(rest, old);
}

const withoutTimes = ({ managedFields = [], ...meta }: KubeObject['metadata']): object => ({
  ...meta,
  managedFields: managedFields.map(({ time: _time, ...entry }) => entry),
});

/** Stores a draft; one that only waited for its finalizers to go is deleted instead. */
function commit(server: Server, kind: Kind, draft: KubeObject, stored: KubeObject): KubeObject {
  const collection = collectionOf(server, kind);
  if (!isFinished(draft)) return fromStored(kind, collection.replace(toStored(kind, draft), stored));
  collection.remove(toStored(kind, draft));
  return draft;
}

/** An update of the main resource keeps the status, one of the status keeps all but status and metadata. */
function keepOtherPart(kind: Kind, draft: KubeObject, present: KubeObject, part: Part): void {
  const fields = asJson(draft);
  const was = asJson(present);
  const rules = kind.parts?.[part];
  if (rules !== undefined) {
    const { managedFields } = draft.metadata;
    Object.assign(draft, cloneJson(rules.take(draft, present)));
    if (managedFields !== undefined) draft.metadata.managedFields = managedFields;
    return;
  }
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
  draft.metadata.generation = hasSameSpec(kind, draft, present) ? generation : generation + 1;
}

/** A status that anybody may write with the rest is a part of the spec. */
function hasSameSpec(kind: Kind, draft: KubeObject, present: KubeObject): boolean {
  const { metadata: _a, status, ...spec } = asJson(draft);
  const { metadata: _b, status: oldStatus, ...was } = asJson(present);
  return equalJson(spec, was) && (kind.hasStatus === true || equalJson(status, oldStatus));
}

function ownErrors(kind: Kind, draft: KubeObject, present: KubeObject, part: Part): readonly FieldError[] {
  if (part === 'status') return kind.validateStatus?.(draft, present) ?? [];
  const rules = kind.parts?.[part];
  const changes = rules === undefined ? kind.validateUpdate?.(draft, present) : rules.validate(draft, present);
  return [...(kind.validate?.(draft) ?? []), ...(changes ?? [])];
}

function validate(kind: Kind, draft: KubeObject, present: KubeObject, part: Part): void {
  const meta = validateMetaUpdate(draft.metadata, present.metadata, nameFaultsOf(kind), kind.custom !== undefined);
  const rest =
    kind.custom?.validateUpdate(draft, present, part === 'status' ? 'status' : 'main') ??
    ownErrors(kind, draft, present, part);
  // Metadata is told twice: the server validates it for every kind and again with the rest of the kind.
  const errors = [...meta, ...meta, ...rest];
  if (errors.length > 0) throw invalid(kind, draft.metadata.name, errors);
}
