import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Bench } from '../bench.js';
import { BenchFailure } from '../failure.js';
import { PROCESSES } from '../processes.js';
import type { Hand } from './hand.js';
import type { Measured } from './measured.js';

/** What it takes at least: a bare loop in a process of its own, of nothing but a write and the event that it is done. */
export const floor = ({ signal }: Pick<Bench, 'signal'>): Hand => ({
  name: 'floor',
  act: async (operation, life, place) => {
    const words = [operation, life, place].map((each) => JSON.stringify(each));
    const child = fork(PROCESSES.floor, words, { execArgv: [], signal });
    const ended = once(child, 'exit').then(() => {
      throw new BenchFailure(`the floor of ${operation} broke down`);
    });
    const [measured] = (await Promise.race([once(child, 'message'), ended])) as [Measured];
    return measured;
  },
});
