import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Handover } from '../../../src/petset/handover.js';
import type { Served } from '../../../src/petset/kubernetes.js';
import {
  contentOf,
  newRecord,
  type PetSetRecord,
  readRecord,
  recordSaying,
  withMove,
  withPause,
  withSet,
} from '../../../src/petset/record.js';
import { RECORD_FORMS, type RecordContent, type RecordObject } from '../../../src/petset/record-form.js';
import { isRolloutWritten } from '../../../src/petset/record-custom.js';
import { revisionHash } from '../../../src/petset/revision.js';
import { USUAL_ROLLOUT } from '../../../src/petset/rollout.js';
import { webSet } from '../../fixtures/sets.js';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** As a server would answer, which knows nothing but JSON. */
function stored(object: RecordObject, change: Partial<RecordObject['metadata']> = {}): Served<RecordObject> {
  const served = JSON.parse(JSON.stringify(object)) as RecordObject & { metadata: { name: string } };
  return { ...served, metadata: { ...served.metadata, uid: 'u1', resourceVersion: '7', ...change } };
}

const words = fc.dictionary(
  fc.constantFrom('team', 'tier', 'example.com/a', 'petset.dev/theirs'),
  fc.constantFrom('', 'a', 'b'),
  {
    maxKeys: 3,
  },
);

const content: fc.Arbitrary<RecordContent> = fc
  .record({
    labels: fc.option(words.filter((each) => Object.keys(each).length > 0)),
    annotations: fc.option(words.filter((each) => Object.keys(each).length > 0)),
    replicas: fc.nat({ max: 9 }),
    rollout: fc.option(
      fc.record({
        from: fc.constantFrom('a', 'b'),
        wish: fc.constantFrom(undefined, USUAL_ROLLOUT, { ...USUAL_ROLLOUT, order: [2, 1] }),
      }),
    ),
    paused: fc.boolean(),
    replaced: fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 3 }),
    handover: fc.constantFrom<(Handover | undefined)[]>(undefined, { from: 'pods' }, { to: 'statefulset' }),
    teardown: fc.constantFrom(undefined, 'clean', 'delete', 'orphan'),
    moving: fc.constantFrom(undefined, 'away', 'some-uid'),
  } as const)
  .map(({ labels, annotations, replicas, rollout, paused, replaced, handover, teardown, moving }) => ({
    set: {
      ...webSet({ replicas }),
      metadata: { name: 'web', ...(labels && { labels }), ...(annotations && { annotations }) },
    },
    rollout: rollout ?? undefined,
    paused,
    replacements: replaced.map((ordinal) => ({ ordinal, podUid: `pod-${ordinal}`, claimUids: ['c'], force: false })),
    handover,
    teardown,
    moving,
  }));

test.each(RECORD_FORMS)('whatever a record says, it says as a %s too, and after any other', (form) => {
  fc.assert(
    fc.property(content, content, (one, other) => {
      const first = readRecord(stored(recordSaying(one, 'default', form)));
      expect(contentOf(first)).toEqual(one);
      const [from, to] = form === 'custom' ? (['custom', 'config-map'] as const) : (['config-map', 'custom'] as const);
      const moved = readRecord(stored(recordSaying(contentOf(first), 'default', to)));
      expect(contentOf(readRecord(stored(recordSaying(contentOf(moved), 'default', from))))).toEqual(one);
      // Written over the one that is there, nothing of it is left.
      const over = readRecord(stored(withMove(withSetOf(first, other), undefined)));
      expect(over).toMatchObject({ set: other.set, moving: undefined, paused: one.paused, teardown: one.teardown });
    }),
  );
});

/** The record with the set of another one. */
function withSetOf(record: PetSetRecord, { set }: RecordContent): PetSetRecord {
  return readRecord(stored(withSet(record, set)));
}

