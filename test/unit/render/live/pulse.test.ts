import { expect, test } from 'vitest';
import { after } from '../../../../src/cluster/clock.js';
import { Pulse } from '../../../../src/render/live/pulse.js';
import { FakeClock } from '../../../fixtures/clock.js';

/** A pulse, the times of its drawings, and how many timers it has set. */
function pulsing(): {
  readonly clock: FakeClock;
  readonly pulse: Pulse;
  readonly drawn: readonly number[];
  readonly set: () => number;
} {
  const clock = new FakeClock(0);
  const drawn: number[] = [];
  let set = 0;
  const deps = {
    now: () => clock.now(),
    after: (ms: number, act: () => void) => {
      set += 1;
      return after(clock, ms, act);
    },
  };
  return { clock, pulse: new Pulse(deps, () => drawn.push(clock.now())), drawn, set: () => set };
}

test('what changes first is drawn at once, and what changes then a moment later, however much it is', async () => {
  const { clock, pulse, drawn, set } = pulsing();
  pulse.beat();
  expect(drawn).toEqual([0]);
  const before = set();
  for (let beat = 0; beat < 1_000; beat++) pulse.beat();
  expect(set() - before).toBe(1);
  await clock.advance(99);
  expect(drawn).toEqual([0]);
  await clock.advance(1);
  expect(drawn).toEqual([0, 100]);
});

test('where nothing changes it is drawn every second, for the ages, until it is stopped', async () => {
  const { clock, pulse, drawn } = pulsing();
  pulse.beat();
  await clock.advance(1_000);
  await clock.advance(1_000);
  pulse.stop();
  await clock.advance(5_000);
  expect(drawn).toEqual([0, 1_000, 2_000]);
});

test('a clock that is set back does not have it stand still', () => {
  let now = 3_600_000;
  const waits: number[] = [];
  const after = (ms: number) => {
    waits.push(ms);
    return () => undefined;
  };
  const pulse = new Pulse({ now: () => now, after }, () => undefined);
  pulse.beat();
  now = 0;
  pulse.beat();
  expect(waits).toEqual([1_000, 1_000]);
});
