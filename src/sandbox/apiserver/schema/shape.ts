/**
 * How server-side apply sees a value: which parts of it have an owner each (structured-merge-diff, pkg schema). Built-in
 * kinds tell it in the field table, custom resources in their schema (`x-kubernetes-list-type` and the like).
 */
export type Shape =
  /** A value that is owned whole: a scalar, and any map or list that is `atomic`. */
  | { readonly form: 'leaf' }
  /** Something untyped: objects by key, lists and scalars whole. */
  | { readonly form: 'untyped' }
  /** A struct; a name that it does not know is no field of it. */
  | { readonly form: 'struct'; field(name: string): Shape | undefined }
  /** A map whose values are all alike. */
  | { readonly form: 'map'; readonly value: Shape }
  /** A list of values, each owned by itself. */
  | { readonly form: 'set' }
  /** A list of objects that `keys` tell apart; `defaults` are those of keys that may be left out. */
  | {
      readonly form: 'listmap';
      readonly keys: readonly string[];
      readonly defaults: Readonly<Record<string, string | number | boolean>>;
      readonly item: Shape;
    };
