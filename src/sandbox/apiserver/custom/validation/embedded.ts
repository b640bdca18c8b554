import type { Json, JsonObject } from '../../../model/json.js';
import { isObject, own } from '../../../model/json.js';
import type { ObjectMeta } from '../../../model/meta.js';
import type { FieldError } from '../../status/field-error.js';
import { invalidValue, required } from '../../status/field-error.js';
import { validateMaps } from '../../validation/meta.js';
import { dns1035Faults, pathSegmentFaults } from '../../validation/name.js';
import { fieldOf, isEmbedded, itemsOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** Objects within an object are objects, too: with a kind, a version and metadata (apiextensions-apiserver pkg/apiserver/schema/objectmeta). */
export function checkEmbedded(value: Json, schema: Schema | undefined, path: string): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return value.flatMap((item, index) => checkEmbedded(item, items, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  const within = Object.entries(value).flatMap(([key, field]) =>
    field === undefined ? [] : checkEmbedded(field, fieldOf(schema, key), join(path, key)),
  );
  return [...(isEmbedded(schema) ? checkObject(value, path) : []), ...within];
}

function checkObject(value: JsonObject, path: string): FieldError[] {
  const missing = ['apiVersion', 'kind'].filter((key) => own(value, key) === undefined);
  const { apiVersion, kind, metadata } = value;
  return [
    ...missing.map((key) => required(join(path, key))),
    ...(typeof apiVersion === 'string' ? checkVersion(apiVersion, join(path, 'apiVersion')) : []),
    ...(typeof kind === 'string' ? checkKind(kind, join(path, 'kind')) : []),
    // What was read as metadata is metadata.
    ...(isObject(metadata) ? checkMeta(metadata as object as ObjectMeta, join(path, 'metadata')) : []),
  ];
}

function checkVersion(version: string, path: string): FieldError[] {
  if (version === '') return [invalidValue(path, version, 'must not be empty')];
  if (version.split('/').length <= 2) return [];
  return [invalidValue(path, version, `unexpected GroupVersion string: ${version}`)];
}

function checkKind(kind: string, path: string): FieldError[] {
  if (kind === '') return [invalidValue(path, kind, 'must not be empty')];
  const faults = dns1035Faults(kind.toLowerCase());
  if (faults.length === 0) return [];
  return [invalidValue(path, kind, `may have mixed case, but should otherwise match: ${faults.join(',')}`)];
}

function checkMeta(metadata: ObjectMeta, path: string): FieldError[] {
  const { name = '' } = metadata as Partial<ObjectMeta>;
  return [
    ...pathSegmentFaults(name).map((fault) => invalidValue(`${path}.name`, name, fault)),
    ...validateMaps(metadata, path),
  ];
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
