import { type Answer, ifThere } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { RESOURCES } from '../cluster/resource.js';
import { recordName } from '../petset/identity.js';
import type { Lease } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';

/** Who reconciles a set, by its lease. */
export interface Holder {
  readonly identity: string;
  /** RFC 3339. */
  readonly since: string;
}

/**
 * Who reconciles a set now, as far as one look at its lease can tell: a holder that has not renewed it in time, by our own
 * clock, is taken for dead.
 */
export async function holderOf(
  { namespace, name }: SetRef,
  { client, now }: { readonly client: Client; readonly now: number },
): Promise<Answer<Holder | undefined>> {
  const answer = ifThere(await client.get(RESOURCES.leases, namespace, recordName(name)));
  return answer.ok ? { ok: true, value: answer.value && liveHolder(answer.value, now) } : answer;
}

function liveHolder({ spec = {} }: Lease, now: number): Holder | undefined {
  const { holderIdentity: identity = '', renewTime = '', acquireTime = renewTime, leaseDurationSeconds = 0 } = spec;
  const isLate = !(Date.parse(renewTime) + leaseDurationSeconds * 1000 > now);
  return identity === '' || isLate ? undefined : { identity, since: acquireTime };
}
