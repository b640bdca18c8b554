import { setImmediate as nextTurn } from 'node:timers/promises';

import { Interrupted } from '../io/streams.js';
import type { Program } from '../machine.js';
import { Refused } from '../refused.js';

const NUMBERS_A_TURN = 1000;

function refuseInterrupt(): never {
  throw new Interrupted();
}

/** `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`. */
export const seq: Program = async ({ args, stdout, signal }) => {
  const [first, step, last] = boundsOf(args);
  const places = Math.max(...args.map((arg) => arg.split('.')[1]?.length ?? 0));
  for (let count = 0; ; count += 1) {
    const value = first + count * step;
    if (step > 0 ? value > last : value < last) return 0;
    if (count % NUMBERS_A_TURN === 0) await nextTurn(undefined, { signal }).catch(refuseInterrupt);
    await stdout.write(`${value.toFixed(places)}\n`);
  }
};

function boundsOf(args: readonly string[]): [first: number, step: number, last: number] {
  const unknown = args.find((arg) => !/^[-+]?\d{1,15}(?:\.\d{1,9})?$/.test(arg));
  if (unknown !== undefined)
    throw new Refused(/^-./.test(unknown) ? `unrecognized option: ${unknown.slice(1)}` : `invalid number '${unknown}'`);
  const [one = 0, two = 0, three] = args.map(Number);
  if (args.length === 0 || args.length > 3) throw new Refused('one to three numbers are needed');
  if (args.length === 1) return [1, 1, one];
  if (three === undefined) return [one, 1, two];
  if (two === 0) throw new Refused("invalid number '0': a step of nothing never ends");
  return [one, two, three];
}
