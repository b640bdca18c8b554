import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import type { Crowd } from '../../../src/render/crowd.js';
import { picture, type Shown } from '../../../src/render/frames.js';
import { pet } from '../../fixtures/sets.js';

/** What is drawn of so many sets in so many lines; the first `busy` of them have a pet that is not ready. */
function drawn(sets: number, busy: number, rows = 23, crowd: Crowd = 'of-sets'): readonly string[] {
  const unready = pet(1, { state: 'starting', cells: { ready: '0/1', status: 'Pending', restarts: 0 } });
  const shown = Array.from({ length: sets }, (_, index): Shown => {
    const pets = [pet(0), index < busy ? unready : pet(1)];
    const standing = { replicas: 2, teardown: undefined, pets, claims: [], waiting: [] };
    return { set: { namespace: 'default', name: `s${String(index).padStart(3, '0')}` }, standing };
  });
  const chalk = new Chalk({ level: 0 });
  return picture(shown, { now: 65_000, elapsed: '7s', rows, columns: 80, chalk, spell: () => '', crowd });
}

test('of several sets those that are ready have a line, the others their pets', () => {
  expect(drawn(3, 1)).toEqual([
    '3 sets, 2 ready  7s',
    'petset/s000  1/2 ready',
    'NAME    READY   STATUS    RESTARTS   AGE',
    'web-0   1/1     Running   0          65s',
    'web-1   0/1     Pending   0          65s',
    'petset/s001  2/2 ready',
    'petset/s002  2/2 ready',
  ]);
});

test.each([
  [3, 2],
  [30, 0],
  [30, 3],
  [30, 29],
  [100, 100],
])('%d of which %d are busy fit on the terminal', (sets, busy) => {
  for (const rows of [4, 11, 23, 60]) expect(drawn(sets, busy, rows).length).toBeLessThanOrEqual(rows);
});

test('more that are busy than there are lines are counted', () => {
  expect(drawn(101, 100, 9).at(-1)).toBe('... and 93 more that are not ready');
});

test('sets of several namespaces say which', () => {
  expect(drawn(2, 0, 23, 'of-namespaces')).toContain('default: petset/s000  2/2 ready');
});
