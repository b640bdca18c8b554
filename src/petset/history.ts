import { Failure } from './failure.js';
import { LABELS, revisionHashIn } from './identity.js';
import type { ConfigMap, PodTemplate, Served } from './kubernetes.js';
import type { PetSetRecord } from './record.js';
import { changeCause, revisionHash, revisionNumber, revisionTemplate } from './revision.js';

/** A template that a set has, or has had. */
export interface Revision {
  readonly number: number;
  /** The label `controller-revision-hash` of the pets that are of it. */
  readonly hash: string;
  readonly cause: string | undefined;
  readonly template: PodTemplate;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** Where the revisions of a set are among the config maps of its namespace. */
export function revisionSelector(setName: string): string {
  return `${LABELS.set}=${setName}`;
}

/**
 * The revisions of a set, oldest first. What a former record of this name has left to the garbage collector is none of
 * them. Throws a `Failure` that names the config map if somebody has broken one.
 */
export function revisionsOf({ ref, owner }: PetSetRecord, maps: readonly Served<ConfigMap>[]): readonly Revision[] {
  return maps
    .flatMap((map) => {
      const { name, ownerReferences = [], creationTimestamp = '' } = map.metadata;
      const hash = revisionHashIn(ref.name, name);
      const isLeftover = ownerReferences.some((other) => other.name === owner.name && other.uid !== owner.uid);
      if (hash === undefined || isLeftover) return [];
      const template = revisionTemplate(map);
      if (template === undefined) throw broken(map);
      return [{ number: revisionNumber(map), hash, cause: changeCause(map), template, createdAt: creationTimestamp }];
    })
    .sort((a, b) => a.number - b.number);
}

function broken({ metadata }: Served<ConfigMap>): Failure {
  return new Failure(`error: the revision configmap/${metadata.name} cannot be read: it holds no pod template`, {
    next: [`look at it with: kubectl get configmap ${metadata.name} -n ${metadata.namespace ?? ''} -o yaml`],
  });
}

/** The newest revision that the set's template is not. */
export function previousRevision({ set }: PetSetRecord, revisions: readonly Revision[]): Revision | undefined {
  const present = revisionHash(set.spec.template);
  return revisions.findLast(({ hash }) => hash !== present);
}
