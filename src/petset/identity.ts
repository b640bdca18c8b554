import { type Ascending, countBelow, inAscendingOrder, indexIn } from './ascending.js';
import { byIdentity } from './by-identity.js';
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

/**
 * The ordinals that the set wants, lowest first, from that at a place on; one by one, since there may be more than a list
 * can hold.
 */
export function* wantedOrdinals(wanted: Wanted, place = 0): Generator<number> {
  const reserved = new Set(wanted.ordinals.reserve);
  for (let ordinal = ordinalAt(wanted, place) ?? 0, found = place; found < wanted.replicas; ordinal++) {
    if (reserved.has(ordinal)) continue;
    found++;
    yield ordinal;
  }
}

/** The first ones that the set wants and that are not among the taken ones: at most so many. */
export function missingOrdinals(wanted: Wanted, taken: Ascending, most: number): number[] {
  const missing: number[] = [];
  if (most <= 0) return missing;
  let next = 0;
  for (const ordinal of wantedOrdinals(wanted)) {
    while ((taken[next] ?? ordinal) < ordinal) next++;
    if (taken[next] !== ordinal) missing.push(ordinal);
    if (missing.length >= most) break;
  }
  return missing;
}

/** How many of these ordinals the set wants. */
export function countWanted(wanted: Wanted, ordinals: Ascending): number {
  const { start, reserve } = wanted.ordinals;
  const highest = highestWanted(wanted);
  if (highest === undefined) return 0;
  const isSkipped = (ordinal: number): boolean =>
    ordinal >= start && ordinal <= highest && indexIn(ordinals, ordinal) !== undefined;
  const skipped = Array.from(inOrder(reserve)).filter(isSkipped).length;
  return countBelow(ordinals, highest + 1) - countBelow(ordinals, start) - skipped;
}

/** Whether an ordinal is among the wanted ones; asked for every pod, so nothing is counted up. */
export function isWanted(wanted: Wanted, ordinal: number): boolean {
  return placeOf(wanted, ordinal) !== undefined;
}

/** How many of the wanted ordinals are lower than this one; nothing where it is none of them. */
export function placeOf({ replicas, ordinals: { start, reserve } }: Wanted, ordinal: number): number | undefined {
  if (ordinal < start) return undefined;
  let place = ordinal - start;
  if (reserve.length > 0) {
    const skipped = inOrder(reserve);
    const lower = countBelow(skipped, ordinal);
    if (skipped[lower] === ordinal) return undefined;
    place -= lower - countBelow(skipped, start);
  }
  return place < replicas ? place : undefined;
}

/** The ordinal that so many of the wanted ones are lower than; nothing where the set does not want as many. */
export function ordinalAt({ replicas, ordinals: { start, reserve } }: Wanted, place: number): number | undefined {
  if (place >= replicas) return undefined;
  let ordinal = start + place;
  if (reserve.length === 0) return ordinal;
  const skipped = inOrder(reserve);
  for (let index = countBelow(skipped, start); (skipped[index] ?? Infinity) <= ordinal; index++) ordinal++;
  return ordinal;
}

/** The highest wanted ordinal; nothing for a set of no pets. */
export function highestWanted(wanted: Wanted): number | undefined {
  return wanted.replicas === 0 ? undefined : ordinalAt(wanted, wanted.replicas - 1);
}

/**
 * Reserved ordinals in order, each once. Known by the list itself, which never changes: a list may have thousands, and is
 * asked about for every pod.
 */
const inOrder: (reserve: readonly number[]) => Ascending = byIdentity(inAscendingOrder);

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
