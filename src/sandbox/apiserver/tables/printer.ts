/** What a kind looks like in `kubectl get`. */
export interface Printer<T> {
  readonly columns: readonly Column[];
  /** The cells of a row, one a column. `now` is for ages. */
  row(object: T, now: number): readonly Cell[];
}

export type Cell = string | number | boolean;

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

export const NONE = '<none>';
export const UNKNOWN = '<unknown>';
export const UNSET = '<unset>';
