import { isObject } from '../../model/json.js';
import type { ManagedFieldsEntry } from '../../model/meta.js';
import { NO_FIELDS } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { FieldsError, readFields, writeFields } from './fields-v1.js';

export type Operation = 'Apply' | 'Update';

/** Somebody who wrote an object, and the fields that are theirs. */
export interface Manager {
  readonly name: string;
  readonly operation: Operation;
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** Managers by their {@link managerId}. */
export type Managers = Map<string, Manager>;

/**
 * What makes two entries one: somebody who applies is the same whatever the version, somebody who updates is not
 * (apimachinery pkg/util/managedfields/internal/managedfields.go, BuildManagerIdentifier).
 */
export function managerId({ name, operation, apiVersion, subresource }: Omit<Manager, 'time' | 'fields'>): string {
  return JSON.stringify({
    ...(name !== '' && { manager: name }),
    operation,
    ...(operation === 'Update' && { apiVersion }),
    ...(subresource !== '' && { subresource }),
  });
}

/** Reads the managers of an object; nothing if an entry cannot be read. */
export function readManagers(entries: readonly ManagedFieldsEntry[]): Managers | undefined {
  const managers: Managers = new Map();
  for (const entry of entries) {
    const manager = readManager(entry);
    if (manager === undefined) return undefined;
    managers.set(managerId(manager), manager);
  }
  return managers;
}

function readManager(entry: ManagedFieldsEntry): Manager | undefined {
  const { manager: name = '', operation, apiVersion = '', subresource = '', time, fieldsType } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  if (apiVersion === '' || fieldsType !== FIELDS_TYPE) return undefined;
  const fields = fieldsOfEntry(entry);
  return fields && { name, operation, apiVersion, subresource, time: time ?? undefined, fields };
}

const FIELDS_TYPE = 'FieldsV1';

function fieldsOfEntry({ fieldsV1 = null }: ManagedFieldsEntry): FieldSet | undefined {
  if (fieldsV1 === null) return NO_FIELDS;
  if (!isObject(fieldsV1)) return undefined;
  try {
    return readFields(fieldsV1);
  } catch (error) {
    if (error instanceof FieldsError) return undefined;
    throw error;
  }
}

/** The managers of an object as it tells them: those who apply first, then the oldest first. */
export function writeManagers(managers: Managers): ManagedFieldsEntry[] {
  return [...managers.values()].sort(byAge).map(({ name, operation, apiVersion, subresource, time, fields }) => ({
    ...(name !== '' && { manager: name }),
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: FIELDS_TYPE,
    fieldsV1: writeFields(fields),
    ...(subresource !== '' && { subresource }),
  }));
}

const ORDER = ['operation', 'time', 'name', 'apiVersion', 'subresource'] as const;

function byAge(a: Manager, b: Manager): number {
  for (const field of ORDER) {
    const [one = '', other = ''] = [a[field], b[field]];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
