import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { stripVTControlCharacters } from 'node:util';
import { ticksFor, took } from '../../../../src/render/timeline/axis.js';
import { timelineLines } from '../../../../src/render/timeline/text.js';
import type { Timeline } from '../../../../src/petset/timeline/timeline.js';
import { life, MIDNIGHT, UPGRADE } from '../../../fixtures/timelines.js';

const plain = new Chalk({ level: 0 });

test('a line for each pet that anything became of', () => {
  expect(timelineLines(UPGRADE, { columns: 80, chalk: plain })).toEqual([
    'petset/web   60s   from 2026-11-22 00:00:00 UTC',
    'NAME    TOOK   0s        10s        20s        30s        40s        50s',
    'web-1   46s    ===============xxxxxxs++++!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!',
    'web-2   13s    =xxxxcccsiii+---=================================================',
    'longest: web-1 start, CrashLoopBackOff 36s',
    'c claim   s scheduling   i init   + start   - not ready   = ready',
    'x terminating   ! trouble',
  ]);
});

test('nothing where nothing became of any pet', () => {
  const [calm] = UPGRADE.rows;
  expect(timelineLines({ ...UPGRADE, rows: calm ? [calm] : [] }, { columns: 80, chalk: plain })).toEqual([]);
});

/** As many pets as wanted, one after the other, with names as long as they may be. */
function crowd(pets: number, name = 'web'): Timeline {
  const rows = Array.from({ length: pets }, (_, ordinal) => ({
    pet: `${name}-${ordinal}`,
    ordinal,
    lives: [life(ordinal, ['scheduling', 1], ['start', ordinal % 7], ['ready', pets])],
    marks: [],
  }));
  return { set: { namespace: 'default', name }, from: MIDNIGHT, until: MIDNIGHT + pets * 1000, rows };
}

describe('no line is longer than the terminal', () => {
  const long = 'a-set-whose-name-is-as-long-as-the-name-of-a-pod-may-be-at-most';
  test.each([20, 40, 80, 120, 200])('of %i columns', (columns) => {
    for (const timeline of [UPGRADE, crowd(30), crowd(3, long)]) {
      const lines = timelineLines(timeline, { columns, chalk: new Chalk({ level: 1 }), most: 20 });
      const widths = lines.map((line) => stripVTControlCharacters(line).length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
      expect(lines.length).toBeGreaterThan(3);
    }
  });

  test('and of a long name the end is shown', () => {
    expect(timelineLines(crowd(3, long), { columns: 80, chalk: plain })[2]).toMatch(/^\.\.\S*-at-most-0 {3}1\.0s/);
  });
});

test('of a thousand pets those that took longest, and how many others', () => {
  const lines = timelineLines(crowd(1000), { columns: 80, chalk: plain, most: 5 });
  expect(lines.slice(2, 8).map((line) => line.slice(0, 20))).toEqual([
    'web-6    7.0s   +===',
    'web-13   7.0s   ++==',
    'web-20   7.0s    +==',
    'web-27   7.0s    ++=',
    'web-34   7.0s     +=',
    '... and 995 others, ',
  ]);
  expect(lines[7]).toBe('... and 995 others, none took longer than 7.0s');
});

test('what is short is seen all the same, and trouble before everything', () => {
  const timeline: Timeline = {
    set: { namespace: 'default', name: 'web' },
    from: MIDNIGHT,
    until: MIDNIGHT + 10_000_000,
    rows: [
      {
        pet: 'web-0',
        ordinal: 0,
        lives: [
          life(0, ['ready', 5000], ['unready', 0.001], ['ready', 2000], ['start', 0.001, 'Error'], ['ready', 3000]),
        ],
        marks: [],
      },
    ],
  };
  const [, , row] = timelineLines(timeline, { columns: 80, chalk: plain });
  expect(row).toMatch(/^web-0 {3}2ms {4}=+-=+!=+$/);
});

describe('an axis', () => {
  const labels = (length: number, most: number): string =>
    ticksFor(length, most)
      .map(({ label }) => label)
      .join(' ');
  test.each([
    [3, 5, '0s 1ms 2ms 3ms'],
    [450, 5, '0s 0.1s 0.2s 0.3s 0.4s'],
    [1_700, 5, '0s 0.5s 1.0s 1.5s'],
    [42_000, 5, '0s 10s 20s 30s 40s'],
    [190_000, 5, '0s 1m 2m 3m'],
    [9_000_000, 5, '0s 30m 1h 1h30m 2h 2h30m'],
    [400_000_000, 5, '0s 1d 2d 3d 4d'],
    [0, 5, '0s'],
  ])('of %i ms', (length, most, expected) => {
    expect(labels(length, most)).toBe(expected);
  });

  test('lengths are as exact as they are of use', () => {
    expect([0, 412.4, 999.6, 4_240, 9_949, 9_960, 41_400, 125_000].map(took)).toEqual([
      '0ms',
      '412ms',
      '1.0s',
      '4.2s',
      '9.9s',
      '10s',
      '41s',
      '2m5s',
    ]);
  });
});
