import { describe, expect, it } from 'vitest';

import { RequestError } from '../../../../../src/sandbox/controllers/client/client.js';
import { WorkQueue } from '../../../../../src/sandbox/controllers/client/work-queue.js';
import type { Clock } from '../../../../../src/sandbox/platform/clock.js';
import { expectMistakes } from '../../../../fixtures/mistakes.js';

/** A clock that stands still until it is moved. */
class StoppedClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; fn: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimeout(fn: () => void, ms: number): () => void {
    const timer = { at: this.#now + ms, fn };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  async move(ms: number): Promise<void> {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer);
      timer.fn();
    }
    await settled();
  }
}

/** Resolves after all promises that are settled have been acted on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a work queue', () => {
  it('works on a key once more when it was added during its work', async () => {
    const finish: (() => void)[] = [];
    const queue = new WorkQueue(new StoppedClock(), () => new Promise((resolve) => finish.push(resolve)));
    queue.add('a');
    queue.add('a');
    queue.add('a');
    expect(finish).toHaveLength(1);
    finish[0]?.();
    await settled();
    expect(finish).toHaveLength(2);
    finish[1]?.();
    await settled();
    expect(finish).toHaveLength(2);
  });

  it('does not let one key wait for another', () => {
    const begun: string[] = [];
    const queue = new WorkQueue(new StoppedClock(), (key) => {
      begun.push(key);
      return new Promise(() => undefined);
    });
    queue.add('a');
    queue.add('b');
    expect(begun).toEqual(['a', 'b']);
  });

  it('tries again what failed, later and later, until it works', async () => {
    const clock = new StoppedClock();
    let tries = 0;
    const queue = new WorkQueue(clock, async () => {
      tries += 1;
      await Promise.resolve();
      if (tries < 4) throw new RequestError(409, 'conflict');
    });
    queue.add('a');
    await settled();
    const seen = [tries];
    for (const ms of [199, 1, 399, 1, 799, 1, 100_000]) {
      await clock.move(ms);
      seen.push(tries);
    }
    expect(seen).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('tells of a mistake, and goes on', async () => {
    const mistakes = expectMistakes();
    const clock = new StoppedClock();
    const worked: string[] = [];
    const queue = new WorkQueue(clock, (key) => {
      worked.push(key);
      if (worked.length === 1) throw new TypeError('a mistake in a controller');
      return Promise.resolve();
    });
    queue.add('a');
    queue.add('b');
    await clock.move(200);
    expect(worked).toEqual(['a', 'b', 'a']);
    expect(mistakes).toEqual([new TypeError('a mistake in a controller')]);
  });

  it('replaces an earlier appointment, and keeps none when it is stopped', async () => {
    const clock = new StoppedClock();
    const done: string[] = [];
    const queue = new WorkQueue(clock, (key) => {
      done.push(key);
      return Promise.resolve();
    });
    queue.addAfter('a', 10);
    queue.addAfter('a', 20);
    await clock.move(10);
    expect(done).toEqual([]);
    await clock.move(10);
    expect(done).toEqual(['a']);
    queue.addAfter('b', 10);
    queue.stop();
    queue.add('c');
    expect([clock.pending, done]).toEqual([0, ['a']]);
  });
});
