import type { Pod } from './kubernetes.js';
import { petOrdinal } from './identity.js';

/** The names of the claims that a pod mounts. */
export function mountedClaims({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
    claim === undefined ? [] : [claim.claimName],
  );
}

/** A pod that is no pet, and has a hand on a claim. */
export interface ClaimUser {
  readonly name: string;
  /** It is deleted, and will take its hand off by itself. */
  readonly terminating: boolean;
}

/**
 * Who uses which claim, of the pods that are not named as pets of the set. A pod that has ended uses nothing: it does not
 * keep a claim from going either (kubernetes pkg/controller/volume/pvcprotection). Of several, one that stays, the last by
 * name: whoever looks again sees the same one.
 */
export function usersBesidesPets(setName: string, pods: Iterable<Pod>): ReadonlyMap<string, ClaimUser> {
  const users = [...pods]
    .filter(({ metadata }) => petOrdinal(setName, metadata.name ?? '') === undefined)
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    .map((pod) => ({ claims: mountedClaims(pod), user: userOf(pod) }));
  users.sort(({ user: one }, { user: other }) => (isBetter(one, other) ? 1 : -1));
  return new Map(users.flatMap(({ claims, user }) => claims.map((claim) => [claim, user])));
}

function userOf({ metadata: { name = '', deletionTimestamp } }: Pod): ClaimUser {
  return { name, terminating: deletionTimestamp !== undefined };
}

function isBetter(one: ClaimUser, other: ClaimUser): boolean {
  return one.terminating === other.terminating ? one.name > other.name : other.terminating;
}
