import { describe, expect, it } from 'vitest';

import { cloneJson, equalJson, isObject, sharing } from '../../../../src/sandbox/model/json.js';

describe('JSON', () => {
  it('is copied all the way down', () => {
    const original = { list: [{ a: 1 }], gone: undefined, nothing: null };
    const copy = cloneJson(original);
    expect(copy).toEqual({ list: [{ a: 1 }], nothing: null });
    expect('gone' in copy).toBe(false);
    expect(copy.list[0]).not.toBe(original.list[0]);
  });

  it.each([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{}, { constructor: 'x' }, false],
    [[1, 2], [2, 1], false],
    [[1], { 0: 1 }, false],
    [null, {}, false],
    ['1', 1, false],
  ])('%j equals %j: %s', (a, b, isEqual) => {
    expect(equalJson(a, b)).toBe(isEqual);
  });

  it('tells objects from lists and null', () => {
    expect([{}, [], null, 'x'].map(isObject)).toEqual([true, false, false, false]);
  });

  it('shares what is equal with another version of it, and changes neither in meaning', () => {
    const before = { spec: { list: [{ a: 1 }, { b: 2 }], map: { x: [1] } }, status: { n: 1 }, same: [] };
    const after = { status: { n: 2 }, spec: { list: [{ a: 1 }, { b: 3 }, 4], map: { x: [1] } }, same: [], own: {} };
    const [wasBefore, wasAfter] = [cloneJson(before), cloneJson(after)];
    expect(sharing(after, before)).toBe(after);
    expect([before, after]).toEqual([wasBefore, wasAfter]);
    expect(after.spec.map).toBe(before.spec.map);
    expect(after.spec.list[0]).toBe(before.spec.list[0]);
    expect(after.same).toBe(before.same);
    expect(after.spec.list).not.toBe(before.spec.list);
    expect(sharing(cloneJson(before), before)).toBe(before);
  });

  it('shares nothing that only looks alike', () => {
    const other = { a: { '0': 1 }, b: {}, c: null, d: { x: undefined } };
    const value = { a: [1], b: [], c: {}, d: {}, toString: {} };
    const was = cloneJson(value);
    expect(sharing(value, other)).toBe(value);
    expect(value).toEqual(was);
  });
});
