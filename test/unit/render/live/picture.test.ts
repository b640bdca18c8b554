import { expect, test } from 'vitest';
import type { Crowd } from '../../../../src/render/crowd.js';
import { type Looked, newMemory } from '../../../../src/render/live/frame.js';
import { paint } from '../../../../src/render/live/paint.js';
import { picture } from '../../../../src/render/live/picture.js';
import { pet } from '../../../fixtures/sets.js';
import { webStanding } from '../../../fixtures/standing.js';

/** What is drawn of so many sets in so many lines; the first `busy` of them have a pet that is not ready. */
function drawn(sets: number, busy: number, rows = 23, crowd: Crowd = 'of-sets'): readonly string[] {
  const unready = pet(1, { state: 'starting', cells: { ready: '0/1', status: 'ContainerCreating', restarts: 0 } });
  const looked = Array.from({ length: sets }, (_, index): Looked => {
    const standing = webStanding(2, [pet(0), index < busy ? unready : pet(1)], []);
    const set = { namespace: 'default', name: `s${String(index).padStart(3, '0')}` };
    return { set, standing, following: undefined, most: standing.operation, memory: newMemory() };
  });
  const ways = { spell: () => '', goOn: () => 'kubectl petset run --all', keeps: true, isRehearsal: false };
  return picture(looked, {
    ...ways,
    now: 65_000,
    elapsed: '7s',
    rows,
    columns: 80,
    paint: paint(false),
    crowd,
    isFinal: false,
  });
}

test('of several sets those that are ready have a line, the others their pets', () => {
  expect(drawn(3, 1)).toEqual([
    '3 sets, 2 ready  7s',
    'petset/s000  bringing pets up  ██████████░░░░░░░░░░  1/2 ready',
    'NAME    READY  STATUS             RESTARTS  AGE    REVISION  WAITS FOR',
    's000-0  1/1    Running            0         65s    1',
    's000-1  0/1    ContainerCreating  0         65s    1         its containers',
    'petset/s001  2/2 ready',
    'petset/s002  2/2 ready',
    'Ctrl-C    ends this; to go on: kubectl petset run --all',
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
