import { DEFAULTS } from '../defaults.js';
import type { FieldPath } from '../field-error.js';
import { getIn, isMap } from '../json-edit.js';
import type { Json, JsonObject } from '../kubernetes.js';
import type { Schema } from '../schema.js';
import type { ServerKeywords, ServerSchema } from './openapi.js';

/** By the path of a field, `spec.volumeClaimTemplates[].metadata.name`: what the definition says of it besides. */
export type Additions = Readonly<Record<string, ServerKeywords>>;

interface Place {
  readonly path: FieldPath;
  readonly additions: Additions;
  /** A null that is written there stays, as it does in the record of a config map: the hash of a template depends on it. */
  readonly keepsNull: boolean;
  readonly isRequired: boolean;
}

/** Whose every field stays as it was written. */
const KEPT_AS_WRITTEN = ['spec.template', 'spec.volumeClaimTemplates'];

/** The schema of documents as the structural schema of a definition: with formats, defaults, and what is added field by field. */
export function structural(schema: Schema, additions: Additions): ServerSchema {
  return within(schema, { path: [], additions, keepsNull: false, isRequired: true });
}

function within(schema: Schema, place: Place): ServerSchema {
  const { properties, additionalProperties, items, ...own } = schema;
  const name = nameOf(place.path);
  const keepsNull = place.keepsNull || KEPT_AS_WRITTEN.includes(name);
  const below = (part: string, isRequired: boolean): Place => ({
    ...place,
    path: [...place.path, part],
    keepsNull,
    isRequired,
  });
  return {
    ...own,
    ...(schema.type === 'integer' && formatOf(schema)),
    ...(place.keepsNull && !place.isRequired && { nullable: true }),
    ...defaultAt(place.path),
    ...place.additions[name],
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([field, child]) => {
          const isRequired = schema.required?.includes(field) ?? false;
          return [field, within(child, below(field, isRequired))];
        }),
      ),
    }),
    ...(additionalProperties && { additionalProperties: within(additionalProperties, below('{}', false)) }),
    ...(items && { items: within(items, below('[]', true)) }),
  };
}

function formatOf({ maximum }: Schema): ServerKeywords {
  return { format: maximum === undefined ? 'int64' : 'int32' };
}

/** How additions name a field. */
function nameOf(path: FieldPath): string {
  return path.join('.').replaceAll('.[]', '[]').replaceAll('.{}', '{}');
}

/** A map is there by default when something in it is. */
function defaultAt([root, ...path]: FieldPath): ServerKeywords {
  if (root !== 'spec' || path.length === 0) return {};
  const value = getIn(asJson(DEFAULTS), path);
  return value === undefined ? {} : { default: isMap(value) ? {} : value };
}

/** The same: it is a type of ours, and all of it is JSON. */
function asJson(value: object): Json {
  return value as JsonObject;
}
