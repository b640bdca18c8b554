import type { Json } from '../../model/json.js';
import { isObject, own } from '../../model/json.js';

/** A path that does not read. */
export class PathError extends Error {}

/** Finds what a path leads to in a document: nothing, one value, or several. */
export type JsonPath = (document: Json) => Json[];

type Step = (values: readonly Json[]) => Json[];

/** Reads a path as columns of definitions have it: `.a.b`, `['a.b']`, `[0]`, `[-1:]`, `[*]`, `..a`, `[?(@.a=="b")]`. */
export function parseJsonPath(text: string): JsonPath {
  const steps = readSteps(text);
  return (document) => steps.reduce<Json[]>((values, step) => step(values), [document]);
}

const FIELD = /^\.((?:\\.|[^.[\\])+)/;
const DESCENT = /^\.\.((?:\\.|[^.[\\])+)/;
const QUOTED = /^\[\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")\s*\]/;
const INDEX = /^\[\s*(-?\d+)\s*\]/;
const SLICE = /^\[\s*(-?\d*)\s*:\s*(-?\d*)\s*(?::\s*(\d+)\s*)?\]/;
const ALL = /^(?:\[\s*\*\s*\]|\.\*)/;
const FILTER = /^\[\s*\?\((.*?)\)\s*\]/;

const unescape = (text: string): string => text.replace(/\\(.)/g, '$1');

/** Each notation, and the step that it is. */
const NOTATIONS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step])[] = [
  [DESCENT, ([, name = '']) => descend(unescape(name))],
  [ALL, () => everyOne],
  [FIELD, ([, name = '']) => child(unescape(name))],
  [QUOTED, ([, single, double]) => child(unescape(single ?? double ?? ''))],
  [INDEX, ([, index = '0']) => item(Number(index))],
  [SLICE, ([, from = '', to = '', by = '1']) => slice(from, to, Number(by))],
  [FILTER, ([, condition = '']) => filter(condition)],
];

function readSteps(text: string): Step[] {
  const steps: Step[] = [];
  let rest = text.replace(/^\$/, '').trim();
  while (rest !== '' && rest !== '.') {
    const found = NOTATIONS.map(([pattern, make]) => ({ match: pattern.exec(rest), make })).find(({ match }) => match);
    if (found?.match === undefined || found.match === null)
      throw new PathError(`unrecognized path ${JSON.stringify(text)}`);
    steps.push(found.make(found.match));
    rest = rest.slice(found.match[0].length);
  }
  return steps;
}

const child =
  (name: string): Step =>
  (values) =>
    values.flatMap((value) => {
      const field = isObject(value) ? own(value, name) : undefined;
      return field === undefined ? [] : [field];
    });

const everyOne: Step = (values) => values.flatMap(childrenOf);

function childrenOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value).filter((field) => field !== undefined) : [];
}

const item =
  (index: number): Step =>
  (values) =>
    values.flatMap((value) => {
      const found = Array.isArray(value) ? value.at(index) : undefined;
      return found === undefined ? [] : [found];
    });

const slice =
  (from: string, to: string, by: number): Step =>
  (values) =>
    values.flatMap((value) => {
      if (!Array.isArray(value)) return [];
      const part = value.slice(from === '' ? 0 : Number(from), to === '' ? undefined : Number(to));
      return part.filter((_, index) => index % by === 0);
    });

function descend(name: string): Step {
  const below = (value: Json): Json[] => [
    ...child(name)([value]),
    ...childrenOf(value).flatMap((field) => below(field)),
  ];
  return (values) => values.flatMap(below);
}

const COMPARISON = /^\s*(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+?)\s*$/;

function filter(condition: string): Step {
  const [, left = condition, operator, right] = COMPARISON.exec(condition) ?? [];
  const readLeft = operand(left.trim());
  const readRight = right === undefined ? undefined : operand(right);
  return (values) =>
    values.flatMap(childrenOf).filter((value) => {
      const [one] = readLeft(value);
      if (readRight === undefined || operator === undefined) return one !== undefined;
      const [other] = readRight(value);
      return one !== undefined && other !== undefined && compare(one, operator, other);
    });
}

function operand(text: string): JsonPath {
  if (text.startsWith('@')) return parseJsonPath(text.slice(1));
  const value = literal(text);
  return () => [value];
}

function literal(text: string): Json {
  const [, , quoted] = /^(['"])(.*)\1$/s.exec(text) ?? [];
  if (quoted !== undefined) return unescape(quoted);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === '' || Number.isNaN(Number(text))) throw new PathError(`unrecognized identifier ${text}`);
  return Number(text);
}

function compare(one: Json, operator: string, other: Json): boolean {
  if (operator === '==') return one === other;
  if (operator === '!=') return one !== other;
  if (one === null || other === null || typeof one === 'object' || typeof other === 'object') return false;
  if (typeof one !== typeof other) return false;
  if (operator === '<') return one < other;
  if (operator === '>') return one > other;
  return operator === '<=' ? one <= other : one >= other;
}
