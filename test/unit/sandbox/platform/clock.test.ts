import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  microTimestamp,
  passedSince,
  speedUp,
  systemClock,
  timestamp,
  wallTime,
} from '../../../../src/sandbox/platform/clock.js';
import { CountingClock } from '../../../fixtures/counting-clock.js';

describe('the clock', () => {
  it('writes times as the API does', () => {
    const ms = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(timestamp(ms)).toBe('2026-01-02T03:04:05Z');
    expect(microTimestamp(ms)).toBe('2026-01-02T03:04:05.678000Z');
  });

  it('tells what has passed since a time on the wall in its own time', () => {
    const clock = new CountingClock(Date.UTC(2026, 0, 1));
    const fast = speedUp(clock, 10);
    clock.advance(60_000);
    expect(Math.round(passedSince(fast, '2026-01-01T00:00:30Z'))).toBe(300_000);
    expect(Math.round(passedSince(speedUp(clock, 1), '2026-01-01T00:00:30Z'))).toBe(30_000);
  });

  it('takes a timer back', async () => {
    const rung: string[] = [];
    systemClock.setTimeout(() => rung.push('taken back'), 1)();
    await new Promise<void>((resolve) => {
      systemClock.setTimeout(resolve, 2);
    });
    expect(rung).toEqual([]);
  });

  it('does not ring at once what is to ring in a month', async () => {
    const rung: string[] = [];
    const cancel = systemClock.setTimeout(() => rung.push('a month'), 31 * 86_400_000);
    await new Promise<void>((resolve) => {
      systemClock.setTimeout(resolve, 5);
    });
    cancel();
    expect(rung).toEqual([]);
  });
});

describe('a timer that is longer than those of Node', () => {
  const MONTH = 31 * 86_400_000;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('rings at its time', () => {
    const rung: number[] = [];
    const start = systemClock.now();
    systemClock.setTimeout(() => rung.push(systemClock.now() - start), 2 * MONTH);
    vi.advanceTimersByTime(2 * MONTH - 1);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual([2 * MONTH]);
  });

  it('can be taken back late', () => {
    const cancel = systemClock.setTimeout(() => expect.unreachable(), MONTH);
    vi.advanceTimersByTime(MONTH - 1);
    cancel();
    vi.advanceTimersByTime(MONTH);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a clock of simulated time', () => {
  it('runs faster, and knows what the clock on the wall shows', () => {
    const wall = new CountingClock(Date.UTC(2026, 0, 1));
    const clock = speedUp(wall, 30);
    const rung: string[] = [];
    clock.setTimeout(() => rung.push('after 30 s'), 30_000);
    wall.advance(999);
    expect(rung).toEqual([]);
    wall.advance(1);
    expect(rung).toEqual(['after 30 s']);
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1) + 30_000);
    expect(clock.wall(clock.now())).toBe(wall.now());
    expect(wallTime(clock)).toBe(wall.now());
  });

  it('has come when a timer rings, however the speed divides it', () => {
    const wall = new CountingClock(0);
    const clock = speedUp(wall, 7);
    let at = 0;
    clock.setTimeout(() => (at = clock.now()), 100);
    wall.advance(100);
    expect(at).toBeGreaterThanOrEqual(100);
  });
});
