import { matchesSelector } from '../../model/labels.js';
import { quantityNano } from '../../model/quantity.js';
import type { Claim, PersistentVolume } from '../../model/volume.js';

/** The volume that fits a claim: the one that is reserved for it, or else the smallest that is large enough. */
export function bestVolume(claim: Claim, volumes: readonly PersistentVolume[]): PersistentVolume | undefined {
  const reserved = volumes.find((volume) => isReservedFor(volume, claim));
  if (reserved !== undefined) return reserved;
  return volumes.filter((volume) => fits(volume, claim)).toSorted((a, b) => (sizeOf(a) < sizeOf(b) ? -1 : 1))[0];
}

/** By its claimRef; one without a uid was made for a claim that was still to come. */
function isReservedFor({ metadata, spec }: PersistentVolume, claim: Claim): boolean {
  const { namespace, name, uid } = spec.claimRef ?? {};
  if (metadata.deletionTimestamp !== undefined || name !== claim.metadata.name) return false;
  return namespace === claim.metadata.namespace && (uid === undefined || uid === claim.metadata.uid);
}

function fits(volume: PersistentVolume, claim: Claim): boolean {
  const { spec } = volume;
  if (claim.spec.selector !== undefined && !matchesSelector(claim.spec.selector, volume.metadata.labels)) return false;
  const hasModes = (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode) === true);
  return isFree(volume) && hasModes && sizeOf(volume) >= wanted(claim) && sortOf(spec) === sortOf(claim.spec);
}

const isFree = ({ metadata, spec, status }: PersistentVolume): boolean =>
  spec.claimRef === undefined && status.phase === 'Available' && metadata.deletionTimestamp === undefined;

/** What a claim and its volume have to have in common. */
const sortOf = (spec: { storageClassName?: string; volumeMode?: string }): string =>
  `${spec.storageClassName ?? ''} ${spec.volumeMode ?? 'Filesystem'}`;

const sizeOf = ({ spec }: PersistentVolume): bigint => quantityNano(spec.capacity?.storage ?? '0');

const wanted = ({ spec }: Claim): bigint => quantityNano(spec.resources.requests?.storage ?? '0');
