import { Failure } from './failure.js';
import { formatFieldError } from './field-error.js';
import { LABELS, recordName } from './identity.js';
import type { ConfigMap, Json, OwnerReference, Served, ServerMeta } from './kubernetes.js';
import type { PetSet, SetRef } from './petset.js';
import { readPetSet } from './read-petset.js';

/** On a record: the set is to go, and whoever reconciles it takes it down. */
export const TEARDOWN_ANNOTATION = 'petset.dev/teardown';
const DOCUMENT_KEY = 'petset.json';

/** What a set takes with it when it goes: its pets and its claims, its pets alone, or neither. */
const TEARDOWNS = ['clean', 'delete', 'orphan'] as const;
export type Teardown = (typeof TEARDOWNS)[number];

/** What the cluster remembers of a set: what is wanted, and what was asked for and is not done yet. */
export interface PetSetRecord {
  readonly ref: SetRef;
  readonly set: PetSet;
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
export function newRecord(set: PetSet, namespace: string): ConfigMap {
  const { name, labels, annotations } = set.metadata;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: recordName(name), namespace, labels: { [LABELS.record]: 'petset', [LABELS.set]: name } },
    data: document({ ...set, metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) } }),
  };
}

/** The same record with another set in it, ready to be written back. */
export function withSet({ stored }: PetSetRecord, set: PetSet): ConfigMap {
  return { ...stored, data: { ...stored.data, ...document(set) } };
}

/** The same record with the wish that the set should go, ready to be written back. */
export function withTeardown({ stored }: PetSetRecord, teardown: Teardown): ConfigMap {
  const annotations = { ...stored.metadata.annotations, [TEARDOWN_ANNOTATION]: teardown };
  return { ...stored, metadata: { ...stored.metadata, annotations } };
}

function document(set: PetSet): Record<string, string> {
  return { [DOCUMENT_KEY]: `${JSON.stringify(set, null, 2)}\n` };
}

/** Reads a record back. Throws a `Failure` that names the config map if somebody has broken it. */
export function readRecord(stored: Served<ConfigMap>): PetSetRecord {
  const { metadata } = stored;
  const set = parseSet(stored);
  return {
    ref: { namespace: metadata.namespace ?? '', name: set.metadata.name },
    set,
    teardown: parseTeardown(stored),
    owner: { apiVersion: 'v1', kind: 'ConfigMap', name: metadata.name, uid: metadata.uid },
    createdAt: metadata.creationTimestamp ?? '',
    stored,
  };
}

/** A word that is none of ours may mean less than any of them would do: it stops everything. */
function parseTeardown({ metadata }: Served<ConfigMap>): Teardown | undefined {
  const written = metadata.annotations?.[TEARDOWN_ANNOTATION];
  const teardown = TEARDOWNS.find((each) => each === written);
  if (teardown !== undefined || written === undefined) return teardown;
  throw brokenRecord(
    metadata,
    `its annotation ${TEARDOWN_ANNOTATION} is none of ${TEARDOWNS.join(', ')}: "${written}"`,
  );
}

function brokenRecord({ name, namespace = '' }: ServerMeta, why: string): Failure {
  return new Failure(`error: the record configmap/${name} cannot be read: ${why}`, {
    next: [`look at it with: kubectl get configmap ${name} -n ${namespace} -o yaml`],
  });
}

function parseSet({ metadata, data }: Served<ConfigMap>): PetSet {
  const broken = (why: string): Failure => brokenRecord(metadata, why);
  const text = data?.[DOCUMENT_KEY];
  if (text === undefined) throw broken(`it has no ${DOCUMENT_KEY}`);
  const read = readPetSet(parseJson(text, broken));
  if (!read.ok) throw broken(read.errors.map(formatFieldError).join('; '));
  if (recordName(read.set.metadata.name) !== metadata.name)
    throw broken(`it holds a set named ${read.set.metadata.name}`);
  return read.set;
}

function parseJson(text: string, broken: (why: string) => Failure): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}
