import { asJson, isObject } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { KubeObject, ManagedFieldsEntry } from '../../model/meta.js';
import { capUpdaters } from './cap.js';
import { conflictError, Conflicts } from './conflict.js';
import { difference, fieldSet, isEmptySet, union } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { KUBECTL, renewLastApplied, withoutOwn } from './last-applied.js';
import { managerId, readManagers, writeManagers } from './managers.js';
import type { Manager, Managers, Operation } from './managers.js';
import { applyTo, takeByUpdate } from './ownership.js';
import type { Application, Applied, Rules } from './ownership.js';
import { fieldElement } from './path-element.js';

/**
 * Keeps `metadata.managedFields` of an object that is written (apimachinery pkg/util/managedfields): what each manager
 * set last, and what nobody else may apply over without force.
 */

/** A write, as far as owners matter. */
export interface Write {
  readonly rules: Rules;
  /** What a new object is before anything is written into it. */
  readonly empty: JsonObject;
  /** Who writes; empty if they do not say. */
  readonly manager: string;
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  readonly time: string;
}

/** Puts the managers on a draft that is to replace `live`, or to be new. */
export function trackUpdate(write: Write, live: KubeObject | undefined, draft: KubeObject): void {
  const managers = managersBefore(write, live, draft);
  // An object that nobody tracks stays so, until somebody applies.
  const isTracked = managers.size > 0 || live === undefined;
  const before = live === undefined ? write.empty : asJson(live);
  setManagers(draft, isTracked ? update(write, before, asJson(draft), managers, write.manager) : managers);
}

/**
 * Those who managed the object before: a client may set them, and take all of them away, but not by a subresource, and
 * not by leaving them out.
 */
function managersBefore({ subresource }: Write, live: KubeObject | undefined, draft: KubeObject): Managers {
  const given = subresource === '' ? draft.metadata.managedFields : undefined;
  if (given !== undefined && isReset(given)) return new Map();
  const sent = readManagers(given ?? []);
  if (sent !== undefined && sent.size > 0) return sent;
  return readManagers(live?.metadata.managedFields ?? []) ?? new Map<string, Manager>();
}

const isReset = (entries: readonly ManagedFieldsEntry[]): boolean =>
  entries.length === 0 || (entries.length === 1 && Object.keys(entries[0] ?? {}).length === 0);

function update(write: Write, before: JsonObject, after: JsonObject, managers: Managers, name: string): Managers {
  const { managers: left, set } = takeByUpdate(write.rules, unmanaged(before), unmanaged(after), managers);
  const own = difference(set, NOBODYS);
  if (!isEmptySet(own)) {
    const writer = managerOf(write, name, 'Update');
    const id = managerId(writer);
    const before = left.get(id)?.fields;
    left.set(id, { ...writer, time: write.time, fields: before === undefined ? own : union(before, own) });
  }
  return capUpdaters(left);
}

/** Who holds what was there before somebody applied to it for the first time. */
const BEFORE = 'before-first-apply';

export interface Configuration {
  readonly object: JsonObject;
  readonly isForced: boolean;
}

/** The object with a configuration applied to it, and its managers; refused where it is somebody else's. */
export function applyConfiguration(
  write: Write,
  live: KubeObject | undefined,
  { object: config, isForced }: Configuration,
): JsonObject {
  const present = live === undefined ? write.empty : asJson(live);
  const managers = managersToApply(write, live, present);
  const applied = forceOwn(write, present, config, (force) =>
    applyOnce(write, present, config, managers, isForced || force),
  );
  const object = isObject(applied.object) ? applied.object : unmanaged(present);
  const renewed = write.manager === KUBECTL ? renewLastApplied(object, config) : object;
  return withManagers(renewed, applied.managers);
}

function managersToApply(write: Write, live: KubeObject | undefined, present: JsonObject): Managers {
  const managers = readManagers(live?.metadata.managedFields ?? []) ?? new Map<string, Manager>();
  if (managers.size > 0 || live === undefined) return managers;
  return update(write, write.empty, present, managers, BEFORE);
}

function applyOnce(
  write: Write,
  present: JsonObject,
  config: JsonObject,
  managers: Managers,
  isForced: boolean,
): Applied {
  const applier = managerOf(write, write.manager, 'Apply');
  const id = managerId(applier);
  const application: Application = { id, manager: { ...applier, time: managers.get(id)?.time }, isForced };
  const { object, managers: left } = applyTo(write.rules, unmanaged(present), config, managers, application);
  const own = left.get(id);
  const fields = own === undefined ? new Map() : difference(own.fields, NOBODYS);
  if (own === undefined || isEmptySet(fields)) left.delete(id);
  else left.set(id, { ...own, fields, time: object === undefined ? own.time : write.time });
  return { object, managers: left };
}

/** Conflicts of kubectl with what it applied itself, without the server, are none. */
function forceOwn(
  { manager, rules }: Write,
  present: JsonObject,
  _config: JsonObject,
  apply: (force: boolean) => Applied,
): Applied {
  try {
    return apply(false);
  } catch (error) {
    if (!(error instanceof Conflicts)) throw error;
    const left = manager === KUBECTL ? withoutOwn(error, rules.shape, unmanaged(present)) : error;
    if (left !== undefined) throw conflictError(left);
    return apply(true);
  }
}

const managerOf = (
  { apiVersion, subresource }: Write,
  name: string,
  operation: Operation,
): Omit<Manager, 'time' | 'fields'> => ({ name: name === '' ? 'unknown' : name, operation, apiVersion, subresource });

/** What no manager owns, though they send it (stripmeta.go). */
const NOBODYS: FieldSet = fieldSet([
  ...['apiVersion', 'kind', 'metadata'].map((name) => [fieldElement(name)]),
  ...[
    ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation'],
    ...['managedFields', 'resourceVersion'],
  ].map((name) => ['metadata', name].map(fieldElement)),
]);

/** Managers do not manage themselves. */
function unmanaged(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isObject(metadata) || metadata.managedFields === undefined) return object;
  return { ...object, metadata: { ...metadata, managedFields: undefined } };
}

function setManagers(draft: KubeObject, managers: Managers): void {
  if (managers.size === 0) delete draft.metadata.managedFields;
  else draft.metadata.managedFields = writeManagers(managers);
}

function withManagers(object: JsonObject, managers: Managers): JsonObject {
  const { metadata } = object;
  const managedFields: Json[] | undefined = managers.size === 0 ? undefined : writeManagers(managers).map(asJson);
  return { ...object, metadata: { ...(isObject(metadata) && metadata), managedFields } };
}
