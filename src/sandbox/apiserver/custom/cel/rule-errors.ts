import type { FieldError } from '../../status/field-error.js';
import { invalidValue } from '../../status/field-error.js';
import { itemsOf, valuesOf } from '../schema.js';
import type { Rule, Schema } from '../schema.js';
import { Checker } from './expression.js';
import { shownRule, usesOldSelf } from './rules.js';

/** Rules that do not compile. `unrelated` is the list around a schema whose items cannot be told from those before. */
export function rulesErrors(schema: Schema, path: string, isRoot = true, unrelated?: string): FieldError[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const [items, values] = [itemsOf(schema), valuesOf(schema)];
  const inMap = unrelated ?? (schema['x-kubernetes-map-type'] === 'atomic' ? path : undefined);
  const inList = unrelated ?? (schema['x-kubernetes-list-type'] === 'map' ? undefined : path);
  return [
    ...(values === undefined ? [] : rulesErrors(values, `${path}.additionalProperties`, false, inMap)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      rulesErrors(one, `${path}.properties[${name}]`, false, inMap),
    ),
    ...(items === undefined ? [] : rulesErrors(items, `${path}.items`, false, inList)),
    ...(rules.length === 0 ? [] : ownErrors(schema, rules, path, { isRoot, unrelated })),
  ];
}

function ownErrors(
  schema: Schema,
  rules: readonly Rule[],
  path: string,
  { isRoot, unrelated }: { readonly isRoot: boolean; readonly unrelated: string | undefined },
): FieldError[] {
  const checker = new Checker(schema, isRoot);
  return rules.flatMap((rule, index) => {
    const at = `${path}.x-kubernetes-validations[${index}]`;
    return [
      ...expressionErrors(checker, rule, at),
      ...pathErrors(schema, rule, `${at}.fieldPath`),
      ...oldSelfErrors(rule, at, unrelated),
    ];
  });
}

function expressionErrors(checker: Checker, rule: Rule, at: string): FieldError[] {
  const tell = (field: string, words: string): FieldError => invalidValue(`${at}.${field}`, shownRule(rule), words);
  const checked = checker.check(rule.rule, rule.optionalOldSelf === true);
  const errors: FieldError[] = [];
  if ('fault' in checked) errors.push(tell('rule', checked.fault));
  else if (checked.type !== 'bool' && checked.type !== 'dyn') {
    errors.push(tell('rule', 'cel expression must evaluate to a bool'));
  }
  if (rule.messageExpression === undefined) return errors;
  const message = checker.check(rule.messageExpression, rule.optionalOldSelf === true);
  if ('fault' in message) errors.push(tell('messageExpression', `messageExpression ${message.fault}`));
  else if (message.type !== 'string' && message.type !== 'dyn') {
    errors.push(tell('messageExpression', 'messageExpression must evaluate to a string'));
  }
  return errors;
}

function oldSelfErrors(rule: Rule, at: string, unrelated: string | undefined): FieldError[] {
  const usesOld = usesOldSelf(rule.rule);
  if (usesOld && unrelated !== undefined) {
    const words = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${unrelated}`;
    return [invalidValue(`${at}.rule`, rule.rule, words)];
  }
  if (usesOld || rule.optionalOldSelf === undefined) return [];
  const words = 'may not be set if oldSelf is not used in rule';
  return [invalidValue(`${at}.optionalOldSelf`, rule.optionalOldSelf, words)];
}

const STEP = /^(?:\.([^.[\]']+)|\['((?:\\.|[^'\\])*)'\])/;

/** The path of a rule leads to a field of its schema. */
function pathErrors(schema: Schema, { fieldPath = '' }: Rule, at: string): FieldError[] {
  if (fieldPath.trim() === '' || leadsSomewhere(schema, fieldPath)) return [];
  return [invalidValue(at, fieldPath, 'must be a valid path')];
}

function leadsSomewhere(schema: Schema | undefined, path: string): boolean {
  if (schema === undefined || path === '') return schema !== undefined;
  const step = STEP.exec(path);
  if (step === null) return false;
  const [whole, name] = step;
  return leadsSomewhere(name === undefined ? valuesOf(schema) : schema.properties?.[name], path.slice(whole.length));
}
