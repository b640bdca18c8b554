import { describe, expect, it } from 'vitest';

import { cloneJson, equalJson, isObject } from '../../../../src/sandbox/model/json.js';

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
});
