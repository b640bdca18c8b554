import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBelow, inAscendingOrder, indexIn } from '../../../src/petset/ascending.js';
import { countWanted, missingOrdinals, wantedOrdinals } from '../../../src/petset/identity.js';

const number = fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 9_999_999_999 }));
const byValue = (a: number, b: number): number => a - b;

test('numbers in order, each once, among which one is found', () => {
  fc.assert(
    fc.property(fc.array(number), number, (numbers, one) => {
      const sorted = inAscendingOrder(numbers);
      const expected = [...new Set(numbers)].sort(byValue);
      expect(Array.from(sorted)).toEqual(expected);
      expect(countBelow(sorted, one)).toBe(expected.filter((each) => each < one).length);
      expect(indexIn(sorted, one) ?? -1).toBe(expected.indexOf(one));
    }),
  );
});

test('which ordinals a set wants that nobody has, and how many of those that somebody has it wants', () => {
  const few = fc.nat({ max: 12 });
  const wanted = fc.record({
    replicas: few,
    ordinals: fc.record({ start: few, reserve: fc.array(few, { maxLength: 4 }) }),
  });
  fc.assert(
    fc.property(wanted, fc.uniqueArray(few), few, (set, numbers, most) => {
      const taken = inAscendingOrder(numbers);
      const all = [...wantedOrdinals(set)];
      expect(missingOrdinals(set, taken, most)).toEqual(all.filter((each) => !numbers.includes(each)).slice(0, most));
      expect(countWanted(set, taken)).toBe(numbers.filter((each) => all.includes(each)).length);
    }),
  );
});
