import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/petset/failure.js';
import {
  describeHandover,
  type Handover,
  handoverCommand,
  HANDOVER_ANNOTATION,
  readHandover,
  writtenHandover,
} from '../../../src/petset/handover.js';
import { newRecord, type PetSetRecord, readRecord, withHandover } from '../../../src/petset/record.js';
import { RECORD_FORMS, type RecordObject } from '../../../src/petset/record-form.js';
import { webSet } from '../../fixtures/sets.js';

const broken = (why: string): Failure => new Failure(why);
const HANDOVERS: readonly Handover[] = [
  { from: 'statefulset', uid: 'uid-1' },
  { from: 'statefulset', uid: 'uid-1', current: 'web-5d8f' },
  { from: 'pods' },
  { to: 'statefulset' },
];

test.each(HANDOVERS)('%o is read as it was written', (handover) => {
  const written = writtenHandover(handover);
  expect(readHandover({ [HANDOVER_ANNOTATION]: written ?? '' }, broken)).toEqual(handover);
});

test('there may be none', () => {
  expect(readHandover({ other: 'x' }, broken)).toBeUndefined();
  expect(writtenHandover(undefined)).toBeUndefined();
});

test.each(['', 'statefulset', '[]', '{}', '{"from":"statefulset"}', '{"to":"deployment"}'])(
  'nonsense stops everything: %s',
  (written) => {
    expect(() => readHandover({ 'petset.dev/handover': written }, broken)).toThrow(/is no handover/);
  },
);

test('what goes on with each is a command of ours', () => {
  expect(HANDOVERS.map((each) => handoverCommand(each, 'web').join(' '))).toEqual([
    'petset adopt statefulset/web',
    'petset adopt statefulset/web',
    'petset adopt petset/web',
    'petset migrate web --to statefulset',
  ]);
  expect(describeHandover({ to: 'statefulset' }, 'web')).toBe('is being migrated to statefulset.apps/web');
});

describe.each(RECORD_FORMS)('a record as %s whose pets are being handed over', (form) => {
  const stored = newRecord(webSet(), 'default', form, { from: 'pods' });
  const { name = '' } = stored.metadata;
  const record = readRecord({ ...stored, metadata: { ...stored.metadata, name, uid: 'u', resourceVersion: '1' } });
  const again = (object: RecordObject): PetSetRecord =>
    readRecord({ ...object, metadata: { ...object.metadata, name, uid: 'u', resourceVersion: '2' } });

  test('says so, and that is no annotation of the set', () => {
    expect(record).toMatchObject({ handover: { from: 'pods' }, paused: false });
    expect(record.set.metadata.annotations).toBeUndefined();
  });

  test('does not any more once they are there, and says what comes then', () => {
    const rollout = { from: 'rev0', wish: undefined };
    expect(again(withHandover(record, undefined, { rollout }))).toMatchObject({ handover: undefined, rollout });
    expect(again(withHandover(record, undefined, { teardown: 'orphan' }))).toMatchObject({ teardown: 'orphan' });
  });
});
