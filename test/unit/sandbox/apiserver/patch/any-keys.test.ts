import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { merge } from '../../../../../src/sandbox/apiserver/apply/merge.js';
import { jsonPatch } from '../../../../../src/sandbox/apiserver/patch/json-patch.js';
import { mergePatch } from '../../../../../src/sandbox/apiserver/patch/merge-patch.js';
import { strategicMergePatch } from '../../../../../src/sandbox/apiserver/patch/strategic-merge-patch.js';
import { cloneJson, isObject, own, sharing } from '../../../../../src/sandbox/model/json.js';
import type { Json, JsonObject } from '../../../../../src/sandbox/model/json.js';

/** Keys that objects of JavaScript have of themselves, and another. */
const key = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a');
const { object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.constantFrom('x', 1, true), tie('object')),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
}));
const map = fc.dictionary(key, fc.constantFrom('x', 'y'));

/** As text, in which nothing is inherited, and in any order. */
const told = (value: unknown): string => JSON.stringify(sorted(value));
const sorted = (value: unknown): unknown =>
  isObject(value)
    ? Object.entries(value)
        .map(([name, field]) => [name, sorted(field)])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    : value;

/** One object laid over another. */
function over(a: JsonObject, b: JsonObject): JsonObject {
  const laid = Object.entries(b).map(([name, field]): [string, Json | undefined] => {
    const below = own(a, name);
    return [name, isObject(field) ? over(isObject(below) ? below : {}, field) : field];
  });
  return Object.fromEntries([...Object.entries(a), ...laid]);
}

const forBoth = (check: (a: JsonObject, b: JsonObject) => void): void => {
  fc.assert(
    fc.property(object, object, (a, b) => {
      check(a, b);
    }),
  );
};
const pointer = (name: string): string => `/${name}`;

describe('whatever keys are called', () => {
  it('copies have them', () => {
    fc.assert(
      fc.property(object, (value) => {
        expect(told(cloneJson(value))).toBe(told(value));
      }),
    );
  });

  it('what is shared with another version has them', () => {
    forBoth((a, b) => expect(told(sharing(cloneJson(a), b))).toBe(told(a)));
  });

  it('a merge patch does what it does to others', () => {
    forBoth((a, b) => expect(told(mergePatch(a, b))).toBe(told(over(a, b))));
  });

  it('a strategic merge patch does, too', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        const patched = strategicMergePatch('ConfigMap', { data: a }, { data: b });
        expect(told(patched)).toBe(told({ data: over(a, b) }));
      }),
    );
  });

  it('what is applied does, too', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        const shape = { form: 'map', value: { form: 'leaf' } } as const;
        expect(told(merge(shape, a, b) ?? {})).toBe(told(over(a, b)));
      }),
    );
  });

  it.each(['add', 'replace'])('%s of a JSON patch does, too', (op) => {
    forBoth((a, b) => {
      const operations = Object.entries(b).map(([name, value]) => ({ op, path: pointer(name), value: value ?? null }));
      expect(told(jsonPatch(a, operations))).toBe(told({ ...a, ...b }));
    });
  });

  it('a JSON patch finds, copies, moves and removes by them', () => {
    fc.assert(
      fc.property(object, key, fc.constantFrom('x', { x: 1 }), (a, name, value) => {
        const operations = [
          { op: 'add', path: pointer(name), value },
          { op: 'test', path: pointer(name), value },
          { op: 'copy', from: pointer(name), path: '/copied' },
          { op: 'move', from: pointer(name), path: '/moved' },
        ];
        const others = Object.fromEntries(Object.entries(a).filter(([one]) => one !== name));
        expect(told(jsonPatch(a, operations))).toBe(told({ ...others, copied: value, moved: value }));
      }),
    );
  });
});
