import { describe, expect, it } from 'vitest';

import { rulesErrors } from '../../../../../src/sandbox/apiserver/custom/cel/rule-errors.js';
import { rulesOf } from '../../../../../src/sandbox/apiserver/custom/cel/rules.js';
import type { Rule, Schema } from '../../../../../src/sandbox/apiserver/custom/schema.js';
import type { Json } from '../../../../../src/sandbox/model/json.js';

const PROPERTIES: Record<string, Schema> = {
  n: { type: 'integer' },
  f: { type: 'number' },
  s: { type: 'string' },
  l: { type: 'array', items: { type: 'string' } },
  o: { type: 'object', properties: { a: { type: 'string', nullable: true } } },
  m: { type: 'object', additionalProperties: { type: 'string' } },
  at: { type: 'string', format: 'date-time' },
  for: { type: 'string', format: 'duration' },
  port: { 'x-kubernetes-int-or-string': true },
  'dashed-name': { type: 'string' },
};

const ruled = (rule: string, more: Partial<Rule> = {}): Schema => ({
  type: 'object',
  properties: PROPERTIES,
  'x-kubernetes-validations': [{ rule, ...more }],
});

const errors = (schema: Schema, value: Json, was?: Json): string[] =>
  (rulesOf(schema)?.check(value, was) ?? []).map(({ field, message }) => `${field}: ${message}`);

describe('rules', () => {
  it.each([
    ['self.n > 2', { n: 3 }],
    ['self.n + 1 == 4', { n: 3 }],
    ['self.f == 3.0', { f: 3 }],
    ['has(self.s) && !has(self.n)', { s: 'x' }],
    ['self.l.all(x, x.size() > 0) && self.l.exists(x, x == "b")', { l: ['a', 'b'] }],
    ['self.l.isSorted() && self.l.max() == "b" && self.l.indexOf("b") == 1', { l: ['a', 'b'] }],
    ['sets.contains(self.l, ["a"])', { l: ['a', 'b'] }],
    ['self.m.all(k, self.m[k] != "no") && "a" in self.m', { m: { a: 'yes' } }],
    ['self.?o.?a.orValue("none") == "none"', {}],
    // As a server has it, a null in a field is nothing, and in a map it is a null.
    ['!has(self.o.a)', { o: { a: null } }],
    ['"a" in self.m && self.m.size() == 1', { m: { a: null } }],
    ['self.at > timestamp("2020-01-01T00:00:00Z")', { at: '2021-01-01T00:00:00Z' }],
    ['self.__for__ < duration("1h")', { for: '5m' }],
    ['type(self.port) == int ? self.port > 0 : self.port.endsWith("%")', { port: 8 }],
    ['type(self.port) == int ? self.port > 0 : self.port.endsWith("%")', { port: '5%' }],
    ['self.dashed__dash__name == "x"', { 'dashed-name': 'x' }],
    ['quantity(self.s).isLessThan(quantity("2Gi"))', { s: '1500Mi' }],
    ['quantity("1Gi").add(quantity(self.s)).sub(1).isGreaterThan(quantity("2Gi"))', { s: '1500Mi' }],
    ['ip(self.s).isLoopback() && !ip(self.s).isUnspecified()', { s: '127.0.0.1' }],
    ['cidr("10.0.0.0/8").containsIP(self.s) && ip(self.s).family() == 4', { s: '10.1.2.3' }],
    ['url(self.s).getHost() == "a.b:1"', { s: 'https://a.b:1/c' }],
    ['"%s-%d".format([self.s, self.n]) == "a-3"', { s: 'a', n: 3 }],
    ['!format.dns1123Label().validate(self.s).hasValue()', { s: 'abc' }],
    ['self.s.find("[0-9]+") == "42"', { s: 'a42b' }],
  ])('%s holds of %j, and is accepted', (rule, value) => {
    expect(errors(ruled(rule), value)).toEqual([]);
    expect(rulesErrors(ruled(rule), 'schema')).toEqual([]);
  });

  it('tell what they are when nobody says what to tell', () => {
    expect(errors(ruled('self.n > 2'), { n: 1 })).toEqual(['<nil>: Invalid value: "object": failed rule: self.n > 2']);
    expect(errors(ruled('self.n > 2', { message: 'too few' }), { n: 1 })).toEqual([
      '<nil>: Invalid value: "object": too few',
    ]);
  });

  it('may compute what they tell, and where, and why', () => {
    const more = { messageExpression: '"only " + string(self.n)', fieldPath: '.n', reason: 'FieldValueForbidden' };
    expect(errors(ruled('self.n > 2', more), { n: 1 })).toEqual(['n: Forbidden: only 1']);
  });

  it('fail where they cannot be asked', () => {
    expect(errors(ruled('self.s == "x"'), {})).toEqual([
      '<nil>: Invalid value: "object": no such key: s evaluating rule: self.s == "x"',
    ]);
    expect(errors(ruled('self.l[3] == "x"'), { l: [] })).toEqual([
      '<nil>: Invalid value: "object": index out of bounds: 3 evaluating rule: self.l[3] == "x"',
    ]);
  });

  it('about what was before are asked only when something was', () => {
    const schema = ruled('self.n >= oldSelf.n', { message: 'only grows' });
    expect(errors(schema, { n: 1 })).toEqual([]);
    expect(errors(schema, { n: 1 }, { n: 2 })).toEqual(['<nil>: Invalid value: "object": only grows']);
    const optional = ruled('oldSelf.hasValue() || self.n == 0', { optionalOldSelf: true });
    expect(errors(optional, { n: 1 })).toHaveLength(1);
    expect(errors(optional, { n: 1 }, { n: 5 })).toEqual([]);
  });

  it('let pass what did not change', () => {
    const schema = ruled('self.n > 2', { message: 'too few' });
    expect(errors(schema, { n: 1 }, { n: 1 })).toEqual([]);
    expect(rulesOf(schema)?.passed({ n: 1 }, { n: 1 })).toHaveLength(1);
  });

  it('know the items of a list that has keys', () => {
    const v: Schema = {
      type: 'integer',
      'x-kubernetes-validations': [{ rule: 'self >= oldSelf', message: 'only grows' }],
    };
    const list: Schema = {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
      items: { type: 'object', properties: { k: { type: 'string' }, v } },
    };
    const schema: Schema = { type: 'object', properties: { list } };
    const was = {
      list: [
        { k: 'a', v: 5 },
        { k: 'b', v: 1 },
      ],
    };
    expect(
      errors(
        schema,
        {
          list: [
            { k: 'b', v: 1 },
            { k: 'a', v: 4 },
          ],
        },
        was,
      ),
    ).toEqual(['list[1].v: Invalid value: "integer": only grows']);
  });
});

