import { describe, expect, it } from 'vitest';

import type { Scalar } from '../../../../../src/sandbox/apiserver/schema/field.js';
import { scalarRule } from '../../../../../src/sandbox/apiserver/schema/scalars.js';
import type { Json } from '../../../../../src/sandbox/model/json.js';

describe('values', () => {
  it.each<[Scalar, Json, Json]>([
    ['Time', '2026-01-02T03:04:05.9+02:00', '2026-01-02T01:04:05Z'],
    ['MicroTime', '2026-01-02T03:04:05.123456Z', '2026-01-02T03:04:05.123456Z'],
    ['Quantity', '1024Mi', '1Gi'],
    ['Quantity', 2, '2'],
    ['IntOrString', '50%', '50%'],
    ['IntOrString', 5, 5],
    ['bytes', 'YQ==\n', 'YQ=='],
    ['int32', -(2 ** 31), -(2 ** 31)],
    ['any', { a: [null] }, { a: [null] }],
  ])('%s: %j is kept as %j', (scalar, given, kept) => {
    expect(scalarRule(scalar).read(given)).toEqual({ value: kept });
  });

  it.each<[Scalar, Json, string]>([
    ['string', 1, 'number'],
    ['bool', 'true', 'string'],
    ['int32', 2 ** 31, 'number 2147483648'],
    ['int64', true, 'bool'],
    ['Time', 0, 'number'],
    ['string', {}, 'object'],
  ])('%s: %j is found to be a %s', (scalar, given, found) => {
    expect(scalarRule(scalar).read(given)).toEqual({ found });
  });

  it.each<[Scalar, Json, string]>([
    [
      'Time',
      'yesterday',
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    ['MicroTime', '2026-01-02T03:04:05Z', 'cannot parse "Z" as ".000000"'],
    ['Quantity', 'much', 'quantities must match the regular expression'],
    ['bytes', '*', 'illegal base64 data at input byte 0'],
  ])('%s: %j does not parse', (scalar, given, words) => {
    expect(() => scalarRule(scalar).read(given)).toThrow(words);
  });
});
