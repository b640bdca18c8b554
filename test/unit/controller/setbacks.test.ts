import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/cluster/api-error.js';
import { Setbacks } from '../../../src/controller/setbacks.js';
import { FakeClock } from '../../fixtures/clock.js';

const trouble = (retryAfter?: number): ApiError => ({
  from: 'server',
  code: 503,
  reason: 'ServiceUnavailable',
  message: 'busy',
  details: undefined,
  retryAfter,
});

function setUp(): { clock: FakeClock; setbacks: Setbacks; delays: number[] } {
  const clock = new FakeClock();
  const delays: number[] = [];
  const tell = (progress: { readonly type: string; readonly delay?: number }): void => {
    if (progress.type === 'retrying') delays.push(progress.delay ?? 0);
  };
  const { signal } = new AbortController();
  return { clock, delays, setbacks: new Setbacks({ clock, random: () => 0, signal, tell }) };
}

/** Waits it out, whatever it takes. */
async function sitOut(setbacks: Setbacks, clock: FakeClock, error: ApiError, since?: number): Promise<void> {
  const begun = since === undefined ? undefined : { since, at: clock.now() };
  const over = setbacks.sitOut(error, begun);
  await clock.advance(60_000);
  await over;
}

describe('one setback after the other', () => {
  test('is waited out for longer, until something succeeds', async () => {
    const { clock, setbacks, delays } = setUp();
    for (let count = 0; count < 3; count++) await sitOut(setbacks, clock, trouble());
    expect(delays).toEqual([50, 100, 200]);
    setbacks.areOver();
    await sitOut(setbacks, clock, trouble());
    expect(delays.at(-1)).toBe(50);
  });

  test('is one of many that were begun together', async () => {
    const { clock, setbacks, delays } = setUp();
    const since = setbacks.soFar;
    for (let count = 0; count < 20; count++) await sitOut(setbacks, clock, trouble(), since);
    expect(delays).toEqual([50]);
    await sitOut(setbacks, clock, trouble(), setbacks.soFar);
    expect(delays).toEqual([50, 100]);
  });

  test('each of which may ask for more time all the same', async () => {
    const { clock, setbacks, delays } = setUp();
    const since = setbacks.soFar;
    await sitOut(setbacks, clock, trouble(), since);
    await sitOut(setbacks, clock, trouble(3), since);
    expect(delays).toEqual([50, 3_000]);
  });

  test('is not made good by what had been begun before', async () => {
    const { clock, setbacks, delays } = setUp();
    const since = setbacks.soFar;
    await sitOut(setbacks, clock, trouble(), since);
    setbacks.areOver({ since });
    await sitOut(setbacks, clock, trouble(), setbacks.soFar);
    expect(delays).toEqual([50, 100]);
  });
});

test('news that comes for many at once is read and done with, as once', async () => {
  const { clock, setbacks } = setUp();
  const since = setbacks.soFar;
  for (let count = 0; count < 20; count++) await setbacks.calmDown(trouble(), { since, at: clock.now() });
  expect(clock.asleep).toBe(0);
});
