import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compare } from '../../../../../src/sandbox/apiserver/apply/compare.js';
import { Conflicts } from '../../../../../src/sandbox/apiserver/apply/conflict.js';
import { isEmptySet, NO_FIELDS, pathsOf, union } from '../../../../../src/sandbox/apiserver/apply/field-set.js';
import type { FieldSet } from '../../../../../src/sandbox/apiserver/apply/field-set.js';
import { fieldsOf } from '../../../../../src/sandbox/apiserver/apply/fields-of.js';
import { managerId } from '../../../../../src/sandbox/apiserver/apply/managers.js';
import type { Manager, Managers } from '../../../../../src/sandbox/apiserver/apply/managers.js';
import { merge } from '../../../../../src/sandbox/apiserver/apply/merge.js';
import { applyTo, takeByUpdate } from '../../../../../src/sandbox/apiserver/apply/ownership.js';
import { showPath } from '../../../../../src/sandbox/apiserver/apply/path-element.js';
import { shapeFaults } from '../../../../../src/sandbox/apiserver/apply/validate.js';
import type { Json, JsonObject } from '../../../../../src/sandbox/model/json.js';
import { equalJson, isObject } from '../../../../../src/sandbox/model/json.js';
import { SAMPLE } from './shapes.js';

const RULES = {
  apiVersion: 'v1',
  shape: SAMPLE,
  ignored: NO_FIELDS,
  shapeAt: (version: string) => (version === 'v1' ? SAMPLE : undefined),
};

const shown = (set: FieldSet | undefined): string[] => pathsOf(set ?? NO_FIELDS).map(showPath);

/** An object that several write. */
class Shared {
  object: Json = {};
  managers: Managers = new Map();

  apply(name: string, config: JsonObject, isForced = false): this {
    const manager = who(name, 'Apply');
    const { object, managers } = applyTo(RULES, this.object, config, this.managers, {
      id: managerId(manager),
      manager,
      isForced,
    });
    this.object = settled(object === undefined ? this.object : (object ?? {}));
    this.managers = managers;
    return this;
  }

  update(name: string, object: JsonObject): this {
    const manager = who(name, 'Update');
    const { managers, set } = takeByUpdate(RULES, this.object, object, this.managers);
    const before = managers.get(managerId(manager))?.fields ?? NO_FIELDS;
    if (!isEmptySet(set)) managers.set(managerId(manager), { ...manager, fields: union(before, set) });
    this.object = object;
    this.managers = managers;
    return this;
  }

  ownedBy(name: string, operation: Manager['operation'] = 'Apply'): string[] {
    return shown(this.managers.get(managerId(who(name, operation)))?.fields);
  }
}

/** What is left of an object when it is stored: neither nulls nor what is empty. */
function settled(value: Json): Json {
  if (Array.isArray(value)) return value.map(settled);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, settled(field ?? null)] as const);
  return Object.fromEntries(fields.filter(([, field]) => !isNothing(field)));
}

const isNothing = (value: Json): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const who = (name: string, operation: Manager['operation']): Omit<Manager, 'fields'> => ({
  name,
  operation,
  apiVersion: 'v1',
  subresource: '',
  time: undefined,
});

describe('comparing', () => {
  it('tells what was added, changed and removed, each by itself', () => {
    const { removed, modified, added } = compare(
      SAMPLE,
      { name: 'x', labels: { a: '1', b: '2' }, tags: ['t'], args: ['1'] },
      { name: 'x', labels: { a: '2', c: '3' }, tags: ['u'], args: ['2'], inner: { a: 'x' } },
    );
    expect(shown(removed)).toEqual(['.labels.b', '.tags[="t"]']);
    expect(shown(modified)).toEqual(['.args', '.labels.a']);
    expect(shown(added)).toEqual(['.inner', '.inner.a', '.labels.c', '.tags[="u"]']);
  });

  it('knows items by their keys, wherever they stand', () => {
    const before = { ports: [{ port: 80 }, { port: 90, name: 'x' }] };
    const after = { ports: [{ port: 90, protocol: 'TCP', name: 'x' }, { port: 80 }] };
    const { removed, modified, added } = compare(SAMPLE, before, after);
    expect([shown(removed), shown(modified)]).toEqual([[], []]);
    expect(shown(added)).toEqual(['.ports[port=90,protocol="TCP"].protocol']);
  });

  it('sees duplicates as one thing', () => {
    const one = { tags: ['a'] };
    const two = { tags: ['a', 'a'] };
    expect(shown(compare(SAMPLE, one, two).added)).toEqual(['.tags[="a"]']);
    expect(shown(compare(SAMPLE, two, one).added)).toEqual(['.tags[="a"]']);
    expect(shown(compare(SAMPLE, two, { tags: ['a', 'a', 'a'] }).modified)).toEqual(['.tags[="a"]']);
  });

  it('tells nothing from an empty map', () => {
    expect(shown(compare(SAMPLE, {}, { labels: {} }).added)).toEqual(['.labels']);
    expect(shown(compare(SAMPLE, { labels: null }, { labels: {} }).modified)).toEqual(['.labels']);
  });
});

