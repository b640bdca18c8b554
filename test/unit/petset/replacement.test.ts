import { describe, expect, test } from 'vitest';
import { readReplacements, type Replacement, withReplacement } from '../../../src/petset/replacement.js';

const wish = (ordinal: number, more: Partial<Replacement> = {}): Replacement => ({
  ordinal,
  podUid: `pod-${ordinal}`,
  claimUids: [],
  force: false,
  ...more,
});

test('a later wish for a pet takes the place of an earlier one, and those for others stay', () => {
  const wishes = withReplacement([wish(1), wish(4)], wish(1, { force: true }));
  expect(wishes).toEqual([wish(1, { force: true }), wish(4)]);
  expect(withReplacement(wishes, wish(2)).map(({ ordinal }) => ordinal)).toEqual([1, 2, 4]);
});

describe('what does not read is named', () => {
  test.each([
    ['no list', {}, /must be a list/],
    ['an ordinal that is none', [{ ordinal: -1, claimUids: [], force: false }], /ordinal/],
    ['no word on force', [{ ordinal: 1, claimUids: [] }], /force: Required value/],
    ['a uid that is none', [{ ordinal: 1, podUid: 7, claimUids: [], force: false }], /podUid/],
  ])('%s', (_what, document, why) => {
    expect(readReplacements(document)).toMatchObject({ ok: false, why: expect.stringMatching(why) as string });
  });
});
