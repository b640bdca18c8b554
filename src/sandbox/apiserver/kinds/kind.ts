import type { KubeObject } from '../../model/meta.js';
import type { JsonObject } from '../../model/json.js';
import type { Decoded } from '../schema/decode.js';
import type { Shape } from '../schema/shape.js';
import type { FieldError } from '../status/field-error.js';
import type { Printer } from '../tables/printer.js';

/**
 * An entry of the table of kinds: discovery, routes, tables, validation and storage all follow from it.
 * Functions are methods, so that an entry for pods counts as an entry for objects.
 */
export interface Kind<T extends KubeObject = KubeObject> {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced: boolean;
  /** The struct of the field table, where it is not called as the kind is. */
  readonly struct?: string;
  /** Whether it has a status that only the `status` subresource writes. */
  readonly hasStatus?: boolean;
  /** Whether metadata.generation counts the changes of its spec. */
  readonly countsGenerations?: boolean;
  /** Whether deleting answers with the object as it was; otherwise with a Status. */
  readonly returnsDeleted?: boolean;
  /** Whether deleting it leaves its dependents alone, unless it is told otherwise. */
  readonly orphansByDefault?: boolean;
  /** Whether PUT creates what is not there. */
  readonly createsOnUpdate?: boolean;
  /** Whether an update must carry the resourceVersion. */
  readonly needsResourceVersion?: boolean;
  /** Verbs that it lacks, of those that every stored kind has. */
  readonly lacks?: readonly Verb[];
  /** Subresources besides status; how they act is in ../subresources. */
  readonly subresources?: readonly Subresource[];
  /** How long its objects live after they were written last; for ever by default. */
  readonly lifetimeMs?: number;
  /** What everybody is told who asks for it: a kind that will go. */
  readonly deprecation?: string;
  /** Fields that fieldSelector knows, besides metadata.name and metadata.namespace. */
  readonly selectable?: Readonly<Record<string, FieldReaders<T>['read']>>;
  readonly printer: Printer<T>;
  /** How server-side apply sees its objects, where the field table does not tell. */
  readonly shape?: Shape;
  /** Where the number of its replicas is, for kinds with a scale; that of workloads by default. */
  readonly scale?: ScaleRules;
  /** What only custom resources have. */
  readonly custom?: CustomRules;
  /** For a second version of the same objects: the kind that stores them, and the way there and back. */
  readonly storedAs?: StoredAs;

  /** Reads its objects where no struct of the field table does: checks types, fills in defaults, tells unknown fields. */
  decode?(value: JsonObject): Decoded;
  /** What is wrong with a name, in the words after `Invalid value`; a DNS subdomain by default. */
  nameFaults?(name: string): readonly string[];
  /** Fills in defaults, on a draft that was just decoded. */
  setDefaults?(draft: T): void;
  /** Makes a new draft fit to be stored: initial status. `now` is the server's time. */
  prepareCreate?(draft: T, now: number): void;
  /** Takes what an update may not change from the present object. */
  prepareUpdate?(draft: T, present: T): void;
  /** The same for an update of the status subresource, after spec and metadata were taken from the present object. */
  prepareStatus?(draft: T, present: T, now: number): void;
  /** Marks an object whose deletion only begins: for kinds that hold their objects themselves. */
  beginDelete?(draft: T, now: number): void;
  validate?(object: T): readonly FieldError[];
  validateUpdate?(object: T, present: T): readonly FieldError[];
  /** Subresources that show the whole object and write a part of it; how each is written. */
  readonly parts?: Readonly<Record<string, PartRules>>;
  /** What is wrong with a new object only. */
  validateCreate?(object: T): readonly FieldError[];
  /** What is wrong with an update of the status subresource. */
  validateStatus?(object: T, present: T): readonly FieldError[];
  /** What is right, and still worth telling who creates it. */
  warnings?(object: T): readonly string[];
  /** What is told who deletes it without saying what is to become of its dependents. */
  readonly deletionWarning?: string;
  /** Seconds of grace for a deletion; 0 is gone at once. Kinds without it know no grace. */
  gracePeriod?(object: T, requested: number | undefined): number;
}

/** A part of an object that has a subresource of its own. */
export interface PartRules {
  /** The present object with that part of the draft. */
  take(draft: KubeObject, present: KubeObject): KubeObject;
  /** What is wrong with it, besides what is wrong with any object of the kind. */
  validate(object: KubeObject, present: KubeObject): readonly FieldError[];
}

/** Custom resources differ from what is built in by more than their schema. */
export interface CustomRules {
  /** The kind of their lists. */
  readonly listKind: string;
  /** Ends with the definition that they are of, and with each change of it: watches end then. */
  readonly retired: AbortSignal;
  /** Their schema, for OpenAPI. */
  readonly schema: object;
  /** All that is held against an update of them: of what was there before, not everything is. */
  validateUpdate(object: KubeObject, present: KubeObject, part: 'main' | 'status'): readonly FieldError[];
  /** What is right in an update, and still worth telling. */
  updateWarnings(object: KubeObject, present: KubeObject): readonly string[];
}

/** How a scale is read from an object, and its replicas are set. */
export interface ScaleRules {
  read(object: KubeObject): { replicas: number | undefined; current: number; selector: string };
  write(draft: KubeObject, replicas: number): void;
  /** Where the replicas are, name by name. */
  readonly path: readonly string[];
}

interface FieldReaders<T> {
  /** Declared as a method, as the functions of a kind are. */
  read(object: T): string;
}

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export interface Subresource {
  readonly name: string;
  /** The kind that it answers with; the parent's kind by default. */
  readonly kind?: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

export interface StoredAs {
  /** The plural and group that name the collection. */
  readonly plural: string;
  readonly group: string;
  toStored(object: KubeObject): KubeObject;
  fromStored(object: KubeObject): KubeObject;
}

export const structName = (kind: Kind): string => kind.struct ?? kind.kind;

/** `v1`, `apps/v1`. */
export const apiVersionOf = (kind: { group: string; version: string }): string =>
  kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;

/** The collection that stores a kind. */
export const collectionName = ({ group, plural, storedAs }: Kind): string => {
  const at = storedAs ?? { group, plural };
  return at.group === '' ? at.plural : `${at.plural}.${at.group}`;
};

const STORED_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** The order in which the server tells the verbs of custom resources. */
const CUSTOM_VERBS: readonly Verb[] = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];

export const verbsOf = (kind: Kind): readonly Verb[] =>
  (kind.custom === undefined ? STORED_VERBS : CUSTOM_VERBS).filter((verb) => !kind.lacks?.includes(verb));

const STATUS_SUBRESOURCE: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };

export const subresourcesOf = (kind: Kind): readonly Subresource[] =>
  [...(kind.subresources ?? []), ...(kind.hasStatus === true ? [STATUS_SUBRESOURCE] : [])].sort((a, b) =>
    // Those of custom resources come the other way round.
    a.name < b.name === (kind.custom === undefined) ? -1 : 1,
  );
