import type { KubeObject } from '../../model/meta.js';
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
  /** How server-side apply sees its objects, where the field table does not tell. */
  readonly shape?: Shape;
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
  /** For a second version of the same objects: the kind that stores them, and the way there and back. */
  readonly storedAs?: StoredAs;

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
  validate?(object: T): readonly FieldError[];
  validateUpdate?(object: T, present: T): readonly FieldError[];
  /** What is wrong with an update of the status subresource. */
  validateStatus?(object: T, present: T): readonly FieldError[];
  /** What is right, and still worth telling who creates it. */
  warnings?(object: T): readonly string[];
  /** What is told who deletes it without saying what is to become of its dependents. */
  readonly deletionWarning?: string;
  /** Seconds of grace for a deletion; 0 is gone at once. Kinds without it know no grace. */
  gracePeriod?(object: T, requested: number | undefined): number;
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

export const verbsOf = (kind: Kind): readonly Verb[] => STORED_VERBS.filter((verb) => !kind.lacks?.includes(verb));

const STATUS_SUBRESOURCE: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };

export const subresourcesOf = (kind: Kind): readonly Subresource[] =>
  [...(kind.subresources ?? []), ...(kind.hasStatus === true ? [STATUS_SUBRESOURCE] : [])].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