describe('a custom record', () => {
  const native = (change: Partial<RecordObject['metadata']> = {}): Served<RecordObject> =>
    stored(newRecord(webSet(), 'default', 'custom'), change);

  test('keeps what kubectl remembers, which is no part of the set', () => {
    const record = readRecord(native({ annotations: { [LAST_APPLIED]: '{}', mine: 'yes' } }));
    expect(record.set.metadata.annotations).toEqual({ mine: 'yes' });
    expect(withPause(record, true).metadata.annotations).toMatchObject({ [LAST_APPLIED]: '{}', mine: 'yes' });
  });

  test('is not paused by an annotation of a set that says nothing where it was written', () => {
    const annotations = { 'pod.alpha.kubernetes.io/initialized': 'false', [LAST_APPLIED]: '{"old":1}', mine: 'yes' };
    const set = { ...webSet(), metadata: { name: 'web', annotations } };
    const mapped = readRecord(stored(newRecord(set, 'default', 'config-map')));
    expect(mapped.paused).toBe(false);
    const moved = readRecord(stored(recordSaying(contentOf(mapped), 'default', 'custom')));
    expect(moved.paused).toBe(false);
    expect(moved.stored.metadata.annotations).toEqual({ mine: 'yes' });
  });

  test.each([
    ['a rollout that is no JSON', { annotations: { 'petset.dev/rollout': '{' } }, /JSON/],
    ['a rollout of nothing', { annotations: { 'petset.dev/rollout': '{}' } }, /petset\.dev\/rollout: from/],
    ['a wish to replace that does not read', { annotations: { 'petset.dev/replace': '[{}]' } }, /petset\.dev\/replace/],
    ['a word for how it is to go', { annotations: { 'petset.dev/teardown': 'true' } }, /none of clean, delete, orphan/],
  ])('with %s is named, with how to look at it', (_what, change, problem) => {
    const read = (): unknown => readRecord(native(change));
    expect(read).toThrow(/^error: the record petset\/web cannot be read: /);
    expect(read).toThrow(problem);
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ next: ['look at it with: kubectl get petset web -n default -o yaml'] });
    }
  });
});

describe('a template that is edited with kubectl', () => {
  const image = (name: string): ReturnType<typeof webSet> =>
    webSet({
      template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'nginx', image: name }] } },
    });
  const hash = (name: string): string => revisionHash(image(name).spec.template);
  /** The record after somebody has put another image into what was there. */
  const edited = (record: RecordObject, name: string, updateRevision?: string): PetSetRecord => {
    const { spec } = newRecord(image(name), 'default', 'custom');
    return readRecord({
      ...stored(record),
      ...(spec && { spec }),
      ...(updateRevision !== undefined && { status: { updateRevision } }),
    });
  };
  const plain = newRecord(image('a'), 'default', 'custom');
  const isWritten = ({ stored: object, rollout, set }: PetSetRecord): boolean =>
    isRolloutWritten(object, { rollout, hash: revisionHash(set.spec.template) });

  test('is rolled out from the one that was reported last, which is not written down yet', () => {
    const record = edited(plain, 'b', hash('a'));
    expect(record.rollout).toEqual({ from: hash('a'), wish: undefined });
    expect(isWritten(record)).toBe(false);
    const written = readRecord(stored(withPause(record, false)));
    expect(written.rollout).toEqual(record.rollout);
    expect(isWritten(written)).toBe(true);
  });

  test('and back again, is none', () => {
    const record = edited(plain, 'a', hash('a'));
    expect(record.rollout).toBeUndefined();
    expect(isWritten(record)).toBe(true);
  });

  test('where nothing was ever reported, is the only one that there was', () => {
    expect(edited(plain, 'b').rollout).toBeUndefined();
  });

  test('while a rollout is under way, ends it: it was of another template', () => {
    const asked = withSet(readRecord(stored(plain)), image('b'), USUAL_ROLLOUT);
    expect(readRecord(stored(asked)).rollout).toEqual({ from: hash('a'), wish: USUAL_ROLLOUT });
    const record = edited(asked, 'c', hash('b'));
    expect(record.rollout).toEqual({ from: hash('a'), wish: undefined });
    expect(isWritten(record)).toBe(false);
    const written = withPause(record, false);
    // Even if somebody puts the template back that it was about.
    expect(edited(written, 'b', hash('c')).rollout).toEqual({ from: hash('a'), wish: undefined });
  });
});
