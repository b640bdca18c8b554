/** What there may be one of behind a flag, or as an argument; completion knows how to find what there is. */
export type ValueKind =
  | 'claim-templates'
  | 'clusters'
  | 'containers'
  | 'contexts'
  | 'files'
  | 'images'
  | 'manifests'
  | 'namespaces'
  | 'ordinals'
  | 'pets'
  | 'revisions'
  | 'sets'
  | 'statefulsets'
  | 'users';

/** A flag, and what we know of its values. */
export interface Flag {
  /** A switch needs no value; a number is given as one. */
  readonly type: 'boolean' | 'string' | 'number';
  /** One letter that says the same. */
  readonly alias?: string;
  /** It may be repeated, and has all of its values. */
  readonly array?: boolean;
  /** What it is where nobody says it. */
  readonly default?: boolean | number | string;
  /** The same, as help has it, where that is not simply what it is. */
  readonly defaultDescription?: string;
  readonly describe: string;
  /** All words that it may be given, or what it is that it names; nothing where anything will do. */
  readonly values?: readonly string[] | ValueKind;
  /** Where help speaks of it, besides the reference: `kubectl petset help TOPIC`. */
  readonly topic?: 'gates';
}
