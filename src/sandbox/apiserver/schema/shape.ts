/**
 * How server-side apply sees a value: which parts of it have an owner each (structured-merge-diff, pkg schema). Built-in
 * kinds tell it in the field table, custom resources in their schema (`x-kubernetes-list-type` and the like).
 */
export type Shape =
  /** A value that is owned whole: a scalar, and any map or list that is `atomic`. */
  | Leaf
  /** Something untyped: objects by key, lists and scalars whole. */
  | { readonly form: 'untyped' }
  /** A struct; a name that it does not know is no field of it, unless there is a shape for `others`. */
  | { readonly form: 'struct'; field(name: string): Shape | undefined; readonly others?: Shape }
  /** A map whose values are all alike. */
  | { readonly form: 'map'; readonly value: Shape }
  /** A list of values, each owned by itself. */
  | { readonly form: 'set'; readonly item?: Leaf }
  /** A list of objects that `keys` tell apart; `defaults` are those of keys that may be left out. */
  | {
      readonly form: 'listmap';
      readonly keys: readonly string[];
      readonly defaults: Readonly<Record<string, string | number | boolean>>;
      readonly item: Shape;
    };

/** What a leaf holds is only looked at to refuse what does not fit; a leaf that says nothing holds anything. */
export interface Leaf {
  readonly form: 'leaf';
  readonly scalar?: 'string' | 'numeric' | 'boolean' | 'any';
  /** Of an atomic list: its items. */
  readonly items?: Shape;
  /** Of an atomic map or struct: what it would be if it were not atomic. */
  readonly whole?: Shape;
}
