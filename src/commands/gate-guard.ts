import { orFail } from '../cluster/api-error.js';
import { holderOf } from '../controller/holder.js';
import { Failure } from '../petset/failure.js';
import type { SetRef } from '../petset/petset.js';
import type { Work } from './foreground.js';
import { gateFlags } from './gate-flags.js';

/**
 * Before anything is written: throws a `Failure` where another process reconciles the set, which does not know our gates
 * and would let every pet pass.
 */
export async function refuseVainGates(ref: SetRef, { args, options, session, world }: Work): Promise<void> {
  if (options.gates === undefined) return;
  const holder = orFail(await holderOf(ref, { client: session.client, now: world.clock.now() }));
  if (holder === undefined) return;
  const { identity, since } = holder;
  throw new Failure(
    `error: petset/${ref.name} is being reconciled by ${identity}, since ${since}, which knows nothing of ${gateFlags(args)}`,
    { next: ['nothing was changed; run it again when that command has ended'] },
  );
}
