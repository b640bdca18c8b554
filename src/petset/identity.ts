import type { PetSet, PetSetSpec } from './petset.js';

/** Labels and annotations that are ours, and the standard ones that pets carry. */
export const LABELS = {
  /** The set that a pod, claim, record, revision or lease belongs to. */
  set: 'petset.dev/name',
  /** What a config map of ours holds: a `petset` or a `revision`. */
  record: 'petset.dev/record',
  revision: 'controller-revision-hash',
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

/** The ordinals that the set wants, lowest first; one by one, since there may be more than a list can hold. */
export function* wantedOrdinals({ replicas, ordinals }: Pick<PetSetSpec, 'replicas' | 'ordinals'>): Generator<number> {
  for (let index = 0; index < replicas; index++) yield ordinals.start + index;
}

export function isWanted(spec: Pick<PetSetSpec, 'replicas' | 'ordinals'>, ordinal: number): boolean {
  return ordinal >= spec.ordinals.start && ordinal < spec.ordinals.start + spec.replicas;
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
