import { describe, expect, test } from 'vitest';
import type { ConfigMap, Served } from '../../../src/petset/kubernetes.js';
import {
  newRecord,
  readRecord,
  withoutReplacement,
  withPause,
  withReplacements,
  withSet,
  withTeardown,
} from '../../../src/petset/record.js';
import { USUAL_ROLLOUT } from '../../../src/petset/rollout.js';
import { webSet } from '../../fixtures/sets.js';

function stored(map: ConfigMap): Served<ConfigMap> {
  return {
    ...map,
    metadata: { name: 'petset-web', ...map.metadata, uid: 'u1', resourceVersion: '7' },
  };
}

test('what is written is read back', () => {
  const set = { ...webSet(), metadata: { name: 'web', labels: { a: 'b' }, annotations: { c: 'd' } } };
  const record = readRecord(stored(newRecord(set, 'default', 'config-map')));
  expect(record.set).toEqual(set);
  expect(record).toMatchObject({ ref: { namespace: 'default', name: 'web' }, teardown: undefined });
  expect(record.owner).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'u1' });
});

test('a change keeps what else is on the record, and the version that it was made from', () => {
  const record = readRecord(stored(newRecord(webSet(), 'default', 'config-map')));
  const changed = withSet(record, webSet({ replicas: 9 }));
  expect(changed.metadata.resourceVersion).toBe('7');
  expect(readRecord(stored(changed)).set.spec.replicas).toBe(9);
  expect(readRecord(stored(withTeardown(record, 'clean'))).teardown).toBe('clean');
});

describe('a rollout that was asked for', () => {
  const canary = { ...USUAL_ROLLOUT, partition: 1 };
  const asked = readRecord(
    stored(withSet(readRecord(stored(newRecord(webSet(), 'default', 'config-map'))), webSet(), canary)),
  );
  const wishAfter = (spec: Parameters<typeof webSet>[0]) =>
    readRecord(stored(withSet(asked, webSet(spec)))).rollout?.wish;

  test('goes on when the set is scaled', () => {
    expect(wishAfter({ replicas: 9 })).toEqual(canary);
  });

  test('is over when there is another template, or another strategy', () => {
    const template = {
      metadata: { labels: { app: 'nginx' } },
      spec: { containers: [{ name: 'nginx', image: 'other' }] },
    };
    expect(wishAfter({ template })).toBeUndefined();
    expect(wishAfter({ updateStrategy: { type: 'RollingUpdate' } })).toBeUndefined();
  });
});

test('a brake of its own, wishes to replace pets, and how the set is to go', () => {
  const record = readRecord(stored(newRecord(webSet(), 'default', 'config-map')));
  expect(record).toMatchObject({ paused: false, replacements: [], teardown: undefined });
  expect(readRecord(stored(withPause(record, true))).paused).toBe(true);
  expect(readRecord(stored(withPause(record, false))).paused).toBe(false);
  for (const teardown of ['clean', 'delete', 'orphan'] as const) {
    expect(readRecord(stored(withTeardown(record, teardown))).teardown).toBe(teardown);
  }
  const wishes = [1, 2].map((ordinal) => ({ ordinal, podUid: `pod-${ordinal}`, claimUids: ['c'], force: false }));
  const wished = readRecord(stored(withReplacements(record, wishes)));
  expect(wished.replacements).toEqual(wishes);
  const one = readRecord(
    stored(withoutReplacement(wished, { ...wished.replacements[0], ordinal: 1, claimUids: [], force: false })),
  );
  expect(one.replacements).toEqual(wishes.slice(1));
  const none = withReplacements(one, []);
  expect(Object.keys(none.data ?? {})).toEqual(['petset.json']);
  expect(readRecord(stored(none)).set).toEqual(record.set);
});

describe('a record that somebody has broken is named, with how to look at it', () => {
  const good = newRecord(webSet(), 'default', 'config-map');
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
    [
      'a word for how it is to go that is none of ours',
      stored({ ...good, metadata: { ...good.metadata, annotations: { 'petset.dev/teardown': 'true' } } }),
      /its annotation petset\.dev\/teardown is none of clean, delete, orphan: "true"/,
    ],
    [
      'a wish that does not read',
      stored({ ...good, data: { ...good.data, 'replace.json': '[{"ordinal": "x"}]' } }),
      /replace\.json: .*ordinal/,
    ],
    ['another set’s', edited((text) => text.replace('"name": "web"', '"name": "other"')), /it holds a set named other/],
  ])('%s', (_what, map, problem) => {
    expect(() => readRecord(map)).toThrow(problem);
  });
});
