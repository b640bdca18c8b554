import { describe, expect, it } from 'vitest';

import type { Shape } from '../../../../../src/sandbox/apiserver/schema/shape.js';
import { shapeOfObjects } from '../../../../../src/sandbox/apiserver/custom/shape.js';
import type { Schema } from '../../../../../src/sandbox/apiserver/custom/schema.js';
import { fitsFormat } from '../../../../../src/sandbox/apiserver/custom/validation/formats.js';
import { checkLists } from '../../../../../src/sandbox/apiserver/custom/validation/lists.js';
import { fitsPattern } from '../../../../../src/sandbox/apiserver/custom/validation/pattern.js';
import { validateValue } from '../../../../../src/sandbox/apiserver/custom/validation/value.js';
import { compareVersions } from '../../../../../src/sandbox/apiserver/kinds/lookup.js';
import type { Json } from '../../../../../src/sandbox/model/json.js';

const errors = (schema: Schema, value: Json, was?: Json): string[] =>
  validateValue(value, schema, 'x', was === undefined ? undefined : { value: was }).errors.map(
    ({ field, message }) => `${field}: ${message}`,
  );

describe('a value that its schema refuses, in the words of a real 1.34', () => {
  it.each<[Schema, Json, string[]]>([
    [{ type: 'string' }, 1, ['x: Invalid value: "integer": x in body must be of type string: "integer"']],
    [{ type: 'integer' }, 1.5, ['x: Invalid value: "number": x in body must be of type integer: "number"']],
    [{ type: 'number' }, 1, []],
    [{ type: 'string', nullable: true }, null, []],
    [{ type: 'string', nullable: true, enum: ['a'] }, null, ['x: Unsupported value: null: supported values: "a"']],
    [
      { type: 'integer', maximum: 3, exclusiveMaximum: true },
      3,
      ['x: Invalid value: 3: x in body should be less than 3'],
    ],
    [{ type: 'integer', multipleOf: 2 }, 3, ['x: Invalid value: 3: x in body should be a multiple of 2']],
    [{ type: 'string', maxLength: 1 }, 'äb', ['x: Too long: may not be more than 1 bytes']],
    [{ type: 'string', minLength: 2 }, 'ä', ['x: Invalid value: "ä": x in body should be at least 2 chars long']],
    [{ type: 'string', pattern: '^a' }, 'b', [`x: Invalid value: "b": x in body should match '^a'`]],
    [{ type: 'array', maxItems: 1 }, [1, 2], ['x: Too many: 2: must have at most 1 items']],
    [{ type: 'object', minProperties: 1 }, {}, ['x: Invalid value: 0: x in body should have at least 1 properties']],
    [{ type: 'object', required: ['a'] }, {}, ['x.a: Required value']],
    [{ enum: ['a', 1] }, 'b', ['x: Unsupported value: "b": supported values: "a", "1"']],
    [
      { type: 'string', not: { enum: ['a'] } },
      'a',
      ['<nil>: Invalid value: "": "x" must not validate the schema (not)'],
    ],
    [
      { 'x-kubernetes-int-or-string': true },
      true,
      ['x: Invalid value: "boolean": x in body must be of type integer,string: "boolean"'],
    ],
    [
      { type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      { a: 1, b: 1 },
      ['<nil>: Invalid value: "": "x" must validate one and only one schema (oneOf). Found 2 valid alternatives'],
    ],
    [
      { type: 'object', anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      {},
      ['<nil>: Invalid value: "": "x" must validate at least one schema (anyOf)', 'x.a: Required value'],
    ],
  ])('%j refuses %j', (schema, value, words) => {
    expect(errors(schema, value)).toEqual(words);
  });

  it('is let pass where it did not change', () => {
    const schema: Schema = {
      type: 'object',
      properties: { a: { type: 'integer', maximum: 1 }, b: { type: 'string' } },
    };
    expect(errors(schema, { a: 5, b: 'new' }, { a: 5, b: 'old' })).toEqual([]);
    expect(errors(schema, { a: 6 }, { a: 5 })).toHaveLength(1);
  });

  it('has nothing twice in sets, and no key twice in maps', () => {
    const set: Schema = { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' };
    const map: Schema = {
      type: 'array',
      items: { type: 'object' },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
    };
    const told = (schema: Schema, value: Json): string[] =>
      checkLists(value, schema, 'x').map(({ field, message }) => `${field}: ${message}`);
    expect(told(set, ['a', 'b', 'a', 'a'])).toEqual(['x[2]: Duplicate value: "a"']);
    expect(told(map, [{ k: 1 }, { k: 2 }, { k: 1 }])).toEqual(['x[2]: Duplicate value: {"k":1}']);
  });
});

describe('formats', () => {
  it.each([
    ['date-time', '2020-01-31T00:00:00Z', '2020-02-31T00:00:00Z'],
    ['date', '2020-02-29', '2021-02-29'],
    ['duration', '1h30m', 'soon'],
    ['ipv4', '1.2.3.4', '1.2.3'],
    ['ipv6', '::1', '1.2.3.4'],
    ['cidr', '10.0.0.0/8', '10.0.0.0/40'],
    ['uuid', 'a3bb189e-8bf9-3888-9912-ace4e6543002', 'a3bb'],
    ['byte', 'YQ==', 'YQ='],
    ['uri', 'http://x/y', 'x y'],
    ['unheard-of', 'anything', ''],
  ])('%s: %s', (format, good, bad) => {
    expect(fitsFormat(format, good)).toBe(true);
    if (bad !== '') expect(fitsFormat(format, bad)).toBe(false);
  });
});

describe('patterns', () => {
  it('are those of Go', () => {
    expect(fitsPattern('^[[:alpha:]]+\\z', 'abc')).toBe(true);
    expect(fitsPattern('(?i)^ABC$', 'abc')).toBe(true);
    expect(fitsPattern('^\\-a\\_b$', '-a_b')).toBe(true);
    expect(fitsPattern('^b', 'ab')).toBe(false);
    expect(fitsPattern('(', 'anything')).toBe(true);
  });

  it('take no longer where others try again and again', () => {
    expect(fitsPattern('^(a+)+$', `${'a'.repeat(50_000)}!`)).toBe(false);
  });
});

describe('how server-side apply sees a schema', () => {
  const seen = (schema: Schema): Shape | undefined => {
    const root = shapeOfObjects({ type: 'object', properties: { spec: schema } });
    return root.form === 'struct' ? root.field('spec') : undefined;
  };
  const fieldOf = (shape: Shape | undefined, name: string): Shape | undefined =>
    shape?.form === 'struct' ? (shape.field(name) ?? shape.others) : undefined;
  const items: Schema = { type: 'object', properties: { k: { type: 'string', default: 'x' } } };

  it('tells lists and objects by their types', () => {
    const map: Schema = { type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] };
    expect(seen(map)).toMatchObject({ form: 'listmap', keys: ['k'], defaults: { k: 'x' } });
    expect(seen({ type: 'array', items })).toMatchObject({ form: 'leaf', items: { form: 'struct' } });
    expect(seen({ ...items, 'x-kubernetes-map-type': 'atomic' })).toMatchObject({
      form: 'leaf',
      whole: { form: 'struct' },
    });
    expect(seen({ 'x-kubernetes-preserve-unknown-fields': true })).toEqual({ form: 'untyped' });
  });

  it('knows the fields of metadata, and those only that are declared', () => {
    const root = shapeOfObjects({ type: 'object', properties: { spec: items } });
    expect(fieldOf(root, 'nonsense')).toBeUndefined();
    expect(fieldOf(fieldOf(root, 'metadata'), 'nonsense')).toBeUndefined();
    expect(fieldOf(fieldOf(root, 'metadata'), 'finalizers')).toMatchObject({ form: 'set' });
    expect(fieldOf(fieldOf(root, 'spec'), 'nonsense')).toBeUndefined();
  });

  it('takes unknown fields for known within what keeps them', () => {
    const free: Schema = { type: 'object', properties: { a: items }, 'x-kubernetes-preserve-unknown-fields': true };
    expect(fieldOf(fieldOf(seen(free), 'a'), 'nonsense')).toEqual({ form: 'untyped' });
  });

  it('tells what a scalar may be, of which texts with a format may be anything', () => {
    expect(seen({ type: 'integer' })).toEqual({ form: 'leaf', scalar: 'numeric' });
    expect(seen({ type: 'boolean' })).toEqual({ form: 'leaf', scalar: 'boolean' });
    expect(seen({ type: 'string' })).toEqual({ form: 'leaf', scalar: 'string' });
    expect(seen({ type: 'string', format: 'date-time' })).toEqual({ form: 'leaf', scalar: 'any' });
  });
});

describe('versions', () => {
  it('come in the order of preference', () => {
    const sorted = ['foo', 'v1alpha1', 'v1', 'v10', 'v2beta1', 'v2', 'v1beta2', 'bar'].sort(compareVersions);
    expect(sorted).toEqual(['v10', 'v2', 'v1', 'v2beta1', 'v1beta2', 'v1alpha1', 'bar', 'foo']);
  });
});
