import { type Answer, type ApiError, ifThere, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { poll } from '../cluster/poll.js';
import { RESOURCES } from '../cluster/resource.js';
import { mayPass } from '../cluster/retry.js';
import type { Served } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import type { StatefulSet } from '../petset/statefulset.js';

interface Deps {
  readonly client: Client;
  readonly clock: Clock;
}

/** The StatefulSet of a name; nothing where there is none, or another one than was meant. */
export async function findStatefulSet(
  { namespace, name }: SetRef,
  client: Client,
  uid?: string,
): Promise<Answer<Served<StatefulSet> | undefined>> {
  const answer = ifThere(await client.get(RESOURCES.statefulSets, namespace, name));
  if (!answer.ok) return answer;
  const isMeant = uid === undefined || answer.value?.metadata.uid === uid;
  return { ok: true, value: isMeant ? answer.value : undefined };
}

/**
 * What became of a StatefulSet that was to go:
 * - `gone`
 * - `changed`: somebody wants another one of it by now than was seen
 * - `refused`: the server does not want it
 */
export type Ending =
  { readonly kind: 'gone' } | { readonly kind: 'changed' } | { readonly kind: 'refused'; readonly error: ApiError };

/**
 * Deletes a StatefulSet and leaves all that it has, and waits until it is gone: then its pods are nobody's. Only as it was
 * seen, but for its status, which changes all the time.
 */
export async function orphanStatefulSet(
  seen: Served<StatefulSet>,
  { client, clock }: Deps,
  overdue: (present: Served<StatefulSet>) => void,
): Promise<Ending> {
  const { namespace = '', name, uid } = seen.metadata;
  let last = seen;
  const look = async (): Promise<Ending | undefined> => {
    const present = await findStatefulSet({ namespace, name }, client, uid);
    if (!present.ok) return { kind: 'refused', error: present.error };
    if (present.value === undefined) return { kind: 'gone' };
    last = present.value;
    const { deletionTimestamp, generation, resourceVersion } = present.value.metadata;
    // A deletion is another generation.
    if (deletionTimestamp !== undefined) return undefined;
    if (generation !== seen.metadata.generation) return { kind: 'changed' };
    const answer = await client.delete(
      RESOURCES.statefulSets,
      { namespace, name },
      { uid, resourceVersion, propagation: 'Orphan' },
    );
    const isWorthALook =
      answer.ok || is(answer.error, 'Conflict') || is(answer.error, 'NotFound') || mayPass(answer.error);
    return isWorthALook ? undefined : { kind: 'refused', error: answer.error };
  };
  return poll(look, clock, () => overdue(last));
}
