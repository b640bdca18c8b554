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
 * keep a claim from going either (kubernetes pkg/controller/volume/pvcprotection). Of several, one that stays.
 */
export function usersBesidesPets(setName: string, pods: readonly Pod[]): ReadonlyMap<string, ClaimUser> {
  const users = pods
    .filter(({ metadata }) => petOrdinal(setName, metadata.name ?? '') === undefined)
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const isGoing = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;
  const lastThoseThatStay = [...users.filter(isGoing), ...users.filter((pod) => !isGoing(pod))];
  return new Map(
    lastThoseThatStay.flatMap((pod) => {
      const user = { name: pod.metadata.name ?? '', terminating: isGoing(pod) };
      return mountedClaims(pod).map((claim) => [claim, user]);
    }),
  );
}
