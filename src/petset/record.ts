import { isSame } from './differences.js';
import { Failure } from './failure.js';
import { formatFieldError } from './field-error.js';
import { type Handover, markHandover, readHandover } from './handover.js';
import { INITIALIZED_ANNOTATION, LABELS, recordName } from './identity.js';
import type { ConfigMap, Json, OwnerReference, Served } from './kubernetes.js';
import type { PetSet, SetRef } from './petset.js';
import { isInitialized } from './initialized.js';
import { readPetSet } from './read-petset.js';
import { readReplacements, type Replacement } from './replacement.js';
import { revisionHash } from './revision.js';
import { readRollout, type Rollout, type RolloutWish } from './rollout.js';

/** On a record: the set is to go, and whoever reconciles it takes it down. */
export const TEARDOWN_ANNOTATION = 'petset.dev/teardown';
const DOCUMENT_KEY = 'petset.json';
const ROLLOUT_KEY = 'rollout.json';
const REPLACE_KEY = 'replace.json';

/** What a set takes with it when it goes: its pets and its claims, its pets alone, or neither. */
const TEARDOWNS = ['clean', 'delete', 'orphan'] as const;
export type Teardown = (typeof TEARDOWNS)[number];

/** What the cluster remembers of a set: what is wanted, and what was asked for and is not done yet. */
export interface PetSetRecord {
  readonly ref: SetRef;
  readonly set: PetSet;
  /** Nothing once all pets are of the set's template. */
  readonly rollout: Rollout | undefined;
  /**
   * It carries the brake itself, `pod.alpha.kubernetes.io/initialized`: nothing is created, deleted or upgraded. Nor is it
   * while its pets are being handed over.
   */
  readonly paused: boolean;
  /** Its pets are on their way from or to somebody else. */
  readonly handover: Handover | undefined;
  /** Pets that are to be replaced, by ordinal. */
  readonly replacements: readonly Replacement[];
  /** The set is to go, and how; nothing for one that is to stay. */
  readonly teardown: Teardown | undefined;
  /** The reference that pets carry to this record: not a controller's, see the design. */
  readonly owner: OwnerReference;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The object that holds the record, as the server sent it. */
  readonly stored: Served<ConfigMap>;
}

/** The config map that holds a new record. */
export function newRecord(set: PetSet, namespace: string, handover?: Handover): ConfigMap {
  const { name } = set.metadata;
  const labels = { [LABELS.record]: 'petset', [LABELS.set]: name };
  const annotations = handover && { annotations: markHandover({}, handover) };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: recordName(name), namespace, labels, ...annotations },
    data: document(set),
  };
}

/** What a record holds of a set: of its metadata what a user has to say, not what some server has said. */
export function recorded(set: PetSet): PetSet {
  const { name, labels, annotations } = set.metadata;
  return { ...set, metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) } };
}

/**
 * The same record with another set in it, ready to be written back. Where the template is another one, where the pets come
 * from is remembered, and a rollout of the former template is over; so is one that a new strategy takes the place of.
 * `wish` asks to roll out what the set says.
 */
export function withSet(record: PetSetRecord, set: PetSet, wish?: RolloutWish): ConfigMap {
  const { stored, rollout } = record;
  const before = revisionHash(record.set.spec.template);
  const isOther = revisionHash(set.spec.template) !== before;
  const isSameWay = isSame(set.spec.updateStrategy, record.set.spec.updateStrategy);
  const asked = wish ?? (isOther || !isSameWay ? undefined : rollout?.wish);
  const from = rollout?.from ?? (isOther || asked !== undefined ? before : undefined);
  const data = { ...stored.data, ...document(set) };
  return { ...stored, data: withRolloutData(data, from === undefined ? undefined : { from, wish: asked }) };
}

/** The same record with another memory of a rollout, ready to be written back. */
export function withRollout({ stored }: PetSetRecord, rollout: Rollout | undefined): ConfigMap {
  return { ...stored, data: withRolloutData(stored.data ?? {}, rollout) };
}

function withRolloutData(data: Data, rollout: Rollout | undefined): Data {
  return withKey(data, ROLLOUT_KEY, rollout);
}

/** The same record with these wishes to replace pets, ready to be written back. */
export function withReplacements({ stored }: PetSetRecord, wishes: readonly Replacement[]): ConfigMap {
  return { ...stored, data: withKey(stored.data ?? {}, REPLACE_KEY, wishes.length === 0 ? undefined : wishes) };
}

/** The same record without one of its wishes to replace a pet, ready to be written back. */
export function withoutReplacement(record: PetSetRecord, wish: Replacement): ConfigMap {
  return withReplacements(
    record,
    record.replacements.filter(({ ordinal }) => ordinal !== wish.ordinal),
  );
}

