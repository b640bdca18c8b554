import { describe, expect, test } from 'vitest';
import type { ConfigMap, Served } from '../../../src/petset/kubernetes.js';
import { newRecord, readRecord, withSet, withTeardown } from '../../../src/petset/record.js';
import { webSet } from '../../fixtures/sets.js';

function stored(map: ConfigMap): Served<ConfigMap> {
  return {
    ...map,
    metadata: { name: 'petset-web', ...map.metadata, uid: 'u1', resourceVersion: '7' },
  };
}

test('what is written is read back', () => {
  const set = { ...webSet(), metadata: { name: 'web', labels: { a: 'b' }, annotations: { c: 'd' } } };
  const record = readRecord(stored(newRecord(set, 'default')));
  expect(record.set).toEqual(set);
  expect(record).toMatchObject({ ref: { namespace: 'default', name: 'web' }, teardown: undefined });
  expect(record.owner).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'u1' });
});

test('a change keeps what else is on the record, and the version that it was made from', () => {
  const record = readRecord(stored(newRecord(webSet(), 'default')));
  const changed = withSet(record, webSet({ replicas: 9 }));
  expect(changed.metadata.resourceVersion).toBe('7');
  expect(readRecord(stored(changed)).set.spec.replicas).toBe(9);
  expect(readRecord(stored(withTeardown(record, 'clean'))).teardown).toBe('clean');
});

describe('a record that somebody has broken is named, with how to look at it', () => {
  const good = newRecord(webSet(), 'default');
  const edited = (change: (text: string) => string) =>
    stored({ ...good, data: { 'petset.json': change(good.data?.['petset.json'] ?? '') } });

  test.each([
    ['no JSON', edited(() => '{'), /petset-web cannot be read: .*JSON/],
    ['no document', stored({ ...good, data: {} }), /petset-web cannot be read: it has no petset\.json/],
    [
      'a word for a number',
      edited((text) => text.replace('"replicas": 2', '"replicas": "x"')),
      /spec\.replicas: Invalid value: "x"/,
    ],
    ['another set’s', edited((text) => text.replace('"name": "web"', '"name": "other"')), /it holds a set named other/],
  ])('%s', (_what, map, problem) => {
    expect(() => readRecord(map)).toThrow(problem);
  });
});
