import { claimTemplateNames, petName, petOrdinal, revisionHashIn } from '../petset/identity.js';
import type { ConfigMap, OwnerReference, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import { type ClaimUser, usersBesidesPets } from '../petset/mounts.js';
import { type ClaimViewpoint, observeClaim } from '../petset/observed-claim.js';
import { type ObservedPet, observePet, type Viewpoint } from '../petset/observed-pet.js';
import { changeCause, revisionNumber, revisionShape } from '../petset/revision.js';
import type { Observed, ObservedRevision } from './observed.js';

/** Objects of a namespace among which those of a set are. */
export interface Cluster {
  readonly pods: readonly Served<Pod>[];
  readonly claims: readonly Served<PersistentVolumeClaim>[];
  readonly revisions: readonly Served<ConfigMap>[];
}

/** Reads what concerns a set out of what is in its namespace. */
export function observe({ pods, claims, revisions }: Cluster, viewpoint: Viewpoint): Observed {
  const { set, owner } = viewpoint;
  const { name } = set.metadata;
  const pets = new Map<number, ObservedPet>();
  for (const pod of pods) {
    const ordinal = petOrdinal(name, pod.metadata.name);
    if (ordinal !== undefined) pets.set(ordinal, observePet(pod, ordinal, viewpoint));
  }
  const claimViewpoint = viewpointOfClaims(viewpoint, pets, usersBesidesPets(name, pods));
  const own = claims.flatMap((claim) => observeClaim(claim, claimViewpoint) ?? []);
  return {
    pods: pets,
    claims: new Map(own.map((claim) => [claim.name, claim])),
    revisions: observeRevisions(name, owner, revisions),
  };
}

/** What the eye needs besides a claim, where these are the pets of its set, and these others use claims. */
export function viewpointOfClaims(
  { set, owner }: Pick<Viewpoint, 'set' | 'owner'>,
  pets: ReadonlyMap<number, ObservedPet>,
  usedBy: ReadonlyMap<string, ClaimUser>,
): ClaimViewpoint {
  const { name } = set.metadata;
  return {
    setName: name,
    templates: claimTemplateNames(set),
    usedBy,
    ownersOf: (ordinal) => ({ record: owner, pet: { name: petName(name, ordinal), uid: pets.get(ordinal)?.uid } }),
  };
}

/** The revisions of a set, among the config maps of its namespace. */
export function observeRevisions(
  setName: string,
  owner: OwnerReference,
  maps: readonly Served<ConfigMap>[],
): readonly ObservedRevision[] {
  return maps.flatMap((map) => observeRevision(setName, owner, map) ?? []);
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
