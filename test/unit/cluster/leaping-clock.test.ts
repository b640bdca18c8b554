import { expect, test } from 'vitest';
import { LeapingClock } from '../../../src/cluster/leaping-clock.js';

test('an hour takes no time, and whoever sleeps is woken in order', async () => {
  const clock = new LeapingClock({ start: 0 });
  const woken: string[] = [];
  await Promise.all([
    clock.sleep(3_600_000).then(() => woken.push(`late ${clock.now()}`)),
    clock.sleep(60_000).then(() => woken.push(`early ${clock.now()}`)),
  ]);
  expect(woken).toEqual(['early 60000', 'late 3600000']);
});

test('as long as it is held it stands still', async () => {
  const clock = new LeapingClock({ start: 0 });
  clock.hold();
  let isWoken = false;
  const slept = clock.sleep(1_000).then(() => {
    isWoken = true;
  });
  const other = new LeapingClock({ start: 0 });
  await other.sleep(60_000);
  expect({ isWoken, now: clock.now() }).toEqual({ isWoken: false, now: 0 });
  clock.release();
  await slept;
  expect(clock.now()).toBe(1_000);
});

test('somebody who wants to see it has it run no faster than so', async () => {
  const clock = new LeapingClock({ start: 0, fastest: 1_000 });
  const begun = performance.now();
  await clock.sleep(30_000);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
  expect(clock.now()).toBe(30_000);
});
