import type { ApiError } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import type { OwnerReference } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import type { RecordForm } from '../petset/record-form.js';
import { Hub, topicOf } from './hub.js';
import { SetLease } from './lease.js';
import type { Emit } from './progress.js';
import { retrying } from './setbacks.js';
import { Turn } from './turn.js';

export interface TurnWorld {
  readonly client: Client;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Who we are to others who want to reconcile the same set. */
  readonly identity: string;
  readonly emit: Emit;
  /** Take the lease from whoever holds it, rather than follow along until it is free. */
  readonly takeover?: boolean;
}

/** The lease of a set, and whose turn it is by it. */
export interface SetTurn {
  readonly lease: SetLease;
  readonly turn: Turn;
}

/** Watches one set, whose record has or is to have this form, until the signal aborts. */
export function watchOne(
  ref: SetRef,
  form: RecordForm,
  { client, clock, random, emit }: TurnWorld,
  signal: AbortSignal,
): Hub {
  const { namespace, name } = ref;
  const onTrouble = (error: ApiError, delay: number): void => emit({ ...retrying(error, delay), set: ref });
  return new Hub({ namespace, names: [name], forms: [form] }, { client, clock, random, signal, onTrouble });
}

/** A turn that is still to be sought. The set need not have a record yet, which would own its lease. */
export function turnOf(ref: SetRef, owner: OwnerReference | undefined, hub: Hub, world: TurnWorld): SetTurn {
  const { client, clock, random, identity, emit, takeover = false } = world;
  const store = hub.leases.about(topicOf(ref));
  const lease = new SetLease({ client, clock, random, store, ref, owner, identity });
  const turn = new Turn({
    lease,
    clock,
    tell: (progress) => emit({ ...progress, set: ref }),
    takeover,
    refresh: () => hub.refresh(),
  });
  return { lease, turn };
}
