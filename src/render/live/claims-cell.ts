import type { ObservedClaim } from '../../petset/observed-claim.js';
import { isLess } from '../../petset/quantity.js';

/** How a claim is, the worst first. */
const STATES: readonly { readonly word: string; readonly is: (claim: ObservedClaim) => boolean }[] = [
  { word: 'lost', is: ({ phase }) => phase === 'Lost' },
  { word: 'terminating', is: ({ terminating }) => terminating },
  { word: 'pending', is: ({ phase }) => phase !== 'Bound' },
  { word: 'cannot grow', is: ({ cannotGrow }) => cannotGrow },
  { word: 'resizing', is: ({ capacity, requested }) => isLess(capacity, requested) },
];

/** `bound`, `2 bound`, `1/2 pending`: how the claims of a pet are, of several the worst. */
export function claimsCell(claims: readonly ObservedClaim[]): string {
  if (claims.length === 0) return '';
  const words = claims.map((claim) => STATES.find(({ is }) => is(claim))?.word ?? 'bound');
  const worst = STATES.find(({ word }) => words.includes(word))?.word ?? 'bound';
  const count = words.filter((word) => word === worst).length;
  if (claims.length === 1) return worst;
  return count === claims.length ? `${count} ${worst}` : `${count}/${claims.length} ${worst}`;
}
