import { expect, test } from 'vitest';
import type { Progress } from '../../../src/controller/progress.js';
import { Turn } from '../../../src/controller/turn.js';
import { FakeClock } from '../../fixtures/clock.js';

const MINUTE = 60_000;

/** A set that somebody else reconciles, and what is told while we follow along; he renews his lease all the time. */
function following(): { turn: Turn; clock: FakeClock; told: number[]; changeHolder: (name: string) => void } {
  const clock = new FakeClock(0);
  const told: number[] = [];
  let identity = 'ana';
  const turn = new Turn({
    clock,
    takeover: false,
    tell: (progress: Progress) => {
      if (progress.type === 'following') told.push(clock.now());
    },
    refresh: () => Promise.resolve(undefined),
    lease: {
      isHeld: false,
      isYieldedBy: () => false,
      otherHolder: () => ({ identity, expiresAt: clock.now() + 12_000, heldFor: clock.now() }),
      release: () => Promise.resolve(),
      take: () => Promise.resolve({ ok: true, value: 'theirs' }),
      yieldTo: () => Promise.resolve(),
    },
  });
  return {
    turn,
    clock,
    told,
    changeHolder: (name) => {
      identity = name;
    },
  };
}

/** Looks every ten seconds. */
async function follow({ turn, clock }: ReturnType<typeof following>, until: number, quietSince = 0): Promise<void> {
  while (clock.now() < until) {
    await turn.seek(quietSince);
    await clock.advance(10_000);
  }
}

test('while nothing happens it is said again who reconciles the set, less and less often', async () => {
  const followed = following();
  await follow(followed, 20 * MINUTE);
  const [first = 0] = followed.told;
  expect(followed.told.map((time) => (time - first) / MINUTE)).toEqual([0, 1, 2, 4, 8, 16]);
});

test('while something happens it is not', async () => {
  const followed = following();
  for (let minute = 1; minute < 10; minute++) await follow(followed, minute * MINUTE, followed.clock.now());
  expect(followed.told).toHaveLength(1);
});

test('somebody new is told at once', async () => {
  const followed = following();
  await follow(followed, MINUTE / 2);
  followed.changeHolder('jane');
  await follow(followed, MINUTE);
  expect(followed.told).toHaveLength(2);
});
