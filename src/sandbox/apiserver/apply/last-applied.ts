import type { Json, JsonObject } from '../../model/json.js';
import { isObject, parseJson, withSortedKeys } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { compare } from './compare.js';
import { Conflicts } from './conflict.js';
import { difference, isEmptySet, union } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { fieldsOf } from './fields-of.js';
import { shapeFaults } from './validate.js';

/** Where `kubectl apply` without the server's help keeps what it applied. */
const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manager that may take over what it applied itself before the server did. */
export const KUBECTL = 'kubectl';

/** The most that all annotations together may hold. */
const MOST_BYTES = 256 * 1024;

/**
 * The conflicts that remain when those are forgiven that kubectl has with what it applied by itself before (apimachinery
 * pkg/util/managedfields/internal/lastappliedmanager.go).
 */
export function withoutOwn(conflicts: Conflicts, shape: Shape, present: JsonObject): Conflicts | undefined {
  const own = fieldsLastApplied(shape, present);
  if (own === undefined) return conflicts;
  const left = conflicts.byManager
    .map(([manager, fields]) => [manager, difference(fields, own)] as const)
    .filter(([, fields]) => !isEmptySet(fields));
  return left.length === 0 ? undefined : new Conflicts(left);
}

/** What was applied and still is as it was. */
function fieldsLastApplied(shape: Shape, present: JsonObject): FieldSet | undefined {
  const applied = parsed(annotationsOf(present)[ANNOTATION]);
  if (applied?.apiVersion !== present.apiVersion || applied === undefined) return undefined;
  if (shapeFaults(shape, applied).length > 0) return undefined;
  const { removed, modified, added } = compare(shape, applied, present);
  return difference(fieldsOf(shape, applied), union(union(modified, added), removed));
}

function parsed(text: Json | undefined): JsonObject | undefined {
  try {
    const value = typeof text === 'string' ? parseJson(text) : undefined;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function annotationsOf({ metadata }: JsonObject): JsonObject {
  const annotations = isObject(metadata) ? metadata.annotations : undefined;
  return isObject(annotations) ? annotations : {};
}

/** Keeps the annotation as it would be, had kubectl applied this without the server's help. */
export function renewLastApplied(object: JsonObject, config: JsonObject): JsonObject {
  const annotations = annotationsOf(object);
  const { metadata } = object;
  if ((annotations[ANNOTATION] ?? '') === '' || !isObject(metadata)) return object;
  const { [ANNOTATION]: _old, ...others } = annotations;
  const renewed = { ...others, [ANNOTATION]: `${JSON.stringify(withSortedKeys(withoutAnnotation(config)))}\n` };
  const isTooLong = JSON.stringify(renewed).length > MOST_BYTES;
  return { ...object, metadata: { ...metadata, annotations: isTooLong ? others : renewed } };
}

function withoutAnnotation(config: JsonObject): JsonObject {
  const { metadata } = config;
  if (!isObject(metadata) || !isObject(metadata.annotations)) return config;
  const { [ANNOTATION]: _own, ...annotations } = annotationsOf(config);
  return { ...config, metadata: { ...metadata, annotations } };
}
