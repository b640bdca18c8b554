import { describe, expect, it } from 'vitest';

import { strategicMergePatch } from '../../../../../src/sandbox/apiserver/patch/strategic-merge-patch.js';
import type { JsonObject } from '../../../../../src/sandbox/model/json.js';

const POD: JsonObject = {
  metadata: { labels: { a: '1', b: '2' }, finalizers: ['x', 'y'] },
  spec: {
    containers: [
      { name: 'web', image: 'web:1', command: ['run'] },
      { name: 'log', image: 'log:1' },
    ],
    tolerations: [{ key: 'k' }],
    volumes: [{ name: 'data', emptyDir: {} }],
  },
};

const patched = (patch: JsonObject): JsonObject => strategicMergePatch('Pod', POD, patch);

describe('a strategic merge patch', () => {
  it('merges maps and removes what is null', () => {
    expect(patched({ metadata: { labels: { a: null, c: '3' } } })).toMatchObject({
      metadata: { labels: { b: '2', c: '3' }, finalizers: ['x', 'y'] },
    });
  });

  it('merges lists by their key, adding what is new', () => {
    expect(patched({ spec: { containers: [{ name: 'log', image: 'log:2' }, { name: 'new' }] } })).toMatchObject({
      spec: {
        containers: [
          { name: 'web', image: 'web:1', command: ['run'] },
          { name: 'log', image: 'log:2' },
          { name: 'new' },
        ],
      },
    });
  });

  it.each([
    [['new'], ['new', 'web', 'log']],
    [['log'], ['web', 'log']],
    [
      ['log', 'web'],
      ['log', 'web'],
    ],
    [
      ['log', 'new'],
      ['web', 'log', 'new'],
    ],
    [
      ['new', 'log'],
      ['new', 'web', 'log'],
    ],
  ])('puts %j in its own order, and the others where they were', (names, order) => {
    const { spec } = patched({ spec: { containers: names.map((name) => ({ name })) } });
    expect((spec as { containers: { name: string }[] }).containers.map(({ name }) => name)).toEqual(order);
  });

  it('replaces lists that have no key', () => {
    expect(
      patched({ spec: { tolerations: [{ key: 'other' }], containers: [{ name: 'web', command: ['go'] }] } }),
    ).toMatchObject({
      spec: { tolerations: [{ key: 'other' }], containers: [{ command: ['go'] }, {}] },
    });
  });

  it('adds to lists of plain values, and deletes from them', () => {
    expect(patched({ metadata: { finalizers: ['y', 'z'] } })).toMatchObject({
      metadata: { finalizers: ['x', 'y', 'z'] },
    });
    expect(patched({ metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] } })).toMatchObject({
      metadata: { finalizers: ['y'] },
    });
  });

  it('deletes an entry, replaces an object, replaces a list', () => {
    expect(patched({ spec: { containers: [{ name: 'web', $patch: 'delete' }] } })).toMatchObject({
      spec: { containers: [{ name: 'log' }] },
    });
    expect(patched({ metadata: { labels: { $patch: 'replace', only: '1' } } })).toMatchObject({
      metadata: { labels: { only: '1' } },
    });
    expect(patched({ spec: { containers: [{ $patch: 'replace' }, { name: 'sole' }] } })).toMatchObject({
      spec: { containers: [{ name: 'sole' }] },
    });
  });

  it('sorts as it is told', () => {
    expect(patched({ spec: { '$setElementOrder/containers': [{ name: 'log' }, { name: 'web' }] } })).toMatchObject({
      spec: { containers: [{ name: 'log' }, { name: 'web' }] },
    });
    expect(patched({ metadata: { '$setElementOrder/finalizers': ['y', 'x'] } })).toMatchObject({
      metadata: { finalizers: ['y', 'x'] },
    });
  });

  it('keeps only the keys that a union is to keep', () => {
    const volume = { name: 'data', hostPath: { path: '/' }, $retainKeys: ['name', 'hostPath'] };
    expect(patched({ spec: { volumes: [volume] } })).toMatchObject({
      spec: { volumes: [{ name: 'data', hostPath: { path: '/' } }] },
    });
  });

  it('leaves its target alone, and no directive behind', () => {
    const before = JSON.stringify(POD);
    const result = patched({
      spec: { '$setElementOrder/containers': [{ name: 'web' }], containers: [{ name: 'web', image: 'x' }] },
    });
    expect(JSON.stringify(POD)).toBe(before);
    expect(JSON.stringify(result)).not.toContain('$');
  });
});
