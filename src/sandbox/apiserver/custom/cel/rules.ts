import { Optional } from '@marcbachmann/cel-js';

import type { Json } from '../../../model/json.js';
import { asJson, equalJson, isObject, own } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { duplicate, forbiddenValue, invalidValue, required } from '../../status/field-error.js';
import { itemsOf, valuesOf } from '../schema.js';
import type { Rule, Schema } from '../schema.js';
import { formerField, formerItem } from '../validation/correlation.js';
import type { Former } from '../validation/correlation.js';
import { NOWHERE } from '../validation/result.js';
import { CelError, compile } from './expression.js';
import { toCel } from './values.js';

/** The rules of a schema, compiled (apiextensions-apiserver pkg/apiserver/schema/cel/validation.go). */
export class Rules {
  readonly #schema: Schema;
  readonly #compiled = new Map<Rule, CompiledRule>();
  /** Schemas that have rules or have some within; there is no need to go into others. */
  readonly #ruled = new Set<Schema>();

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#collect(schema);
  }

  get isEmpty(): boolean {
    return this.#ruled.size === 0;
  }

  check(value: Json, was: Json | undefined): FieldError[] {
    return this.#all(value, was).flatMap(({ error, isPassed }) => (isPassed ? [] : [error]));
  }

  /** What is let pass in an update because it was so before. */
  passed(value: Json, was: Json): FieldError[] {
    return this.#all(value, was).flatMap(({ error, isPassed }) => (isPassed ? [error] : []));
  }

  #all(value: Json, was: Json | undefined): Finding[] {
    const former = was === undefined ? undefined : { value: was };
    return this.#visit({ value, schema: this.#schema, path: '', former }, false);
  }

  #collect(schema: Schema): boolean {
    const { allOf = [], properties = {} } = schema;
    const rules = schema['x-kubernetes-validations'] ?? [];
    for (const rule of rules) this.#compiled.set(rule, new CompiledRule(rule));
    const [items, values] = [itemsOf(schema), valuesOf(schema)];
    const within = [...allOf, ...Object.values(properties), ...(items ? [items] : []), ...(values ? [values] : [])];
    const isRuled = within.map((one) => this.#collect(one)).some(Boolean) || rules.length > 0;
    if (isRuled) this.#ruled.add(schema);
    return isRuled;
  }

  /** `isOld`: a value around this one, of which it could be told, is what it was before. */
  #visit(spot: Spot, isOldAround: boolean): Finding[] {
    const { value, schema, former } = spot;
    if (value === null || !this.#ruled.has(schema)) return [];
    const isOld = former === undefined ? isOldAround : equalJson(value, former.value);
    return [
      ...(schema['x-kubernetes-validations'] ?? []).flatMap(
        (rule) => this.#compiled.get(rule)?.check(spot, isOld) ?? [],
      ),
      ...(schema.allOf ?? []).flatMap((one) => this.#visit({ ...spot, schema: one }, isOldAround)),
      ...partsOf(spot).flatMap((part) => this.#visit(part, isOld)),
    ];
  }
}

/** The rules of a schema; nothing if it has none. */
export function rulesOf(schema: Schema): Rules | undefined {
  const rules = new Rules(schema);
  return rules.isEmpty ? undefined : rules;
}

interface Finding {
  readonly error: FieldError;
  readonly isPassed: boolean;
}

/** A value in an object, with the one that was there before. */
interface Spot {
  readonly value: Json;
  readonly schema: Schema;
  readonly path: string;
  readonly former: Former | undefined;
}

function partsOf({ value, schema, path, former }: Spot): Spot[] {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (items === undefined) return [];
    return value.map((item, index) => ({
      value: item,
      schema: items,
      path: `${path}[${index}]`,
      former: formerItem(former, schema, item),
    }));
  }
  if (!isObject(value)) return [];
  const values = valuesOf(schema);
  return Object.entries(value).flatMap(([key, field]) => {
    const property = own(schema.properties, key);
    const within = property ?? values;
    if (field === undefined || within === undefined) return [];
    const at = property === undefined ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return [{ value: field, schema: within, path: at, former: formerField(former, schema, key) }];
  });
}

class CompiledRule {
  readonly #rule: Rule;
  readonly #evaluate: (context: object) => unknown;
  readonly #tell: ((context: object) => unknown) | undefined;
  readonly #usesOld: boolean;

  constructor(rule: Rule) {
    this.#rule = rule;
    this.#evaluate = compile(rule.rule);
    this.#tell = rule.messageExpression === undefined ? undefined : compile(rule.messageExpression);
    this.#usesOld = usesOldSelf(rule.rule);
  }

  check(spot: Spot, isOld: boolean): Finding[] {
    // Rules about a change are asked only where something was there before.
    if (this.#usesOld && spot.former === undefined && !this.#isOptional) return [];
    const context = this.#contextOf(spot);
    const type = spot.schema.type ?? '';
    const at = spot.path === '' ? NOWHERE : spot.path;
    try {
      if (this.#evaluate(context) === true) return [];
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      return [{ error: invalidValue(at, type, `${error.message} evaluating rule: ${this.#name}`), isPassed: false }];
    }
    const { fieldPath = '' } = this.#rule;
    const field = fieldPath === '' ? at : `${spot.path}${fieldPath}`.replace(/^\./, '');
    // What a rule says of a value that did not change was so before.
    return [{ error: this.#error(field, type, this.#message(context)), isPassed: isOld && !this.#usesOld }];
  }

  get #isOptional(): boolean {
    return this.#rule.optionalOldSelf === true;
  }

  #contextOf({ value, schema, former }: Spot): object {
    const old = former && toCel(former.value, schema);
    return { self: toCel(value, schema), oldSelf: this.#isOptional ? optional(old) : old };
  }

  get #name(): string {
    return (this.#rule.message ?? this.#rule.rule).trim();
  }

  #message(context: object): string {
    const usual = this.#rule.message === undefined ? `failed rule: ${this.#name}` : this.#name;
    if (this.#tell === undefined) return usual;
    try {
      const text = this.#tell(context);
      return typeof text === 'string' && text.trim() !== '' && !/[\n\r]/.test(text) ? text.trim() : usual;
    } catch (error) {
      if (error instanceof CelError) return usual;
      throw error;
    }
  }

  #error(field: string, type: string, message: string): FieldError {
    const { reason = '' } = this.#rule;
    return (BY_REASON[reason] ?? invalidValue)(field, type, message);
  }
}

const BY_REASON: Readonly<Record<string, typeof invalidValue>> = {
  FieldValueForbidden: (field, _type, message) => forbiddenValue(field, message),
  FieldValueRequired: (field, _type, message) => required(field, message),
  FieldValueDuplicate: (field, type) => duplicate(field, type),
};

const optional = (value: unknown): unknown => (value === undefined ? Optional.none() : Optional.of(value));

/** Whether an expression speaks of what was before; texts in it do not count. */
export const usesOldSelf = (expression: string): boolean =>
  /\boldSelf\b/.test(expression.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""'));

/** A rule as the server shows it in errors. */
export const shownRule = (rule: Rule): Json => {
  const { message = '', messageExpression = '', reason, fieldPath = '', optionalOldSelf } = rule;
  return {
    Rule: asJson(rule).rule ?? '',
    Message: message,
    MessageExpression: messageExpression,
    Reason: reason ?? null,
    FieldPath: fieldPath,
    OptionalOldSelf: optionalOldSelf ?? null,
  };
};
