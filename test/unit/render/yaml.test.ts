import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseYaml } from '../../../src/cluster/yaml.js';
import { yamlOf } from '../../../src/render/objects.js';

const NEARLY_OTHERWISE = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789_-+.oxbeEnNyYtf~<=: #\n\t\'"|>')),
});
const ODD = fc.string({ unit: fc.constantFrom('\u0000', '\u0085', '\u2028', '\ufeff', 'é', '😀', ' ', '\r') });

test('whatever is written is read again as it was', () => {
  const values = fc.oneof(NEARLY_OTHERWISE, ODD, fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(values, (value) => {
      const object = { a: value, b: [value, { c: value }] };
      expect(parseYaml(yamlOf(object), 'written')[0]?.value).toEqual(object);
    }),
    { numRuns: 300 },
  );
});

test.each(['08_', '-0o7', 'yes', '0644', '1_000', '2016-01-01', '22:22'])('%s is a text', (text) => {
  expect(parseYaml(yamlOf({ text }), 'written')[0]?.value).toEqual({ text });
});
