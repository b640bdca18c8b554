import type { PetSet, PetSetSpec } from './petset.js';

/** Labels and annotations that are ours, and the standard ones that pets carry. */
export const LABELS = {
  /** The set that a pod, claim, record, revision or lease belongs to. */
  set: 'petset.dev/name',
  /** What a config map of ours holds: a `petset` or a `revision`. */
  record: 'petset.dev/record',
  revision: 'controller-revision-hash',
  /** The hash of what a pet has for its ordinal alone. */
  override: 'petset.dev/override',
  podIndex: 'apps.kubernetes.io/pod-index',
} as const;

/** The pet's brake: anything but true in Go's ParseBool pauses the whole set. Source: PetSet user guide, 1.3. */
export const INITIALIZED_ANNOTATION = 'pod.alpha.kubernetes.io/initialized';

export function petName(setName: string, ordinal: number): string {
  return `${setName}-${ordinal}`;
}

/** The ordinal of a pod that is named as a pet of the set would be; `web-01` and `web-1-0` are no pets of `web`. */
export function petOrdinal(setName: string, podName: string): number | undefined {
  return ordinalAfter(`${setName}-`, podName);
}

/** The name of the claim that a claim template makes for a pet. */
export function claimName(templateName: string, setName: string, ordinal: number): string {
  return `${templateName}-${setName}-${ordinal}`;
}

/** The template and ordinal that a claim is named after, if it is named as a claim of the set. */
export function claimIdentity(
  setName: string,
  templateNames: readonly string[],
  name: string,
): { readonly template: string; readonly ordinal: number } | undefined {
  for (const template of templateNames) {
    const ordinal = ordinalAfter(`${template}-${setName}-`, name);
    if (ordinal !== undefined) return { template, ordinal };
  }
  return undefined;
}

function ordinalAfter(prefix: string, name: string): number | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const digits = name.slice(prefix.length);
  return /^(0|[1-9]\d{0,9})$/.test(digits) ? Number(digits) : undefined;
}

/** As much of a spec as says which ordinals are wanted. */
export type Wanted = Pick<PetSetSpec, 'replicas'> & {
  readonly ordinals: Pick<PetSetSpec['ordinals'], 'start' | 'reserve'>;
};

/** The ordinals that the set wants, lowest first; one by one, since there may be more than a list can hold. */
export function* wantedOrdinals({ replicas, ordinals: { start, reserve } }: Wanted): Generator<number> {
  const reserved = new Set(reserve);
  for (let ordinal = start, found = 0; found < replicas; ordinal++) {
    if (reserved.has(ordinal)) continue;
    found++;
    yield ordinal;
  }
}

/** Whether an ordinal is among the wanted ones; asked for every pod, so nothing is counted up. */
export function isWanted({ replicas, ordinals: { start, reserve } }: Wanted, ordinal: number): boolean {
  if (ordinal < start || reserve.includes(ordinal)) return false;
  let place = ordinal - start;
  for (const each of reserve) if (each >= start && each < ordinal) place--;
  return place < replicas;
}

/** The highest wanted ordinal; nothing for a set of no pets. */
export function highestWanted({ replicas, ordinals: { start, reserve } }: Wanted): number | undefined {
  if (replicas === 0) return undefined;
  const ascending = [...new Set(reserve)].filter((each) => each >= start).sort((a, b) => a - b);
  return ascending.reduce((highest, each) => (each <= highest ? highest + 1 : highest), start + replicas - 1);
}

export function claimTemplateNames(set: PetSet): readonly string[] {
  return set.spec.volumeClaimTemplates.map((template) => template.metadata.name);
}

/** The config map that holds the record of a set; its lease has the same name. */
export function recordName(setName: string): string {
  return `petset-${setName}`;
}

/** The config map that holds a revision of a set's template. A dot, which no set's name has, keeps it off every record's name. */
export function revisionName(setName: string, hash: string): string {
  return `${recordName(setName)}.${hash}`;
}

/** The hash of the revision that a config map is named after, if it is named as one of the set's. */
export function revisionHashIn(setName: string, configMapName: string): string | undefined {
  const prefix = revisionName(setName, '');
  return configMapName.startsWith(prefix) ? configMapName.slice(prefix.length) : undefined;
}
