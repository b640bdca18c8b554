import { expect, test } from 'vitest';
import { kindOfClaim, kindOfPet } from '../../../../src/petset/kinds.js';
import { Ledger } from '../../../../src/petset/ledger.js';
import type { ObservedPet } from '../../../../src/petset/observed-pet.js';
import { type Looked, newMemory } from '../../../../src/render/live/frame.js';
import { paint } from '../../../../src/render/live/paint.js';
import { picture } from '../../../../src/render/live/picture.js';
import { claim, desired, pet, revision } from '../../../fixtures/sets.js';
import { standing } from '../../../fixtures/standing.js';

const ROWS = 23;
const SET = { namespace: 'default', name: 'web' };

/** A healthy set of so many pets but for one that starts, on a terminal; and how many of them were looked at for that. */
function drawn(count: number): { readonly lines: readonly string[]; readonly looked: number } {
  const seen = new Set<number>();
  const watched = (one: ObservedPet): ObservedPet =>
    new Proxy(one, {
      get: (target, key, receiver): unknown => {
        seen.add(target.ordinal);
        return Reflect.get(target, key, receiver);
      },
    });
  const starting = { state: 'starting', cells: { ready: '0/1', status: 'ContainerCreating', restarts: 0 } } as const;
  const pets = Array.from({ length: count }, (_, ordinal) => watched(pet(ordinal, ordinal === 40 ? starting : {})));
  const claims = pets.map((_, ordinal) => claim(`www-web-${ordinal}`));
  const there = {
    pods: Ledger.of(
      pets.map((each) => [each.ordinal, each]),
      kindOfPet,
    ),
    claims: Ledger.of(
      claims.map((each) => [each.name, each]),
      kindOfClaim,
    ),
    revisions: [revision('rev1')],
  };
  const shown = standing(desired({ replicas: count }), there);
  const looked: Looked = {
    set: SET,
    standing: shown,
    following: undefined,
    most: shown.operation,
    memory: newMemory(),
  };
  seen.clear();
  const lines = picture([looked], {
    now: 65_000,
    elapsed: '7s',
    rows: ROWS,
    columns: 100,
    paint: paint(false),
    crowd: 'none',
    isFinal: false,
    spell: () => '',
    goOn: () => 'go on',
    keeps: true,
    isRehearsal: false,
  });
  return { lines, looked: seen.size };
}

test('of thousands of pets only those are looked at that are shown', () => {
  const { lines, looked } = drawn(3_000);
  expect(lines.slice(0, 2)).toEqual([
    expect.stringContaining('bringing pets up'),
    expect.stringMatching(/^NAME +READY +STATUS/),
  ]);
  expect(lines.filter((line) => line.startsWith('... '))).toEqual(['... 34 ready above', '... 2953 ready below']);
  expect(looked).toBeLessThanOrEqual(ROWS);
  expect(drawn(300).looked).toBe(looked);
});
