import type { Json } from '../kubernetes.js';
import type { Schema } from '../schema.js';

/** A rule in the Common Expression Language, as a definition has it. */
export interface Rule {
  readonly rule: string;
  readonly message: string;
  readonly reason?: 'FieldValueForbidden' | 'FieldValueRequired' | 'FieldValueInvalid';
  /** The field that it is about, below the one that has the rule. */
  readonly fieldPath?: string;
}

/** What the schema of a definition says that ours for documents does not: the part of OpenAPI that a server alone obeys. */
export interface ServerKeywords {
  readonly format?: 'int32' | 'int64' | 'date-time';
  readonly nullable?: true;
  readonly default?: Json;
  readonly maxLength?: number;
  readonly 'x-kubernetes-list-type'?: 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

/** A structural schema, as definitions have them. */
export interface ServerSchema extends Omit<Schema, 'properties' | 'additionalProperties' | 'items'>, ServerKeywords {
  readonly properties?: Readonly<Record<string, ServerSchema>>;
  readonly additionalProperties?: ServerSchema;
  readonly items?: ServerSchema;
}
