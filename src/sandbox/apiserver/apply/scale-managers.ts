import type { ManagedFieldsEntry } from '../../model/meta.js';
import { difference, fieldSet, hasPath, isEmptySet } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { readManagers, writeManagers } from './managers.js';
import type { Manager, Managers } from './managers.js';
import { fieldElement } from './path-element.js';

/**
 * The scale of an object is an object of its own, whose managers are those of the replicas (apimachinery
 * pkg/util/managedfields/scalehandler.go).
 */

const SCALE_VERSION = 'autoscaling/v1';

/** The replicas of a scale itself. */
const REPLICAS = ['spec', 'replicas'].map(fieldElement);
const REPLICAS_ONLY = fieldSet([REPLICAS]);

const read = (entries: readonly ManagedFieldsEntry[] | undefined): Managers =>
  readManagers(entries ?? []) ?? new Map<string, Manager>();

/** The managers of the scale of an object that has its replicas at a path. */
export function scaleManagers(
  entries: readonly ManagedFieldsEntry[] | undefined,
  path: readonly string[],
): ManagedFieldsEntry[] {
  const replicas = path.map(fieldElement);
  const held = [...read(entries)].filter(([, { fields }]) => hasPath(fields, replicas));
  return writeManagers(
    new Map(held.map(([id, manager]) => [id, { ...manager, apiVersion: SCALE_VERSION, fields: REPLICAS_ONLY }])),
  );
}

/**
 * The managers of an object after its scale was written. As on a server, who updates the scale is noted without a time,
 * since the object did not know them.
 */
export function managersAfterScale(
  parent: readonly ManagedFieldsEntry[] | undefined,
  scale: readonly ManagedFieldsEntry[] | undefined,
  { apiVersion, path }: { apiVersion: string; path: readonly string[] },
): ManagedFieldsEntry[] {
  const [before, scalers] = [read(parent), read(scale)];
  const replicas = path.map(fieldElement);
  const replicasOnly = fieldSet([replicas]);
  const after: Managers = new Map();
  for (const [id, manager] of before) {
    const left = scalers.has(id) || !hasPath(manager.fields, replicas) ? manager : without(manager, replicasOnly);
    scalers.delete(id);
    if (left !== undefined) after.set(id, left);
  }
  for (const [id, scaler] of scalers) {
    if (!hasPath(scaler.fields, REPLICAS)) continue;
    after.set(id, { ...scaler, apiVersion, time: before.get(id)?.time, fields: replicasOnly });
  }
  return writeManagers(after);
}

function without(manager: Manager, set: FieldSet): Manager | undefined {
  const fields = difference(manager.fields, set);
  return isEmptySet(fields) ? undefined : { ...manager, fields };
}
