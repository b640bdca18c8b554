import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/petset/failure.js';
import {
  describeHandover,
  type Handover,
  handoverCommand,
  markHandover,
  readHandover,
} from '../../../src/petset/handover.js';
import { newRecord, readRecord, withHandover } from '../../../src/petset/record.js';
import { webSet } from '../../fixtures/sets.js';

const broken = (why: string): Failure => new Failure(why);
const HANDOVERS: readonly Handover[] = [
  { from: 'statefulset', uid: 'uid-1' },
  { from: 'statefulset', uid: 'uid-1', current: 'web-5d8f' },
  { from: 'pods' },
  { to: 'statefulset' },
];

test.each(HANDOVERS)('%o is read as it was written, beside other annotations', (handover) => {
  const annotations = markHandover({ other: 'kept' }, handover);
  expect(annotations.other).toBe('kept');
  expect(readHandover(annotations, broken)).toEqual(handover);
  expect(markHandover(annotations, undefined)).toEqual({ other: 'kept' });
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

describe('a record whose pets are being handed over', () => {
  const metadata = { uid: 'uid-of-record', resourceVersion: '1', name: 'petset-web' };
  const stored = newRecord(webSet(), 'default', { from: 'pods' });
  const record = readRecord({ ...stored, metadata: { ...stored.metadata, ...metadata } });

  test('is paused, whatever its brake says', () => {
    expect(record).toMatchObject({ handover: { from: 'pods' }, paused: true });
  });

  test('is not any more, once they are there', () => {
    expect(readRecord(withHandover(record, undefined))).toMatchObject({ handover: undefined, paused: false });
  });
});
