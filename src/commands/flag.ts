import type { Options } from 'yargs';

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

/** A flag as yargs wants it, with what we know of its values. */
export interface Flag extends Options {
  /** All words that it may be given, or what it is that it names; nothing where anything will do. */
  readonly values?: readonly string[] | ValueKind;
  /** Where help speaks of it, besides the reference: `kubectl petset help TOPIC`. */
  readonly topic?: 'gates';
}
