import type { ObjectMeta, OwnerReference } from '../../model/meta.js';
import { forbiddenValue, invalidValue, required, tooLong } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dnsSubdomainFaults, labelValueFaults, qualifiedNameFaults } from './name.js';

/** The most that the annotations of an object may weigh together. */
const ANNOTATIONS_BYTES = 256 * 1024;

/** What is wrong with the metadata of a new object (apimachinery pkg/api/validation/objectmeta.go). */
export function validateMeta(
  meta: ObjectMeta,
  nameFaults: (name: string) => readonly string[],
  isCustom = false,
): FieldError[] {
  return [...validateName(meta, nameFaults), ...validateMaps(meta, 'metadata'), ...validateReferences(meta, isCustom)];
}

function validateName(meta: ObjectMeta, nameFaults: (name: string) => readonly string[]): FieldError[] {
  const generated = meta.generateName ?? '';
  // A dash at the end of a prefix is fine: a suffix will follow it.
  const prefixFaults = generated === '' ? [] : nameFaults(generated.replace(/-$/, 'a'));
  return [
    ...prefixFaults.map((fault) => invalidValue('metadata.generateName', generated, fault)),
    ...(meta.name === ''
      ? [required('metadata.name', 'name or generateName is required')]
      : nameFaults(meta.name).map((fault) => invalidValue('metadata.name', meta.name, fault))),
  ];
}

/** Labels and annotations; also those of a pod template. */
export function validateMaps(meta: Pick<ObjectMeta, 'labels' | 'annotations'>, field: string): FieldError[] {
  return [
    ...validateLabels(meta.labels ?? {}, `${field}.labels`),
    ...validateAnnotations(meta.annotations ?? {}, `${field}.annotations`),
  ];
}

export function validateLabels(labels: Readonly<Record<string, string>>, field: string): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameFaults(key).map((fault) => invalidValue(field, key, fault)),
    ...labelValueFaults(value).map((fault) => invalidValue(field, value, fault)),
  ]);
}

function validateAnnotations(annotations: Readonly<Record<string, string>>, field: string): FieldError[] {
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return [
    ...Object.keys(annotations).flatMap((key) =>
      qualifiedNameFaults(key.toLowerCase()).map((fault) => invalidValue(field, key, fault)),
    ),
    ...(bytes > ANNOTATIONS_BYTES ? [tooLong(field, ANNOTATIONS_BYTES)] : []),
  ];
}

/** Of the finalizers of custom resources, the server only warns. */
function validateReferences({ ownerReferences = [], finalizers = [] }: ObjectMeta, isCustom: boolean): FieldError[] {
  const controllers = ownerReferences.filter(({ controller }) => controller === true);
  return [
    // The server forgets the index here.
    ...ownerReferences.flatMap((reference) => validateOwner(reference, 'metadata.ownerReferences')),
    ...(controllers.length > 1 ? [tooManyControllers(controllers)] : []),
    ...finalizers.flatMap((finalizer, index) => validateFinalizer(finalizer, index, isCustom)),
  ];
}

function validateOwner(reference: OwnerReference, field: string): FieldError[] {
  const facts = ['apiVersion', 'kind', 'name', 'uid'] as const;
  const isEvent = reference.kind === 'Event' && /^(?:events\.k8s\.io\/)?v1$/.test(reference.apiVersion);
  return [
    ...facts
      .filter((fact) => reference[fact] === '')
      .map((fact) => invalidValue(`${field}.${fact}`, '', fact === 'apiVersion' ? NO_VERSION : 'must not be empty')),
    ...(isEvent ? [invalidValue(field, { ...reference }, '/v1, Kind=Event is disallowed from being an owner')] : []),
  ];
}

const NO_VERSION = 'version must not be empty';

function tooManyControllers(controllers: readonly OwnerReference[]): FieldError {
  const names = controllers.map(({ kind, name }) => `${kind}/${name}`).join(' and ');
  return invalidValue(
    'metadata.ownerReferences',
    controllers.map((reference) => ({ ...reference })),
    `Only one reference can have Controller set to true. Found "true" in references for ${names}`,
  );
}

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

function validateFinalizer(finalizer: string, index: number, isCustom: boolean): FieldError[] {
  const faults = qualifiedNameFaults(finalizer).map((fault) => invalidValue('metadata.finalizers', finalizer, fault));
  if (faults.length > 0 || isCustom || finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return faults;
  return [
    invalidValue(
      `metadata.finalizers[${index}]`,
      finalizer,
      'name is neither a standard finalizer name nor is it fully qualified',
    ),
  ];
}

/** What is wrong with the metadata of an update. */
export function validateMetaUpdate(
  meta: ObjectMeta,
  present: ObjectMeta,
  nameFaults: (name: string) => readonly string[] = dnsSubdomainFaults,
  isCustom = false,
): FieldError[] {
  return [
    ...validateNewFinalizers(meta, present),
    ...immutable(meta.name, present.name, 'metadata.name'),
    ...immutable(meta.namespace, present.namespace, 'metadata.namespace'),
    ...immutable(meta.uid, present.uid, 'metadata.uid'),
    ...immutable(meta.creationTimestamp, present.creationTimestamp, 'metadata.creationTimestamp'),
    ...immutable(meta.deletionTimestamp, present.deletionTimestamp, 'metadata.deletionTimestamp'),
    ...immutable(
      meta.deletionGracePeriodSeconds,
      present.deletionGracePeriodSeconds,
      'metadata.deletionGracePeriodSeconds',
    ),
    ...validateMeta(meta, nameFaults, isCustom),
  ];
}

function immutable(
  value: string | number | undefined,
  present: string | number | undefined,
  field: string,
): FieldError[] {
  return value === present ? [] : [invalidValue(field, value ?? null, 'field is immutable')];
}

function validateNewFinalizers(meta: ObjectMeta, present: ObjectMeta): FieldError[] {
  if (present.deletionTimestamp === undefined) return [];
  const added = (meta.finalizers ?? []).filter((finalizer) => present.finalizers?.includes(finalizer) !== true);
  if (added.length === 0) return [];
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const words = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbiddenValue('metadata.finalizers', words)];
}
