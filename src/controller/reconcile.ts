import type { PetSetRecord } from '../petset/record.js';
import { farewell } from './farewell.js';
import { Loop, type ReconcileDeps, STOPPED } from './loop.js';
import type { Outcome } from './outcome.js';
import { watchOne } from './set-turn.js';

/** Brings a set to what its record says, step by step, in the foreground; follows along while somebody else does it. */
export async function reconcile(record: PetSetRecord, deps: ReconcileDeps): Promise<Outcome> {
  const watching = new AbortController();
  const hub = deps.claimed?.hub ?? watchOne(record.ref, record.form, deps, watching.signal);
  try {
    const loop = new Loop(record, hub, deps);
    return await inForeground(loop, loop.run(), deps);
  } finally {
    watching.abort();
    deps.claimed?.close();
  }
}

/** Sees how a loop ends that is at work, or stops it where it stands when the signal aborts; puts it away in good order. */
export async function inForeground(
  loop: Loop,
  work: Promise<Outcome>,
  { clock, signal }: Pick<ReconcileDeps, 'clock' | 'signal'>,
): Promise<Outcome> {
  let outcome: Outcome = STOPPED;
  try {
    outcome = await Promise.race([work, aborted(signal)]);
    if (outcome.kind !== 'stopped') return outcome;
    await loop.comeToRest();
    return { kind: 'stopped', view: loop.lastLook() };
  } finally {
    await loop.comeToRest();
    await loop.closeGates();
    await farewell(clock, (late) => loop.leave(outcome, late));
  }
}

function aborted(signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(STOPPED);
    else signal.addEventListener('abort', () => resolve(STOPPED), { once: true });
  });
}
