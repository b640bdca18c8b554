import type {
  ConfigMap,
  KubeObject,
  ObjectMeta,
  OwnerReference,
  PersistentVolumeClaim,
  Pod,
  Served,
} from '../../petset/kubernetes.js';
import type { Service } from '../../petset/kubernetes-service.js';
import type { PetSet } from '../../petset/petset.js';
import { claimIdentity } from '../../petset/identity.js';
import type { RecordObject } from '../../petset/record-form.js';
import type { Original } from './original.js';

/** Objects that belong to something else are told whose they are by uids, which are others in the copy. */
export type NewUids = ReadonlyMap<string, string>;

/** A version of no API: nobody collects what belongs to a kind that nobody knows. */
const OF_NOBODY = 'rehearsal.petset.dev/v1';
/** Kinds of owners that there are in the copy too. */
const OWN_KINDS: ReadonlySet<string> = new Set(['ConfigMap', 'Pod', 'PetSet']);
/** What the cluster itself says of the binding of a claim. */
const OF_BINDING = /^(pv|volume(\.beta)?)\.kubernetes\.io\//;

/** What a user has said of an object; the rest is said by servers. */
function saidOf({ name, namespace, labels, annotations }: ObjectMeta): ObjectMeta {
  return {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
}

function ownersIn(uids: NewUids, { ownerReferences = [] }: ObjectMeta): Pick<ObjectMeta, 'ownerReferences'> {
  if (ownerReferences.length === 0) return {};
  return { ownerReferences: ownerReferences.map((owner) => ownerIn(uids, owner)) };
}

function ownerIn(uids: NewUids, owner: OwnerReference): OwnerReference {
  const uid = uids.get(owner.uid);
  if (uid !== undefined) return { ...owner, uid };
  // One of ours that is gone is gone there too. Nothing has to wait for somebody who is not there.
  return OWN_KINDS.has(owner.kind) ? owner : { ...owner, apiVersion: OF_NOBODY, blockOwnerDeletion: false };
}

/** Somebody may stay who sees to its finalizers; in the copy there is nobody, unless it is going already. */
export function recordCopy({ record }: Original): RecordObject {
  const { apiVersion, kind, metadata, data, spec } = record.stored;
  const { finalizers = [], deletionTimestamp } = metadata;
  const isGoing = deletionTimestamp !== undefined && finalizers.length > 0;
  return {
    apiVersion,
    kind,
    metadata: { ...saidOf(metadata), ...(isGoing && { finalizers }) },
    ...(data && { data }),
    ...(spec && { spec }),
  };
}

export function revisionCopy({ metadata, data, immutable }: ConfigMap, uids: NewUids): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...saidOf(metadata), ...ownersIn(uids, metadata) },
    ...(immutable !== undefined && { immutable }),
    ...(data && { data }),
  };
}

/** The names of pets and who is behind them; addresses are the cluster's own. */
export function serviceCopy({ metadata, spec }: Service): Service {
  const { clusterIP, ports, selector, publishNotReadyAddresses } = spec;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: saidOf(metadata),
    spec: {
      ...(clusterIP === 'None' && { clusterIP }),
      ...(ports && { ports }),
      ...(selector && { selector }),
      ...(publishNotReadyAddresses !== undefined && { publishNotReadyAddresses }),
    },
  };
}

/** A claim as it is to be bound again, to a volume of the same name. */
export function claimCopy({ metadata, spec, status }: PersistentVolumeClaim, uids: NewUids): PersistentVolumeClaim {
  const { volumeName, ...unbound } = pick(spec, [
    'accessModes',
    'resources',
    'storageClassName',
    'volumeName',
    'volumeMode',
  ]);
  const annotations = Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(([name]) => !OF_BINDING.test(name)),
  );
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...saidOf({ ...metadata, annotations }), ...ownersIn(uids, metadata) },
    spec: { ...unbound, ...(status?.phase === 'Bound' && volumeName !== undefined && { volumeName }) },
  };
}

/** The volume of a claim that has one. */
export function volumeCopy(
  { metadata, spec, status }: PersistentVolumeClaim,
  policies: Original['policies'],
  provisioner: string,
): KubeObject | undefined {
  const { volumeName = '' } = spec;
  if (status?.phase !== 'Bound' || volumeName === '') return undefined;
  const { namespace, name } = metadata;
  const size = status.capacity?.storage ?? spec.resources?.requests?.storage ?? '1';
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
    spec: {
      ...pick(spec, ['accessModes', 'storageClassName', 'volumeMode']),
      capacity: { storage: size },
      persistentVolumeReclaimPolicy: policies.get(volumeName) ?? 'Delete',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
      hostPath: { path: `/rehearsal/${volumeName}` },
    },
  };
  return volume;
}

/** A storage class; one that the user may not see lets claims grow, and volumes go. */
export function classCopy(name: string, { classes, record, claims }: Original, provisioner: string): KubeObject {
  const known = classes.get(name);
  const { reclaimPolicy = 'Delete', allowVolumeExpansion = known === undefined } = known ?? {};
  const isDefault = name === usualClass(record.set, claims);
  const storageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, ...(isDefault && { annotations: { [IS_DEFAULT]: 'true' } }) },
    provisioner,
    reclaimPolicy,
    allowVolumeExpansion,
    volumeBindingMode: 'Immediate',
  };
  return storageClass;
}

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** What a claim gets that names no class: what those have got that are there. */
export function usualClass(set: PetSet, claims: readonly PersistentVolumeClaim[]): string | undefined {
  const unnamed = set.spec.volumeClaimTemplates.filter(({ spec }) => spec.storageClassName === undefined);
  const names = unnamed.map(({ metadata }) => metadata.name);
  const own = claims.filter(
    (claim) => claimIdentity(set.metadata.name, names, claim.metadata.name ?? '') !== undefined,
  );
  return own.map(({ spec }) => spec.storageClassName).findLast((name) => name !== undefined);
}

/** The finalizer of a pod that is not going although its time is over. */
const STUCK = 'rehearsal.petset.dev/stuck';

/** A pod of the set, or one that is in its way; the sandbox makes of it what can run there. */
export function podCopy(
  { metadata, spec }: Served<Pod>,
  uids: NewUids,
  { now, scriptAnnotation }: { readonly now: number; readonly scriptAnnotation: string },
): Pod {
  const { deletionTimestamp, finalizers = [] } = metadata;
  const said = { ...saidOf(metadata), ...ownersIn(uids, metadata) };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: said, spec };
  if (deletionTimestamp === undefined) return pod;
  const isStuck = finalizers.length === 0 && Date.parse(deletionTimestamp) <= now;
  // When it will end nobody knows; at the latest when its time is over.
  const annotations = { ...said.annotations, [scriptAnnotation]: 'stop=never' };
  return { ...pod, metadata: { ...said, annotations, finalizers: isStuck ? [STUCK] : finalizers } };
}

function pick<T extends object>(object: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name))) as T;
}
