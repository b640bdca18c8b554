import { describe, expect, test } from 'vitest';
import { Wakeup } from '../../../src/controller/wakeup.js';
import { FakeClock } from '../../fixtures/clock.js';

function setUp(): {
  clock: FakeClock;
  wakeup: Wakeup;
  stop: AbortController;
  waiting: (...until: number[]) => { done: boolean };
} {
  const clock = new FakeClock(0);
  const stop = new AbortController();
  const wakeup = new Wakeup(clock, stop.signal);
  const waiting = (...until: number[]): { done: boolean } => {
    const state = { done: false };
    void wakeup.wait(...until).then(() => (state.done = true));
    return state;
  };
  return { clock, wakeup, stop, waiting };
}

describe('whoever waits is woken', () => {
  test('by a ring, also one that came before', async () => {
    const { clock, wakeup, waiting } = setUp();
    wakeup.ring();
    const first = waiting();
    await clock.advance(0);
    expect(first.done).toBe(true);
    const second = waiting();
    await clock.advance(0);
    expect(second.done).toBe(false);
    wakeup.ring();
    await clock.advance(0);
    expect(second.done).toBe(true);
  });

  test('by no ring that came before a look at everything', async () => {
    const { clock, wakeup, waiting } = setUp();
    wakeup.ring();
    wakeup.hush();
    const state = waiting();
    await clock.advance(0);
    expect(state.done).toBe(false);
    wakeup.ring();
    await clock.advance(0);
    expect(state.done).toBe(true);
  });

  test('at the earliest of its times, and leaves no alarm behind', async () => {
    const { clock, waiting } = setUp();
    const state = waiting(500, 200);
    await clock.advance(199);
    expect(state.done).toBe(false);
    await clock.advance(1);
    expect(state.done).toBe(true);
    expect(clock.asleep).toBe(0);
  });

  test('by the end of everything', async () => {
    const { clock, stop, waiting } = setUp();
    const state = waiting();
    stop.abort();
    await clock.advance(0);
    expect(state.done).toBe(true);
  });
});
