import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Standing } from '../../src/controller/progress.js';
import { wantedOrdinals } from '../../src/petset/identity.js';
import { isHealthy } from '../../src/petset/observed-pet.js';
import { paint } from '../../src/render/live/paint.js';
import { picture } from '../../src/render/live/picture.js';
import { type Looked, newMemory } from '../../src/render/live/frame.js';
import { type Place, Places } from '../../src/render/live/place.js';
import { windowOf } from '../../src/render/live/window.js';
import { standing } from '../fixtures/standing.js';
import { happening, worldOptions } from './history.js';
import { Twin } from './twin.js';
import { World } from './world.js';

const SET = { namespace: 'default', name: 'web' };

/** The places of a set as they are found by a look at every pet and every claim of it. */
function placesAnew({ there, wanted, teardown }: Standing, most: number): readonly Place[] {
  const own = [...there.pods.values()].filter(({ ownership }) => ownership === 'ours');
  const taken = new Map(own.map((pet) => [pet.ordinal, pet]));
  const missing = [...wantedOrdinals(wanted)].filter((ordinal) => !taken.has(ordinal)).slice(0, most);
  const left = [...there.claims.values()].filter(({ labelledFor }) => teardown === 'clean' && labelledFor === 'web');
  const ordinals = new Set([...taken.keys(), ...missing, ...left.map(({ ordinal }) => ordinal)]);
  return [...ordinals].sort((a, b) => a - b).map((ordinal) => ({ ordinal, pet: taken.get(ordinal) }));
}

/** One who looks at a set on a terminal of some size, from moment to moment. */
class Onlooker {
  private readonly memory = newMemory();
  private readonly size: { readonly rows: number; readonly columns: number };

  constructor(size: { readonly rows: number; readonly columns: number }) {
    this.size = size;
  }

  sees(standing: Standing): readonly string[] {
    const looked: Looked = { set: SET, standing, following: undefined, most: standing.operation, memory: this.memory };
    return picture([looked], {
      ...this.size,
      now: 65_000,
      elapsed: '7s',
      paint: paint(false),
      crowd: 'none',
      isFinal: false,
      spell: ({ words }) => words.join(' '),
      goOn: () => 'go on',
      keeps: false,
      isRehearsal: false,
    });
  }
}

const size = fc.record({ rows: fc.integer({ min: 3, max: 16 }), columns: fc.constantFrom(30, 60, 100) });

test('what is drawn of what is kept from moment to moment is what is drawn of a cluster that is read anew', () => {
  fc.assert(
    fc.property(worldOptions, fc.array(happening, { maxLength: 20 }), size, (options, happenings, terminal) => {
      const world = new World(options);
      const twin = new Twin();
      const [keeper, reader] = [new Onlooker(terminal), new Onlooker(terminal)];
      for (const { happen } of happenings) {
        if (!world.recordExists) return;
        happen(world);
        const { desired, observed } = world;
        const [kept, anew] = [standing(desired, twin.of(observed)), standing(desired, observed)];
        expect(keeper.sees(kept)).toEqual(reader.sees(anew));
        expectPlaces(kept, placesAnew(kept, terminal.rows), terminal.rows);
        world.reconcile();
      }
    }),
    { numRuns: 120 },
  );
});

function expectPlaces(standing: Standing, expected: readonly Place[], most: number): void {
  const places = new Places(standing, most);
  expect(places.between(0, places.count + 1)).toEqual(expected);
  expect(Array.from(places.busy)).toEqual(
    expected.flatMap(({ ordinal, pet }) => (pet === undefined || isHealthy(pet) ? [] : [ordinal])),
  );
  expect(expected.map(({ ordinal }) => places.indexOf(ordinal))).toEqual([...expected.keys()]);
  for (const from of expected.keys()) {
    const some = expected.slice(from, from + 3);
    expect(places.areQuiet(from, from + 3)).toBe(some.every(({ pet }) => pet !== undefined && isHealthy(pet)));
    expect(places.areEmpty(from, from + 3)).toBe(some.every(({ pet }) => pet === undefined));
  }
}

test('what is not worth a try for a window would not have been shown', () => {
  const index = fc.nat({ max: 60 });
  const windows = fc.record({ count: index, rows: fc.integer({ min: 3, max: 20 }), places: fc.array(index) });
  fc.assert(
    fc.property(windows, ({ count, rows, places }) => {
      const mattering = places.filter((place) => place < count);
      const runs = windowOf(count, rows, mattering);
      const isShown = (place: number): boolean =>
        runs.some(({ from, to, isShown: is }) => is && from <= place && place < to);
      const lines = (shown: readonly boolean[]): number =>
        shown.filter((is, at) => is || at === 0 || shown[at - 1] !== is).length;
      const shown = Array.from({ length: count }, (_, place) => isShown(place));
      for (const place of mattering)
        if (!isShown(place)) expect(lines(shown.map((is, at) => is || at === place))).toBeGreaterThan(rows);
    }),
  );
});
