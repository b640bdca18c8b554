import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countThat, ordinalsThat, thoseThat } from '../../src/petset/ledger.js';
import { Register } from '../../src/petset/register.js';
import { Runs } from '../../src/petset/runs.js';

interface Thing {
  readonly ordinal: number;
  readonly kind: number;
  /** Whether somebody may ask about it: of a kind only one speaks for all. */
  readonly asked: () => void;
}

const writing = fc.record({ key: fc.nat({ max: 30 }), kind: fc.option(fc.nat({ max: 4 }), { nil: undefined }) });

test('a register answers as the map does that was written the same, and asks about one of each kind', () => {
  fc.assert(
    fc.property(fc.array(writing, { maxLength: 120, size: 'max' }), fc.nat({ max: 4 }), (writings, meant) => {
      let asked = 0;
      const map = new Map<number, Thing>();
      const register = new Register<number, Thing>([], ({ kind }) => String(kind));
      for (const { key, kind } of writings) {
        if (kind === undefined) expect(register.delete(key)).toBe(map.delete(key));
        else {
          const thing = { ordinal: key % 11, kind, asked: () => asked++ };
          register.set(key, thing);
          map.set(key, thing);
        }
      }
      const isMeant = (thing: Thing): boolean => {
        thing.asked();
        return thing.kind === meant;
      };
      const isLow = (ordinal: number): boolean => ordinal < 5;
      expect([...register]).toEqual([...map]);
      asked = 0;
      const found = thoseThat(register, isMeant, isLow);
      expect(asked).toBe(new Set([...map.values()].map(({ kind }) => kind)).size);
      expect(found).toEqual(thoseThat(map, isMeant, isLow));
      expect(countThat(register, isMeant)).toBe(countThat(map, isMeant));
      const ordinals = (things: ReadonlyMap<number, Thing>): readonly number[] => {
        const told: number[] = [];
        ordinalsThat(things, isMeant, (ordinal) => told.push(ordinal));
        return told.sort((a, b) => a - b);
      };
      expect(ordinals(register)).toEqual(ordinals(map));
    }),
    { numRuns: 60 },
  );
});

test('runs of numbers miss what a set of them does', () => {
  const change = fc.tuple(fc.boolean(), fc.nat({ max: 25 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80, size: 'max' }), fc.nat({ max: 30 }), (changes, end) => {
      const runs = new Runs();
      const set = new Set<number>();
      for (const [isIn, number] of changes) {
        if (isIn) runs.add(number);
        else runs.delete(number);
        if (isIn) set.add(number);
        else set.delete(number);
      }
      const all = Array.from({ length: end }, (_, number) => number);
      expect([...runs.missing(end)]).toEqual(all.filter((number) => !set.has(number)));
    }),
  );
});