describe('rules that do not compile', () => {
  const fault = (rule: string, more: Partial<Rule> = {}): string =>
    rulesErrors(ruled(rule, more), 'schema')
      .map(({ field, message }) => `${field}: ${message.replace(/^Invalid value: \{.*?\}: /, '')}`)
      .join('; ');

  it.each([
    ['self.q', "1:5: undefined field 'q'\n | self.q\n | ....^"],
    ['nope > 1', "1:1: undeclared reference to 'nope' (in container '')\n | nope > 1\n | ^"],
    [
      'self.n + "a" == "b"',
      `1:8: found no matching overload for '_+_' applied to '(int, string)'\n | self.n + "a" == "b"\n | .......^`,
    ],
    ['self.s.foo()', "1:11: undeclared reference to 'foo' (in container '')\n | self.s.foo()\n | ..........^"],
  ])('%s', (rule, words) => {
    expect(fault(rule)).toBe(`schema.x-kubernetes-validations[0].rule: compilation failed: ERROR: <input>:${words}`);
  });

  it('nor those that are no question', () => {
    expect(fault('self.n')).toContain('.rule: cel expression must evaluate to a bool');
    expect(fault('true', { messageExpression: 'self.n' })).toContain('messageExpression must evaluate to a string');
    expect(fault('true', { optionalOldSelf: true })).toContain('may not be set if oldSelf is not used in rule');
    expect(fault('true', { fieldPath: '.nothing' })).toContain('must be a valid path');
  });

  it('nor those about items that cannot be told from each other', () => {
    const items: Schema = { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
    const [error] = rulesErrors({ type: 'object', properties: { l: { type: 'array', items } } }, 'schema');
    expect(error?.message).toContain('uncorrelatable portion of the schema within schema.properties[l]');
  });
});
