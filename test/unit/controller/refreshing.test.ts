import { expect, test } from 'vitest';
import { Refreshing } from '../../../src/controller/refreshing.js';

function refreshing(): { asked: Refreshing<number>; finish: () => void; begun: () => number } {
  let begun = 0;
  const finishing: (() => void)[] = [];
  const asked = new Refreshing(() => {
    const turn = ++begun;
    return new Promise<number>((resolve) => finishing.push(() => resolve(turn)));
  });
  return { asked, finish: () => finishing.shift()?.(), begun: () => begun };
}

test('what is asked for while it goes on is done once more, and once for all who ask', async () => {
  const { asked, finish, begun } = refreshing();
  const first = asked.ask();
  const others = [asked.ask(), asked.ask()];
  expect(begun()).toBe(1);
  finish();
  expect(await first).toBe(1);
  await expect.poll(begun).toBe(2);
  const last = asked.ask();
  finish();
  expect(await Promise.all(others)).toEqual([2, 2]);
  await expect.poll(begun).toBe(3);
  finish();
  expect(await last).toBe(3);
});
