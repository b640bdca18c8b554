import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countThat, differencesBetween, Ledger, ordinalsThat, thoseThat } from '../../src/petset/ledger.js';

interface Thing {
  readonly key: number;
  readonly ordinal: number;
  readonly serial: number;
}

/** Enough keys that ledgers are written anew now and then. */
const KEYS = 200;

/** What is written into a ledger: which one of those before it follows, and what becomes of which keys. */
const writing = fc.record({
  after: fc.nat({ max: 3 }),
  come: fc.array(fc.nat({ max: KEYS }), { maxLength: 12 }),
  go: fc.oneof(
    { weight: 6, arbitrary: fc.array(fc.nat({ max: KEYS }), { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.nat({ max: KEYS }).map((from) => Array.from({ length: KEYS - from }, (_, i) => from + i)),
    },
  ),
});

const isMeant = ({ serial }: Thing): boolean => serial % 3 === 1;
const kindOf = (thing: Thing): string => String(isMeant(thing));

function sorted(map: ReadonlyMap<number, Thing>): readonly (readonly [number, Thing])[] {
  return [...map].sort(([a], [b]) => a - b);
}

const byKey = (one: Thing, other: Thing): number => one.key - other.key;

function ordinalsIn(map: ReadonlyMap<number, Thing> = new Map<number, Thing>()): readonly number[] {
  const ordinals: number[] = [];
  ordinalsThat(map, isMeant, (ordinal) => ordinals.push(ordinal));
  return map instanceof Ledger ? ordinals : ordinals.sort((a, b) => a - b);
}

function saidOf(before: ReadonlyMap<number, Thing>, after: ReadonlyMap<number, Thing>): readonly string[] {
  return differencesBetween(before, after)
    .map(({ before: was, after: is }) => `${was?.key ?? is?.key}: ${was?.serial} -> ${is?.serial}`)
    .sort();
}

test('a ledger says what a map would, whatever is written after it, and so does what is different from another one', () => {
  fc.assert(
    fc.property(fc.array(writing, { maxLength: 40, size: 'max' }), (writings) => {
      const moments = [{ ledger: Ledger.of<number, Thing>([], kindOf), map: new Map<number, Thing>() }];
      let serial = 0;
      for (const { after, come, go } of writings) {
        const before = moments.at(-1 - after) ?? moments[0];
        if (before === undefined) throw new Error('there is always a first one');
        const changes = new Map<number, Thing | undefined>(go.map((key) => [key, undefined]));
        for (const key of come) changes.set(key, { key, ordinal: key % 7, serial: ++serial });
        const map = new Map(before.map);
        for (const [key, thing] of changes) {
          if (thing === undefined) map.delete(key);
          else map.set(key, thing);
        }
        moments.push({ ledger: before.ledger.with([...changes]), map });
        // From the first question on the order is kept.
        if (serial % 2 === 0) expect(ordinalsIn(moments.at(-1)?.ledger)).toEqual(ordinalsIn(map));
      }
      const others = moments.slice(-3);
      for (const { ledger, map } of moments) {
        expect(ledger.size).toBe(map.size);
        expect(sorted(ledger)).toEqual(sorted(map));
        expect([...ledger.values()].every((thing) => ledger.get(thing.key) === map.get(thing.key))).toBe(true);
        const isLow = (ordinal: number): boolean => ordinal < 3;
        const meant = [...map.values()].filter((thing) => isMeant(thing) && isLow(thing.ordinal));
        expect(thoseThat(ledger, isMeant, isLow).sort(byKey)).toEqual(meant.sort(byKey));
        expect(ordinalsIn(ledger)).toEqual(ordinalsIn(map));
        expect(countThat(ledger, isMeant)).toBe(ordinalsIn(map).length);
        for (const other of others) expect(saidOf(other.ledger, ledger)).toEqual(saidOf(other.map, map));
      }
    }),
    { numRuns: 20 },
  );
});
