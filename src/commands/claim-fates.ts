import type { ObservedClaim } from '../petset/observed-claim.js';

/** By volume: its reclaim policy, where it may be known. */
export type Policies = ReadonlyMap<string, string | undefined>;

/** What becomes of the data of a claim that is deleted, to be read after its name. */
export function fate({ size = '', volume }: Pick<ObservedClaim, 'size' | 'volume'>, policies: Policies): string {
  if (volume === undefined) return '  (no volume yet)';
  const policy = policies.get(volume);
  if (policy === undefined) return `  (${size}, lost unless volume ${volume} is kept: its policy is not ours to see)`;
  return policy === 'Retain' ? `  (${size}, volume ${volume} is kept)` : `  (${size}, its data will be lost)`;
}

/** Which volumes are still there when these claims are gone, a line each. */
export function keptVolumes(claims: readonly ObservedClaim[], policies: Policies): readonly string[] {
  return claims
    .flatMap(({ volume }) => (volume !== undefined && policies.get(volume) === 'Retain' ? [volume] : []))
    .map((volume) => `persistentvolume/${volume} kept, its reclaim policy is Retain`);
}