describe('the fields of an object', () => {
  it('are leaves, items, keys of maps and what is empty', () => {
    const object = {
      labels: { a: '' },
      selector: { a: 'b' },
      inner: { a: 'x' },
      tags: ['t'],
      ports: [],
      free: { a: [1] },
    };
    expect(shown(fieldsOf(SAMPLE, object))).toEqual(['.selector', '.free.a', '.inner.a', '.labels.a', '.tags[="t"]']);
    expect(shown(fieldsOf(SAMPLE, { inner: {}, labels: null }))).toEqual(['.inner', '.labels']);
  });
});

describe('merging lists', () => {
  const order = (present: string[], applied: string[]): Json | undefined =>
    (merge(SAMPLE, { tags: present }, { tags: applied }) as JsonObject).tags;

  it('takes the order of what is applied, and leaves the others where they were', () => {
    expect(order(['a', 'b', 'c', 'd'], ['x', 'c', 'a', 'y'])).toEqual(['b', 'x', 'c', 'd', 'a', 'y']);
    expect(order(['a', 'b'], [])).toEqual(['a', 'b']);
    expect(order([], ['b', 'a'])).toEqual(['b', 'a']);
  });
});

describe('applying', () => {
  it('gives what is applied to who applies', () => {
    const shared = new Shared().apply('a', { labels: { x: '1' }, ports: [{ port: 80, name: 'web' }] });
    expect(shared.object).toEqual({ labels: { x: '1' }, ports: [{ port: 80, name: 'web' }] });
    expect(shared.ownedBy('a')).toEqual([
      ...['.labels.x', '.ports[port=80,protocol="TCP"]'],
      ...['.ports[port=80,protocol="TCP"].name', '.ports[port=80,protocol="TCP"].port'],
    ]);
  });

  it('shares what two apply alike, and refuses what they do not', () => {
    const shared = new Shared().apply('a', { name: 'x' }).apply('b', { name: 'x' });
    expect([shared.ownedBy('a'), shared.ownedBy('b')]).toEqual([['.name'], ['.name']]);
    expect(() => shared.apply('b', { name: 'y' })).toThrow(Conflicts);
  });

  it('takes by force', () => {
    const shared = new Shared().apply('a', { name: 'x', count: 1 }).apply('b', { name: 'y' }, true);
    expect(shared.object).toEqual({ name: 'y', count: 1 });
    expect([shared.ownedBy('a'), shared.ownedBy('b')]).toEqual([['.count'], ['.name']]);
  });

  it('removes what is no longer applied', () => {
    const shared = new Shared()
      .apply('a', { labels: { x: '1', y: '2' }, tags: ['t'] })
      .apply('a', { labels: { y: '2' } });
    expect(shared.object).toEqual({ labels: { y: '2' } });
  });

  it('leaves what somebody else applies as well', () => {
    const shared = new Shared()
      .apply('a', { labels: { x: '1' } })
      .apply('b', { labels: { x: '1' } })
      .apply('a', {});
    expect(shared.object).toEqual({ labels: { x: '1' } });
    expect(shared.ownedBy('a')).toEqual([]);
  });

  it('leaves an item that somebody else applies, with its keys, and takes its own part of it', () => {
    const shared = new Shared()
      .apply('a', { ports: [{ port: 80, name: 'web' }] })
      .apply('b', { ports: [{ port: 80 }] });
    expect(shared.apply('a', {}).object).toEqual({ ports: [{ port: 80 }] });
  });

  it('takes an item with what somebody else only added to it', () => {
    const shared = new Shared()
      .apply('a', { ports: [{ port: 80 }] })
      .update('u', { ports: [{ port: 80, name: 'web' }] });
    expect(shared.ownedBy('u', 'Update')).toEqual(['.ports[port=80,protocol="TCP"].name']);
    expect(shared.apply('a', {}).object).toEqual({});
  });

  it('leaves what it never applied', () => {
    const shared = new Shared()
      .update('u', { labels: { u: '1' } })
      .apply('a', { labels: { x: '1' } })
      .apply('a', {});
    expect(shared.object).toEqual({ labels: { u: '1' } });
  });

  it('keeps keys that every object has', () => {
    const labels = JSON.parse('{"__proto__":"1","constructor":"2"}') as JsonObject;
    const shared = new Shared().apply('a', { labels }).apply('b', { labels });
    expect(JSON.stringify(shared.apply('a', {}).object)).toBe('{"labels":{"__proto__":"1","constructor":"2"}}');
  });

  it('knows atomic values as one', () => {
    const shared = new Shared().apply('a', { selector: { a: '1' } });
    expect(() => shared.apply('b', { selector: { b: '2' } })).toThrow(Conflicts);
  });

  it('forgets who wrote in a version that is not served', () => {
    const shared = new Shared().apply('a', { name: 'x' });
    shared.managers.set('old', { ...who('old', 'Update'), apiVersion: 'v0', fields: fieldsOf(SAMPLE, { count: 1 }) });
    shared.apply('b', { count: 2 });
    expect([...shared.managers.values()].map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('updating', () => {
  it('takes what it changes from all others', () => {
    const shared = new Shared().apply('a', { name: 'x', count: 1 }).update('u', { name: 'y', count: 1 });
    expect([shared.ownedBy('a'), shared.ownedBy('u', 'Update')]).toEqual([['.count'], ['.name']]);
  });

  it('takes what is gone from everybody', () => {
    const shared = new Shared().apply('a', { name: 'x', count: 1 }).update('u', { count: 1 });
    expect([shared.ownedBy('a'), shared.ownedBy('u', 'Update')]).toEqual([['.count'], []]);
  });
});

const config = fc.record(
  {
    name: fc.constantFrom('x', 'y'),
    count: fc.constantFrom(1, 2),
    labels: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 3 }),
    selector: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 2 }),
    args: fc.array(fc.constantFrom('p', 'q'), { minLength: 1, maxLength: 2 }),
    tags: fc.uniqueArray(fc.constantFrom('t', 'u', 'v'), { minLength: 1, maxLength: 3 }),
    ports: fc.uniqueArray(
      fc.record({ port: fc.constantFrom(80, 90), name: fc.constantFrom('m', 'n') }, { requiredKeys: ['port'] }),
      { minLength: 1, maxLength: 2, selector: ({ port }) => port },
    ),
    inner: fc.record({ a: fc.constantFrom('1', '2'), b: fc.constant('3') }, { requiredKeys: ['a'] }),
    free: fc.constantFrom({ a: 1 }, { a: { b: 2 } }, { c: [1] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

const history = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), config), { minLength: 1, maxLength: 6 });

const played = (steps: readonly (readonly [string, JsonObject])[]): Shared =>
  steps.reduce((shared, [name, applied]) => shared.apply(name, applied, true), new Shared());

const snapshot = ({ object, managers }: Shared): unknown => [
  object,
  [...managers].map(([id, { fields }]) => [id, shown(fields)]).sort(),
];

describe('any history of applying', () => {
  it('changes nothing when the last step is played again', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const shared = played(steps);
        const before = snapshot(shared);
        const [name, applied] = steps.at(-1) ?? ['a', {}];
        expect(snapshot(shared.apply(name, applied))).toEqual(before);
      }),
    );
  });

  it('ends with nothing that nobody applies any more', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const shared = played(steps);
        for (const name of ['a', 'b', 'c']) shared.apply(name, {}, true);
        expect(isEmptySet(fieldsOf(SAMPLE, shared.object))).toBe(true);
        expect(shared.managers.size).toBe(0);
      }),
    );
  });

  it('has every field that is applied by somebody, and the last word of who applied last', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { object, managers } = played(steps);
        const there = shown(fieldsOf(SAMPLE, object));
        for (const { fields } of managers.values()) expect(there).toEqual(expect.arrayContaining(shown(fields)));
        const last = steps.at(-1)?.[1] ?? {};
        expect(isEmptySet(compare(SAMPLE, object, merge(SAMPLE, object, last) ?? {}).modified)).toBe(true);
      }),
    );
  });

  it('meets no conflict where all apply the same', () => {
    fc.assert(
      fc.property(config, (applied) => {
        const shared = new Shared().apply('a', applied).apply('b', applied);
        expect(shared.ownedBy('a')).toEqual(shared.ownedBy('b'));
        expect(equalJson(shared.object, new Shared().apply('a', applied).object)).toBe(true);
      }),
    );
  });

  it('is told by shapes that its objects fit', () => {
    fc.assert(
      fc.property(history, (steps) => {
        expect(shapeFaults(SAMPLE, played(steps).object)).toEqual([]);
      }),
    );
  });
});
