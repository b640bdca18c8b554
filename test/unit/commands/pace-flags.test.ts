import { expect, test } from 'vitest';
import { UsageFailure } from '../../../src/commands/arguments.js';
import { readPace } from '../../../src/commands/pace-flags.js';
import { USUAL_PACE } from '../../../src/controller/pace.js';

test('what is not said is as usual', () => {
  expect(readPace({})).toEqual(USUAL_PACE);
  expect(readPace({ 'claims-ahead': '0' })).toEqual({ ...USUAL_PACE, claimsAhead: 0 });
  expect(readPace({ concurrency: '1' })).toEqual({ ...USUAL_PACE, concurrency: 1 });
});

test.each([
  ['concurrency', '0', 1],
  ['concurrency', '-1', 1],
  ['concurrency', '', 1],
  ['concurrency', '1e3', 1],
  ['claims-ahead', '-1', 0],
  ['claims-ahead', '1.5', 0],
  ['claims-ahead', '99999999999999999999', 0],
])('--%s=%s is none', (flag, value, least) => {
  const said = `invalid argument "${value}" for "--${flag}" flag: must be a whole number, ${least} or more`;
  expect(() => readPace({ [flag]: value })).toThrow(new UsageFailure(said));
});
