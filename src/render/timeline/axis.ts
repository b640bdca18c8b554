import { humanDuration } from '../duration.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between two ticks that a person can count in, in milliseconds. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((days) => days * DAY),
];

/** A moment that the axis names, in milliseconds after its beginning. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Ticks for so much time: no more than this, and as many as are easy to count. */
export function ticksFor(length: number, most: number): readonly Tick[] {
  const step = STEPS.find((each) => length / each <= most) ?? length;
  const count = step === 0 ? 0 : Math.floor(length / step);
  return Array.from({ length: count + 1 }, (_, index) => ({ at: index * step, label: tickLabel(index * step, step) }));
}

/** All labels of an axis have the same precision. */
function tickLabel(at: number, step: number): string {
  if (at === 0) return '0s';
  if (step < SECOND) return step < 100 ? `${at}ms` : `${(at / SECOND).toFixed(1)}s`;
  return parts(at);
}

/** Whole, unlike an age: `1m30s`, `2h15m`. */
function parts(milliseconds: number): string {
  const units = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'm'],
    [SECOND, 's'],
  ] as const;
  let left = milliseconds;
  return units
    .flatMap(([size, unit]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count === 0 ? [] : [`${count}${unit}`];
    })
    .join('');
}

/** How long something took: `412ms`, `4.2s`, `41s`, `2m5s`. */
export function took(milliseconds: number): string {
  const rounded = Math.round(milliseconds);
  if (rounded < SECOND) return `${rounded}ms`;
  const tenths = Math.round(rounded / 100);
  return tenths < 100 ? `${(tenths / 10).toFixed(1)}s` : humanDuration(Math.round(rounded / SECOND) * SECOND);
}

/** `2026-11-22 00:01:10 UTC`, wherever one is. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
