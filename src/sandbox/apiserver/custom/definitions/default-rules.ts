import { cloneJson, equalJson } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { invalidValue } from '../../status/field-error.js';
import { prune } from '../content/prune.js';
import { isEmbedded, itemsOf, META_FIELDS } from '../schema.js';
import type { Schema } from '../schema.js';
import { checkEmbedded } from '../validation/embedded.js';
import { NOWHERE } from '../validation/result.js';
import { validateValue } from '../validation/value.js';

/** Defaults fit the schemas that they are of, and have no fields that the schema does not know. */
export function defaultErrors(schema: Schema, path: string, isInMeta = false): FieldError[] {
  const items = itemsOf(schema);
  return [
    ...(schema.default === undefined || isInMeta ? [] : ownErrors(schema, `${path}.default`)),
    ...(items === undefined ? [] : defaultErrors(items, `${path}.items`, isInMeta)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      defaultErrors(property, `${path}.properties[${name}]`, isInMeta || (isEmbedded(schema) && META_FIELDS.has(name))),
    ),
  ];
}

function ownErrors(schema: Schema, path: string): FieldError[] {
  const value = schema.default ?? null;
  const pruned = cloneJson(value);
  prune(pruned, schema);
  const unknown = equalJson(pruned, value) ? [] : [invalidValue(path, value, 'must not have unknown fields')];
  const embedded = isEmbedded(schema) ? checkEmbedded(value, schema, path) : [];
  if (embedded.length > 0) return [...unknown, ...embedded];
  const fitting = validateValue(value, schema, '').errors.map((error) => ({
    ...error,
    field: error.field === NOWHERE ? path : `${path}.${error.field}`,
  }));
  return [...unknown, ...fitting];
}
