import { expect, test } from 'vitest';
import { poll } from '../../../src/cluster/poll.js';

/** Whoever asks, and at which time an answer is there. */
async function polled(answerAt: number): Promise<{ asked: number[]; told: number[]; answer: string }> {
  let time = 0;
  const asked: number[] = [];
  const told: number[] = [];
  const clock = {
    now: () => time,
    sleep: (ms: number) => {
      time += ms;
      return Promise.resolve();
    },
  };
  const ask = (): Promise<string | undefined> => {
    asked.push(time);
    return Promise.resolve(time >= answerAt ? 'there' : undefined);
  };
  const answer = await poll(ask, clock, () => told.push(time));
  return { asked, told, answer };
}

test('it asks ever more seldom, and at the most a second late', async () => {
  expect(await polled(2_000)).toMatchObject({ answer: 'there', asked: [0, 20, 60, 140, 300, 620, 1_260, 2_260] });
  const { asked } = await polled(10_000);
  expect(asked.slice(-2).map((at) => at - 10_000)).toEqual([-740, 260]);
});

test('what takes longer than usual is told of, once', async () => {
  expect((await polled(3_000)).told).toEqual([]);
  const { told } = await polled(60_000);
  expect(told).toHaveLength(1);
  expect(told[0]).toBeGreaterThan(3_000);
  expect(told[0]).toBeLessThanOrEqual(5_000);
});
