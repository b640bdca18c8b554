import { recordName } from './identity.js';
import type { ConfigMap, Lease, PersistentVolumeClaim, Pod } from './kubernetes.js';
import { formOf, type RecordObject } from './record-form.js';
import { mountedClaims } from './mounts.js';

/*
 * Which sets, of all that there may be, an object may concern, by its names alone: whatever became of its labels, and
 * whether or not there are such sets. A set that is named has to look at it; any other need not.
 */

/** The set that has the pod's name for one of its pets, and those whose claims the pod may mount. */
export function setsOfPod(pod: Pod): readonly string[] {
  const claims = mountedClaims(pod).flatMap(setsOfClaimName);
  return [...new Set([...setOfPetName(pod.metadata.name ?? ''), ...claims])];
}

export function setsOfClaim({ metadata: { name = '' } }: PersistentVolumeClaim): readonly string[] {
  return setsOfClaimName(name);
}

export function setsOfRecord({ kind, metadata: { name = '' } }: RecordObject): readonly string[] {
  if (formOf({ kind }) === 'custom') return [name];
  return isRevisionName(name) ? [] : setsAfterPrefix(name);
}

/** A revision is named after its record, and after a dot its hash. */
export function setsOfRevision({ metadata: { name = '' } }: ConfigMap): readonly string[] {
  return isRevisionName(name) ? setsAfterPrefix(name.slice(0, name.indexOf('.'))) : [];
}

export function setsOfLease({ metadata: { name = '' } }: Lease): readonly string[] {
  return setsAfterPrefix(name);
}

const isRevisionName = (name: string): boolean => name.includes('.');

function setsAfterPrefix(name: string): readonly string[] {
  const prefix = recordName('');
  return name.startsWith(prefix) && name.length > prefix.length ? [name.slice(prefix.length)] : [];
}

function setOfPetName(name: string): readonly string[] {
  const stem = withoutOrdinal(name);
  return stem === undefined ? [] : [stem];
}

/** `www-my-web-0` is of `my-web` with a template `www`, or of `web` with a template `www-my`. */
function setsOfClaimName(name: string): readonly string[] {
  const words = withoutOrdinal(name)?.split('-') ?? [];
  return words
    .map((_, index) => words.slice(index).join('-'))
    .slice(1)
    .filter((set) => set !== '');
}

function withoutOrdinal(name: string): string | undefined {
  return /^(.+)-(?:0|[1-9]\d{0,9})$/.exec(name)?.[1];
}
