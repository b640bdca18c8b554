import { describe, expect, it } from 'vitest';

import { jsonPatch, JsonPatchError } from '../../../../../src/sandbox/apiserver/patch/json-patch.js';
import type { Operation } from '../../../../../src/sandbox/apiserver/patch/json-patch.js';
import type { Json } from '../../../../../src/sandbox/model/json.js';

const TARGET: Json = { a: { 'x/y': 1, '~': 2 }, list: ['p', 'q'] };

describe('a JSON patch', () => {
  it.each<[string, Operation[], Json]>([
    ['adds a key', [{ op: 'add', path: '/b', value: 1 }], { ...TARGET, b: 1 }],
    ['adds at an index', [{ op: 'add', path: '/list/1', value: 'n' }], { ...TARGET, list: ['p', 'n', 'q'] }],
    ['adds at the end', [{ op: 'add', path: '/list/-', value: 'n' }], { ...TARGET, list: ['p', 'q', 'n'] }],
    ['removes from a list', [{ op: 'remove', path: '/list/0' }], { ...TARGET, list: ['q'] }],
    [
      'reads escaped keys',
      [
        { op: 'remove', path: '/a/x~1y' },
        { op: 'remove', path: '/a/~0' },
      ],
      { ...TARGET, a: {} },
    ],
    ['replaces', [{ op: 'replace', path: '/list', value: [] }], { ...TARGET, list: [] }],
    ['replaces all of it', [{ op: 'replace', path: '', value: 1 }], 1],
    ['moves', [{ op: 'move', from: '/list/0', path: '/list/1' }], { ...TARGET, list: ['q', 'p'] }],
    ['copies', [{ op: 'copy', from: '/list', path: '/b' }], { ...TARGET, b: ['p', 'q'] }],
    ['tests', [{ op: 'test', path: '/list', value: ['p', 'q'] }], TARGET],
    ['tests for nothing', [{ op: 'test', path: '/b', value: null }], TARGET],
  ])('%s', (_what, operations, result) => {
    expect(jsonPatch(TARGET, operations)).toEqual(result);
  });

  it.each<[Operation, string]>([
    [{ op: 'test', path: '/list/0', value: 'x' }, 'testing value /list/0 failed'],
    [{ op: 'remove', path: '/b' }, 'unable to remove nonexistent key: b'],
    [{ op: 'add', path: '/b/c', value: 1 }, 'doc is missing path: /b/c'],
    [{ op: 'add', path: '/list/3', value: 1 }, 'invalid array index: 3'],
    [{ op: 'jump', path: '/b' }, 'unexpected kind: jump'],
    [{ op: 'add', path: 'b' }, 'no such path: b'],
    [{ op: 'add', path: '/__proto__/polluted', value: 1 }, 'doc is missing path: /__proto__/polluted'],
    [{ op: 'remove', path: '/constructor' }, 'unable to remove nonexistent key: constructor'],
  ])('%j cannot be done', (operation, words) => {
    expect(() => jsonPatch(TARGET, [operation])).toThrow(new JsonPatchError(words));
  });

  it('leaves its target alone', () => {
    const before = JSON.stringify(TARGET);
    jsonPatch(TARGET, [{ op: 'add', path: '/list/-', value: 1 }]);
    expect(JSON.stringify(TARGET)).toBe(before);
  });
});
