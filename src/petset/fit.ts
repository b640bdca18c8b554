import type { FieldPath } from './field-error.js';
import { claimName } from './identity.js';
import { isList, isMap } from './json-edit.js';
import type { OwnerReference, Pod } from './kubernetes.js';
import { newPet } from './pet.js';
import type { PetSet } from './petset.js';
import { parseQuantity } from './quantity.js';

/** By what an item of a list is known, where it has one of these. */
const KEYS = ['name', 'mountPath', 'containerPort', 'topologyKey', 'key'] as const;
/** Lists to which servers add items of their own. */
const GROWING = new Set(['volumes', 'volumeMounts', 'tolerations']);
/** Where numbers are quantities: 1000m is 1. */
const QUANTITIES = new Set(['limits', 'requests']);

/**
 * Where a pod that is there already is not as the pet of its ordinal would be made now; nothing where it is. What a server
 * has filled in is not in the way.
 */
export function misfitOf(pod: Pod, set: PetSet, ordinal: number, owner: OwnerReference): FieldPath | undefined {
  const birth = { namespace: pod.metadata.namespace ?? '', ordinal, revision: '', owner };
  const { hostname: _, ...wanted } = newPet(set, birth).spec;
  return (
    misfit(set.spec.template.metadata?.labels, pod.metadata.labels, ['metadata', 'labels']) ??
    misfit(wanted, pod.spec, ['spec'])
  );
}

/** The claim of its ordinal that a pod does not mount, if there is one: it has its data elsewhere, and is no pet of the set. */
export function claimNotMounted({ spec }: Pod, set: PetSet, ordinal: number): string | undefined {
  const mounted = new Set((spec.volumes ?? []).map(({ persistentVolumeClaim: claim }) => claim?.claimName));
  return set.spec.volumeClaimTemplates
    .map(({ metadata }) => claimName(metadata.name, set.metadata.name, ordinal))
    .find((claim) => !mounted.has(claim));
}

/** The first field that is wanted otherwise than it is. */
function misfit(wanted: unknown, present: unknown, path: FieldPath): FieldPath | undefined {
  if (wanted === undefined || wanted === null) return undefined;
  if (isList(wanted)) return misfitInList(wanted, isList(present) ? present : [], path);
  if (isMap(wanted)) {
    const there = isMap(present) ? present : {};
    return first(Object.keys(wanted), (key) => misfit(wanted[key], there[key], [...path, key]));
  }
  return wanted === present || isSameQuantity(wanted, present, path) ? undefined : path;
}

function misfitInList(wanted: readonly unknown[], present: readonly unknown[], path: FieldPath): FieldPath | undefined {
  const isLonger = present.length !== wanted.length && !GROWING.has(String(path.at(-1)));
  if (isLonger) return path;
  return first([...wanted.keys()], (index) => {
    const item = wanted[index];
    return misfit(item, counterpart(item, index, present), [...path, index]);
  });
}

/** What an item of a list is in another one: that which has the same key, or else the same place. */
export function counterpart(item: unknown, index: number, list: readonly unknown[]): unknown {
  const key = isMap(item) ? KEYS.find((each) => item[each] !== undefined) : undefined;
  const isSameItem = (other: unknown): boolean =>
    isMap(item) && isMap(other) && key !== undefined && other[key] === item[key];
  return key === undefined ? list[index] : list.find(isSameItem);
}

function first<T>(items: readonly T[], find: (item: T) => FieldPath | undefined): FieldPath | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether two values are one quantity, where the path says that they are quantities. */
export function isSameQuantity(one: unknown, other: unknown, path: FieldPath): boolean {
  if (!path.some((part) => QUANTITIES.has(String(part)))) return false;
  const [value, second] = [one, other].map((each) => parseQuantity(String(each)));
  return value !== undefined && value === second;
}
