import { describe, expect, it } from 'vitest';

import { microTimestamp, systemClock, timestamp } from '../../../../src/sandbox/platform/clock.js';

describe('the clock', () => {
  it('writes times as the API does', () => {
    const ms = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(timestamp(ms)).toBe('2026-01-02T03:04:05Z');
    expect(microTimestamp(ms)).toBe('2026-01-02T03:04:05.678000Z');
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
