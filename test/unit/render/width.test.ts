import { Chalk } from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { widthOf } from '../../../src/render/width.js';

const color = new Chalk({ level: 1 });

test('a text is as wide as a library counts it that knows all of Unicode', () => {
  const words = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom('web-0', '████░░░', 'too lo…', '宠物', '👩‍🚀', ''),
  );
  const painted = fc
    .tuple(words, fc.constantFrom(color.red, color.dim, color.bold.green, String))
    .map(([text, brush]) => brush(text));
  fc.assert(
    fc.property(fc.array(painted, { maxLength: 4 }), (parts) => {
      expect(widthOf(parts.join(' '))).toBe(stringWidth(parts.join(' ')));
    }),
  );
});
