import type { Answer, ApiError } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { RESOURCES } from '../cluster/resource.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { PetSet } from '../petset/petset.js';
import type { Observed } from './observed.js';
import { claimsToGrow, type Growth } from './plan-claims.js';
import { isUntried } from './preflight.js';

/** A claim that the server would not have grow. */
export interface GrowthRefusal {
  readonly claim: ObservedClaim;
  readonly size: string;
  readonly error: ApiError;
}

/** How many claims are tried at once. */
const AT_ONCE = 8;

/**
 * Has the server try to grow every claim that would grow if `set` were wanted, without doing it. Answers with those that it
 * would refuse, in the order in which they would grow. A quota that has room for one but not for all is not found out.
 */
export async function refusalsToGrow(
  set: PetSet,
  observed: Observed,
  { namespace, client }: { readonly namespace: string; readonly client: Client },
): Promise<readonly GrowthRefusal[]> {
  const growths = claimsToGrow({ set }, observed);
  const refusals: GrowthRefusal[] = [];
  for (let first = 0; first < growths.length; first += AT_ONCE) {
    const some = growths.slice(first, first + AT_ONCE);
    const answers = await Promise.all(some.map((growth) => tryToGrow(growth, namespace, client)));
    refusals.push(
      ...some.flatMap((growth, index) => {
        const answer = answers[index];
        return answer === undefined || answer.ok || isUntried(answer.error) ? [] : [{ ...growth, error: answer.error }];
      }),
    );
  }
  return refusals;
}

function tryToGrow({ claim, size }: Growth, namespace: string, client: Client): Promise<Answer<unknown>> {
  const patch = { metadata: { uid: claim.uid }, ...sizePatch(size) };
  return client.patch(RESOURCES.claims, { namespace, name: claim.name }, 'merge', patch, { dryRun: true });
}

/** What is to be changed of a claim for it to have this size. */
export function sizePatch(storage: string): { readonly spec: object } {
  return { spec: { resources: { requests: { storage } } } };
}
