import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  difference,
  differenceWithBelow,
  fieldSet,
  hasPath,
  intersection,
  isEmptySet,
  NO_FIELDS,
  pathsOf,
  union,
} from '../../../../../src/sandbox/apiserver/apply/field-set.js';
import type { FieldSet } from '../../../../../src/sandbox/apiserver/apply/field-set.js';
import { readFields, writeFields } from '../../../../../src/sandbox/apiserver/apply/fields-v1.js';
import { showPath } from '../../../../../src/sandbox/apiserver/apply/path-element.js';

const set = (...paths: string[]): FieldSet => fieldSet(paths.map((path) => path.split('.').map((name) => `f:${name}`)));
const shown = (one: FieldSet): string[] => pathsOf(one).map(showPath);

function equalSets(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  return [...a].every(([element, node]) => {
    const other = b.get(element);
    return other?.isMember === node.isMember && equalSets(node.below, other.below);
  });
}

describe('sets of fields', () => {
  it('join what either has', () => {
    expect(shown(union(set('a', 'b.c'), set('b.d', 'b')))).toEqual(['.a', '.b', '.b.c', '.b.d']);
  });

  it('meet in what both have', () => {
    expect(shown(intersection(set('a', 'b.c', 'b.d'), set('b.d', 'b', 'a.x')))).toEqual(['.b.d']);
  });

  it('part from a parent without what is below it, and from what is below without the parent', () => {
    expect(shown(difference(set('a', 'a.b', 'a.c'), set('a')))).toEqual(['.a.b', '.a.c']);
    expect(shown(difference(set('a', 'a.b'), set('a.b')))).toEqual(['.a']);
  });

  it('part from a parent with all that is below it', () => {
    expect(shown(differenceWithBelow(set('a.b', 'a.b.c', 'a.d', 'e'), set('a.b')))).toEqual(['.e', '.a.d']);
  });

  it('are empty when nothing is left', () => {
    expect(isEmptySet(difference(set('a.b'), set('a.b')))).toBe(true);
    expect(isEmptySet(intersection(set('a.b'), set('a.c')))).toBe(true);
  });

  it('do not have the object itself', () => {
    expect(isEmptySet(fieldSet([[]]))).toBe(true);
    expect(hasPath(set('a'), [])).toBe(false);
  });

  it('do not have what only lies above a member', () => {
    expect(hasPath(set('a.b'), ['f:a'])).toBe(false);
    expect(hasPath(set('a.b'), ['f:a', 'f:b'])).toBe(true);
  });

  it('tell fields before items, and items by their keys as values', () => {
    const ports = ['k:{"port":80}', 'k:{"port":443}', 'f:z', 'v:"b"', 'v:10', 'v:9'];
    expect(shown(fieldSet(ports.map((port) => [port])))).toEqual([
      '.z',
      '[port=80]',
      '[port=443]',
      '[=9]',
      '[=10]',
      '[="b"]',
    ]);
  });
});

const element = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '.', 'a:b').map((name) => `f:${name}`),
  fc.constantFrom('k:{"name":"x"}', 'k:{"port":80,"protocol":"TCP"}', 'k:{"name":"\\u003c"}', 'v:"x"', 'v:1', 'v:true'),
);
const sets = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 8 }).map(fieldSet);

const holds = (property: fc.IProperty<[FieldSet, FieldSet]>): void => {
  fc.assert(property, { numRuns: 300 });
};

describe('the algebra of sets of fields', () => {
  const members = (one: FieldSet): Set<string> => new Set(pathsOf(one).map((path) => JSON.stringify(path)));
  const sorted = (one: Iterable<string>): string[] => [...one].sort();

  it('is that of sets of paths', () => {
    holds(
      fc.property(sets, sets, (a, b) => {
        const [inA, inB] = [members(a), members(b)];
        expect(sorted(members(union(a, b)))).toEqual(sorted(new Set([...inA, ...inB])));
        expect(sorted(members(intersection(a, b)))).toEqual(sorted([...inA].filter((path) => inB.has(path))));
        expect(sorted(members(difference(a, b)))).toEqual(sorted([...inA].filter((path) => !inB.has(path))));
      }),
    );
  });

  it('leaves its operands as they are, and no empty branch', () => {
    holds(
      fc.property(sets, sets, (a, b) => {
        const before = JSON.stringify([writeFields(a), writeFields(b)]);
        const rest = difference(a, b);
        expect(equalSets(union(rest, intersection(a, b)), a)).toBe(true);
        expect(equalSets(difference(rest, rest), NO_FIELDS)).toBe(true);
        expect(JSON.stringify([writeFields(a), writeFields(b)])).toBe(before);
      }),
    );
  });

  it('takes all below a member with it, or nothing', () => {
    holds(
      fc.property(sets, sets, (a, b) => {
        const isUnder = (path: readonly string[]): boolean => path.some((_, end) => hasPath(b, path.slice(0, end + 1)));
        const left = pathsOf(a).filter((path) => !isUnder(path));
        expect(sorted(members(differenceWithBelow(a, b)))).toEqual(sorted(left.map((path) => JSON.stringify(path))));
      }),
    );
  });

  it('reads what it wrote', () => {
    holds(
      fc.property(sets, sets, (a, b) => {
        expect(equalSets(readFields(writeFields(a)), a)).toBe(true);
        expect(equalSets(readFields(writeFields(a)), b)).toBe(equalSets(a, b));
      }),
    );
  });
});

describe('fieldsV1', () => {
  it('writes members as nothing, and a dot for those with something below', () => {
    const fields = { 'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } }, 'f:spec': { 'f:x': {} } };
    expect(writeFields(readFields(fields))).toEqual(fields);
    expect(shown(readFields(fields))).toEqual(['.metadata.labels', '.metadata.labels.a', '.spec.x']);
  });

  it('sorts keys, and writes them as Go does', () => {
    expect(Object.keys(writeFields(readFields({ 'k:{"b":"<","a":1}': {} })))).toEqual(['k:{"a":1,"b":"\\u003c"}']);
  });

  it('passes over steps of a kind to come, and refuses what is none', () => {
    expect(isEmptySet(readFields({ 'x:y': {} }))).toBe(true);
    expect(() => readFields({ nonsense: {} })).toThrow('parsing key as path element');
    expect(() => readFields({ 'k:{': {} })).toThrow('parsing key as path element');
    expect(() => readFields({ 'f:a': 'b' })).toThrow('parsing key as path element');
  });
});
