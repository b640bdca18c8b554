import { LABELS, petOrdinal } from '../../petset/identity.js';
import type { PersistentVolumeClaim, Pod, Served } from '../../petset/kubernetes.js';
import { podCells } from '../../petset/pod-status.js';
import { revisionNumber } from '../../petset/revision.js';
import type { ConfigMap } from '../../petset/kubernetes.js';
import type { Becomes, RehearsedClaim, RehearsedPet } from '../../render/rehearsal.js';
import { fate, type Policies } from '../claim-fates.js';

/** What there is of a set at one moment. */
export interface Scene {
  readonly pods: readonly Served<Pod>[];
  readonly claims: readonly Served<PersistentVolumeClaim>[];
}

/** What became of each pet, lowest first. */
export function rehearsedPets(
  set: string,
  before: Scene,
  after: Scene,
  revisions: readonly ConfigMap[],
): readonly RehearsedPet[] {
  const numbers = new Map(
    revisions.map((revision) => [revision.metadata.labels?.[LABELS.revision] ?? '', revisionNumber(revision)]),
  );
  return paired(before.pods, after.pods)
    .flatMap((pair) => {
      const ordinal = petOrdinal(set, pair.name);
      return ordinal === undefined ? [] : [{ ...pair, ordinal }];
    })
    .sort((a, b) => a.ordinal - b.ordinal)
    .map(({ name, was, is }) => ({
      name,
      becomes: petBecomes(was, is),
      ...(is === undefined ? { ready: '', status: '', restarts: 0 } : podCells(is)),
      revision: numbers.get(is === undefined ? '' : revisionOf(is)),
    }));
}

function petBecomes(was: Served<Pod> | undefined, is: Served<Pod> | undefined): Becomes {
  if (is === undefined) return 'gone';
  if (was === undefined) return 'new';
  if (was.metadata.uid !== is.metadata.uid) return 'made anew';
  return revisionOf(was) === revisionOf(is) ? 'kept' : 'changed in place';
}

function revisionOf({ metadata }: Pod): string {
  return metadata.labels?.[LABELS.revision] ?? '';
}

/** What became of each claim, by name. */
export function rehearsedClaims(before: Scene, after: Scene, policies: Policies): readonly RehearsedClaim[] {
  return paired(before.claims, after.claims)
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(({ name, was, is }) => {
      const becomes = claimBecomes(was, is);
      const size = sizeOf(is) ?? sizeOf(was) ?? '';
      const volume = was?.spec.volumeName;
      const isLost = was !== undefined && (becomes === 'gone' || becomes === 'made anew');
      return {
        name,
        becomes,
        phase: is?.status?.phase ?? '',
        size,
        ...(isLost && { fate: fate({ size, volume }, policies) }),
      };
    });
}

function claimBecomes(
  was: Served<PersistentVolumeClaim> | undefined,
  is: Served<PersistentVolumeClaim> | undefined,
): Becomes {
  if (is === undefined) return 'gone';
  if (was === undefined) return 'new';
  if (was.metadata.uid !== is.metadata.uid) return 'made anew';
  return sizeOf(was) === sizeOf(is) ? 'kept' : 'grown';
}

function sizeOf(claim: PersistentVolumeClaim | undefined): string | undefined {
  return claim?.status?.capacity?.storage ?? claim?.spec.resources?.requests?.storage;
}

interface Pair<T> {
  readonly name: string;
  readonly was: T | undefined;
  readonly is: T | undefined;
}

function paired<T extends { readonly metadata: { readonly name: string } }>(
  before: readonly T[],
  after: readonly T[],
): Pair<T>[] {
  const [was, is] = [before, after].map((all) => new Map(all.map((one) => [one.metadata.name, one])));
  const names = new Set([...before, ...after].map(({ metadata }) => metadata.name));
  return [...names].map((name) => ({ name, was: was?.get(name), is: is?.get(name) }));
}
