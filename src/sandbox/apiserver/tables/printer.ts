/** What a kind looks like in `kubectl get`. */
export interface Printer<T> {
  readonly columns: readonly Column[];
  /** The cells of a row, one a column. `now` is for ages. */
  row(object: T, now: number): readonly Cell[];
}

/** Null for what is not there: clients print it as nothing. */
export type Cell = string | number | boolean | null;

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 1 for columns that only `-o wide` shows. */
  readonly priority: number;
}

/**
 * Columns in a compact notation: `Name`, `Desired:integer` for a type other than string, `IP*` for `-o wide` only.
 * Descriptions are left empty: no client prints them.
 */
export function columns(...notations: readonly string[]): readonly Column[] {
  return notations.map((notation) => {
    const [name = '', type = 'string'] = notation.replace('*', '').split(':');
    const format = name === 'Name' ? 'name' : '';
    return { name, type, format, description: '', priority: notation.includes('*') ? 1 : 0 };
  });
}

/** Descriptions that custom resources show, since their columns may have one. */
export const NAME_DESCRIPTION =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names';
export const CREATED_DESCRIPTION =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';

export const NONE = '<none>';
export const UNKNOWN = '<unknown>';
export const UNSET = '<unset>';