type Data = Readonly<Record<string, string>>;

function withKey(data: Data, key: string, value: object | undefined): Data {
  const others = Object.entries(data).filter(([each]) => each !== key);
  return { ...Object.fromEntries(others), ...(value && { [key]: text(value) }) };
}

/** The same record with its own brake on or off, ready to be written back. */
export function withPause({ stored }: PetSetRecord, paused: boolean): ConfigMap {
  const annotations = { ...stored.metadata.annotations, [INITIALIZED_ANNOTATION]: String(!paused) };
  return { ...stored, metadata: { ...stored.metadata, annotations } };
}

/** The same record with the wish that the set should go, ready to be written back. */
export function withTeardown({ stored }: PetSetRecord, teardown: Teardown): ConfigMap {
  const annotations = { ...stored.metadata.annotations, [TEARDOWN_ANNOTATION]: teardown };
  return { ...stored, metadata: { ...stored.metadata, annotations } };
}

function document(set: PetSet): Record<string, string> {
  return { [DOCUMENT_KEY]: text(recorded(set)) };
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Reads a record back. Throws a `Failure` that names the config map if somebody has broken it. */
export function readRecord(stored: Served<ConfigMap>): PetSetRecord {
  const { metadata } = stored;
  const set = parseSet(stored);
  const handover = readHandover(metadata.annotations, brokenBy(stored));
  return {
    ref: { namespace: metadata.namespace ?? '', name: set.metadata.name },
    set,
    rollout: parseRollout(stored),
    paused: handover !== undefined || !isInitialized(metadata.annotations?.[INITIALIZED_ANNOTATION]),
    handover,
    replacements: parseReplacements(stored),
    teardown: parseTeardown(stored),
    owner: { apiVersion: 'v1', kind: 'ConfigMap', name: metadata.name, uid: metadata.uid },
    createdAt: metadata.creationTimestamp ?? '',
    stored,
  };
}

/** A word that is none of ours may mean less than any of them would do: it stops everything. */
function parseTeardown(stored: Served<ConfigMap>): Teardown | undefined {
  const written = stored.metadata.annotations?.[TEARDOWN_ANNOTATION];
  const teardown = TEARDOWNS.find((each) => each === written);
  if (teardown !== undefined || written === undefined) return teardown;
  throw brokenBy(stored)(`its annotation ${TEARDOWN_ANNOTATION} is none of ${TEARDOWNS.join(', ')}: "${written}"`);
}

type Broken = (why: string) => Failure;

function brokenBy({ metadata }: Served<ConfigMap>): Broken {
  return (why) =>
    new Failure(`error: the record configmap/${metadata.name} cannot be read: ${why}`, {
      next: [`look at it with: kubectl get configmap ${metadata.name} -n ${metadata.namespace ?? ''} -o yaml`],
    });
}

function parseSet(stored: Served<ConfigMap>): PetSet {
  const { metadata, data } = stored;
  const broken = brokenBy(stored);
  const written = data?.[DOCUMENT_KEY];
  if (written === undefined) throw broken(`it has no ${DOCUMENT_KEY}`);
  const read = readPetSet(parseJson(written, broken));
  if (!read.ok) throw broken(read.errors.map(formatFieldError).join('; '));
  if (recordName(read.set.metadata.name) !== metadata.name)
    throw broken(`it holds a set named ${read.set.metadata.name}`);
  return read.set;
}

function parseRollout(stored: Served<ConfigMap>): Rollout | undefined {
  const written = stored.data?.[ROLLOUT_KEY];
  if (written === undefined) return undefined;
  const broken = brokenBy(stored);
  const read = readRollout(parseJson(written, broken));
  if (!read.ok) throw broken(`${ROLLOUT_KEY}: ${read.why}`);
  return read.rollout;
}

function parseReplacements(stored: Served<ConfigMap>): readonly Replacement[] {
  const written = stored.data?.[REPLACE_KEY];
  if (written === undefined) return [];
  const broken = brokenBy(stored);
  const read = readReplacements(parseJson(written, broken));
  if (!read.ok) throw broken(`${REPLACE_KEY}: ${read.why}`);
  return read.replacements;
}

function parseJson(written: string, broken: Broken): Json {
  try {
    return JSON.parse(written) as Json;
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}

/** The same record with its pets on their way to or from somebody else, or there, ready to be written back. */
export function withHandover(
  { stored }: Pick<PetSetRecord, 'stored'>,
  handover: Handover | undefined,
): Served<ConfigMap> {
  const annotations = markHandover(stored.metadata.annotations, handover);
  return { ...stored, metadata: { ...stored.metadata, annotations } };
}
