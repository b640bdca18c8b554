import { isSame } from './differences.js';
import type { Handover } from './handover.js';
import { LABELS } from './identity.js';
import type { OwnerReference, Served } from './kubernetes.js';
import { PETSET_API_VERSION, PETSET_KIND, type PetSet, type SetRef } from './petset.js';
import { IN_CUSTOM_RESOURCE } from './record-custom.js';
import {
  formOf,
  type RecordContent,
  type RecordForm,
  type RecordKeeping,
  type RecordObject,
  recordObjectName,
  recordOwner,
  type Teardown,
} from './record-form.js';
import { IN_CONFIG_MAP } from './record-map.js';
import type { Replacement } from './replacement.js';
import { revisionHash } from './revision.js';
import type { Rollout, RolloutWish } from './rollout.js';

/** What the cluster remembers of a set: what is wanted, and what was asked for and is not done yet. */
export interface PetSetRecord extends RecordContent {
  readonly ref: SetRef;
  readonly form: RecordForm;
  /** The reference that pets carry to this record: not a controller's, see the design. */
  readonly owner: OwnerReference;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The object that holds the record, as the server sent it. */
  readonly stored: Served<RecordObject>;
}

const KEEPING: Readonly<Record<RecordForm, RecordKeeping>> = {
  'config-map': IN_CONFIG_MAP,
  custom: IN_CUSTOM_RESOURCE,
};

/** The object that holds a new record. */
export function newRecord(set: PetSet, namespace: string, form: RecordForm, handover?: Handover): RecordObject {
  const nothing = { rollout: undefined, paused: false, replacements: [], teardown: undefined, moving: undefined };
  return recordSaying({ set, ...nothing, handover }, namespace, form);
}

/** A new object that holds what a record says. */
export function recordSaying(content: RecordContent, namespace: string, form: RecordForm): RecordObject {
  const { name } = content.set.metadata;
  const labels = { [LABELS.record]: 'petset', [LABELS.set]: name };
  const blank: Readonly<Record<RecordForm, RecordObject>> = {
    'config-map': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels } },
    custom: { apiVersion: PETSET_API_VERSION, kind: PETSET_KIND, metadata: {} },
  };
  const { metadata, ...type } = blank[form];
  const present = { ...type, metadata: { name: recordObjectName(form, name), namespace, ...metadata } };
  return KEEPING[form].write(content, present);
}

/** A record as it would be read back if an object were stored that says so; where it is new, with nobody's uid. */
export function pretendedRecord(wanted: RecordObject, namespace: string, present?: PetSetRecord): PetSetRecord {
  const { uid, resourceVersion } = present?.stored.metadata ?? { uid: NOBODY, resourceVersion: '0' };
  const name = wanted.metadata.name ?? '';
  return readRecord({ ...wanted, metadata: { ...wanted.metadata, name, namespace, uid, resourceVersion } });
}

/** The uid of no object that there is. */
export const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Reads a record back. Throws a `Failure` that names the object if somebody has broken it. */
export function readRecord(stored: Served<RecordObject>): PetSetRecord {
  const { metadata } = stored;
  const form = formOf(stored);
  const content = KEEPING[form].read(stored);
  const { name } = content.set.metadata;
  return {
    ...content,
    ref: { namespace: metadata.namespace ?? '', name },
    form,
    owner: recordOwner(form, name, metadata.uid),
    createdAt: metadata.creationTimestamp ?? '',
    stored,
  };
}

/**
 * The same record with another set in it, ready to be written back. Where the template is another one, where the pets come
 * from is remembered, and a rollout of the former template is over; so is one that a new strategy takes the place of.
 * `wish` asks to roll out what the set says.
 */
export function withSet(record: PetSetRecord, set: PetSet, wish?: RolloutWish): RecordObject {
  const { rollout } = record;
  const before = revisionHash(record.set.spec.template);
  const isOther = revisionHash(set.spec.template) !== before;
  const isSameWay = isSame(set.spec.updateStrategy, record.set.spec.updateStrategy);
  const asked = wish ?? (isOther || !isSameWay ? undefined : rollout?.wish);
  const from = rollout?.from ?? (isOther || asked !== undefined ? before : undefined);
  return saying(record, { set, rollout: from === undefined ? undefined : { from, wish: asked } });
}

/** The same record with another memory of a rollout, ready to be written back. */
export function withRollout(record: PetSetRecord, rollout: Rollout | undefined): RecordObject {
  return saying(record, { rollout });
}

/** The same record with these wishes to replace pets, ready to be written back. */
export function withReplacements(record: PetSetRecord, replacements: readonly Replacement[]): RecordObject {
  return saying(record, { replacements });
}

/** The same record without one of its wishes to replace a pet, ready to be written back. */
export function withoutReplacement(record: PetSetRecord, wish: Replacement): RecordObject {
  return withReplacements(
    record,
    record.replacements.filter(({ ordinal }) => ordinal !== wish.ordinal),
  );
}

/** The same record with its own brake on or off, ready to be written back. */
export function withPause(record: PetSetRecord, paused: boolean): RecordObject {
  return saying(record, { paused });
}

/** The same record with the wish that the set should go, ready to be written back. */
export function withTeardown(record: PetSetRecord, teardown: Teardown): RecordObject {
  return saying(record, { teardown });
}

/** The same record with another word about its move into the other form, ready to be written back. */
export function withMove(record: PetSetRecord, moving: string | undefined): RecordObject {
  return saying(record, { moving });
}

/**
 * The same record with its pets on their way to or from somebody else, ready to be written back; or once they are there, with
 * what there is to say from then on.
 */
export function withHandover(
  record: PetSetRecord,
  handover: Handover | undefined,
  then: Partial<Pick<RecordContent, 'rollout' | 'teardown'>> = {},
): RecordObject {
  return saying(record, { ...then, handover });
}

/** What a record says, without what holds it. */
export function contentOf(record: PetSetRecord): RecordContent {
  const { set, rollout, paused, replacements, teardown, moving, handover } = record;
  return { set, rollout, paused, replacements, teardown, moving, handover };
}

function saying(record: PetSetRecord, change: Partial<RecordContent>): RecordObject {
  return KEEPING[record.form].write({ ...contentOf(record), ...change }, record.stored);
}
