import { expect, test } from 'vitest';
import type { JsonObject, ManagedFields } from '../../../src/petset/kubernetes.js';
import { takenOver } from '../../../src/petset/managed-fields.js';

const LAST_APPLIED = { 'f:kubectl.kubernetes.io/last-applied-configuration': {} };

function entry(manager: string, operation: 'Apply' | 'Update', fieldsV1: JsonObject): ManagedFields {
  return { manager, operation, apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1 };
}

const others = entry('kubectl-edit', 'Update', { 'f:data': { 'f:others': {} } });
const created = entry('us', 'Update', { 'f:data': { '.': {}, 'f:color': {} } });
const byKubectl = entry('kubectl-client-side-apply', 'Update', {
  'f:data': { 'f:size': {} },
  'f:metadata': { 'f:annotations': LAST_APPLIED },
});

const take = (...managers: readonly ManagedFields[]): readonly ManagedFields[] | undefined =>
  takenOver(managers, 'us', 'v1');

test('what we have created becomes what we apply', () => {
  expect(take(others, created)).toEqual([others, entry('us', 'Apply', { 'f:data': { '.': {}, 'f:color': {} } })]);
});

test('what we have applied since is kept beside it', () => {
  const applied = { ...entry('us', 'Apply', { 'f:data': { 'f:shape': {} } }), time: 'then' };
  expect(take(applied, created)).toEqual([
    { ...applied, fieldsV1: { 'f:data': { 'f:shape': {}, '.': {}, 'f:color': {} } } },
  ]);
});

test('of what kubectl has applied, its own memory stays its own', () => {
  const rest = entry('kubectl-client-side-apply', 'Update', { 'f:metadata': { 'f:annotations': LAST_APPLIED } });
  const after = take(byKubectl);
  expect(after).toEqual([
    entry('us', 'Apply', { 'f:data': { 'f:size': {} }, 'f:metadata': { 'f:annotations': {} } }),
    rest,
  ]);
  expect(take(...(after ?? []))).toBeUndefined();
});

test('nobody else is touched, no subresource, and no other version', () => {
  expect(take(others)).toBeUndefined();
  expect(take(entry('us', 'Apply', { 'f:data': {} }))).toBeUndefined();
  expect(take({ ...created, subresource: 'status' })).toBeUndefined();
  expect(take({ ...created, apiVersion: 'v2' })).toBeUndefined();
});
