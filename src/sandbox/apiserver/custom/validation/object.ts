import type { Json, JsonObject } from '../../../model/json.js';
import { asJson, isObject, own } from '../../../model/json.js';
import type { KubeObject } from '../../../model/meta.js';
import type { FieldError } from '../../status/field-error.js';
import { invalidValue } from '../../status/field-error.js';
import type { Rules } from '../cel/rules.js';
import type { ScalePaths } from '../definition.js';
import { fieldOf } from '../schema.js';
import type { Schema } from '../schema.js';
import { checkEmbedded } from './embedded.js';
import { checkLists } from './lists.js';
import { NOWHERE } from './result.js';
import { checkScaleSpec, checkScaleStatus } from './scale.js';
import { validateValue } from './value.js';

/** All that a definition holds against its objects (apiextensions-apiserver pkg/registry/customresource/strategy.go). */
export class ObjectRules {
  readonly #schema: Schema;
  readonly #scale: ScalePaths | undefined;
  readonly #rules: Rules | undefined;

  constructor(schema: Schema, scale: ScalePaths | undefined, rules: Rules | undefined) {
    this.#schema = schema;
    this.#scale = scale;
    this.#rules = rules;
  }

  ofNew(object: KubeObject): FieldError[] {
    const value = asJson(object);
    const errors = [
      ...validateValue(value, this.#schema, '').errors,
      ...this.#scaleErrors(value),
      ...checkEmbedded(value, this.#schema, ''),
      ...checkLists(value, this.#schema, ''),
    ];
    return this.#withRules(errors, value, undefined);
  }

  ofUpdate(object: KubeObject, present: KubeObject): FieldError[] {
    const [value, was] = [asJson(object), asJson(present)];
    const errors = [
      ...validateValue(value, this.#schema, '', { value: was }).errors,
      ...this.#scaleErrors(value),
      ...checkEmbedded(value, this.#schema, ''),
      ...this.#newListErrors(value, was),
    ];
    return this.#withRules(errors, value, was);
  }

  ofStatus(object: KubeObject, present: KubeObject): FieldError[] {
    const [value, was] = [asJson(object), asJson(present)];
    const errors = [
      ...this.#statusErrors(value, was),
      ...(this.#scale === undefined ? [] : checkScaleStatus(value, this.#scale)),
      ...checkEmbedded(value, this.#schema, ''),
      ...this.#newListErrors(value, was),
    ];
    return this.#withRules(errors, value, was);
  }

  /** What is wrong with an object and was so before: its owner is told, and may go on. */
  passed(object: KubeObject, present: KubeObject): string[] {
    const passed = this.#rules?.passed(asJson(object), asJson(present)) ?? [];
    return passed.map(({ field, message }) => `${field}: ${message}`);
  }

  #scaleErrors(value: JsonObject): FieldError[] {
    if (this.#scale === undefined) return [];
    return [...checkScaleSpec(value, this.#scale), ...checkScaleStatus(value, this.#scale)];
  }

  /** Lists that were wrong before may stay so. */
  #newListErrors(value: JsonObject, was: JsonObject): FieldError[] {
    return checkLists(was, this.#schema, '').length > 0 ? [] : checkLists(value, this.#schema, '');
  }

  /** The status is validated by itself: messages name its fields without it. */
  #statusErrors(value: JsonObject, was: JsonObject): FieldError[] {
    const schema = fieldOf(this.#schema, 'status');
    const [status, former] = [own(value, 'status'), own(was, 'status')];
    if (status === undefined || schema === undefined) return [];
    const { errors } = validateValue(status, schema, '', former === undefined ? undefined : { value: former });
    return errors.map((error) => ({ ...error, field: error.field === NOWHERE ? 'status' : `status.${error.field}` }));
  }

  #withRules(errors: readonly FieldError[], value: JsonObject, was: Json | undefined): FieldError[] {
    if (this.#rules === undefined) return [...errors];
    if (errors.some(({ reason }) => BLOCKING.has(reason))) return [...errors, UNCHECKED];
    return [...errors, ...this.#rules.check(value, isObject(was) ? was : undefined)];
  }
}

/** After these there is no telling what rules would say. */
const BLOCKING: ReadonlySet<string> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const UNCHECKED = invalidValue(
  NOWHERE,
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);
