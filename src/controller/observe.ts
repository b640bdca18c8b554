import { claimTemplateNames, petName, petOrdinal, revisionHashIn } from '../petset/identity.js';
import type { ConfigMap, OwnerReference, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import { usersBesidesPets } from '../petset/mounts.js';
import { observeClaim } from '../petset/observed-claim.js';
import { observePet, type Viewpoint } from '../petset/observed-pet.js';
import { changeCause, revisionNumber, revisionShape } from '../petset/revision.js';
import type { Observed, ObservedRevision } from './observed.js';

/** Objects of a namespace among which those of a set are. */
export interface Cluster {
  readonly pods: readonly Served<Pod>[];
  readonly claims: readonly Served<PersistentVolumeClaim>[];
  readonly revisions: readonly Served<ConfigMap>[];
}

/** Reads what concerns a set out of what is in its namespace; `read` reads a pod. */
export function observe({ pods, claims, revisions }: Cluster, viewpoint: Viewpoint, read = observePet): Observed {
  const { set, owner } = viewpoint;
  const { name } = set.metadata;
  const pets = pods.flatMap((pod) => {
    const ordinal = petOrdinal(name, pod.metadata.name);
    return ordinal === undefined ? [] : [read(pod, ordinal, viewpoint)];
  });
  const byOrdinal = new Map(pets.map((pet) => [pet.ordinal, pet]));
  const claimViewpoint = {
    setName: name,
    templates: claimTemplateNames(set),
    usedBy: usersBesidesPets(name, pods),
    ownersOf: (ordinal: number) => ({
      record: owner,
      pet: { name: petName(name, ordinal), uid: byOrdinal.get(ordinal)?.uid },
    }),
  };
  const own = claims.flatMap((claim) => observeClaim(claim, claimViewpoint) ?? []);
  return {
    pods: byOrdinal,
    claims: new Map(own.map((claim) => [claim.name, claim])),
    revisions: revisions.flatMap((revision) => observeRevision(name, owner, revision) ?? []),
  };
}

/**
 * Reads a revision; nothing for any other config map, and for what a former record of this name left to the garbage
 * collector. By its name alone: the name says which template it holds, whatever became of its labels.
 */
function observeRevision(
  setName: string,
  owner: OwnerReference,
  revision: Served<ConfigMap>,
): ObservedRevision | undefined {
  const { name, uid, ownerReferences = [], deletionTimestamp } = revision.metadata;
  const hash = revisionHashIn(setName, name);
  const isLeftover = ownerReferences.some((other) => other.name === owner.name && other.uid !== owner.uid);
  if (hash === undefined || isLeftover) return undefined;
  return {
    name,
    uid,
    hash,
    number: revisionNumber(revision),
    cause: changeCause(revision),
    shape: revisionShape(revision),
    terminating: deletionTimestamp !== undefined,
  };
}
