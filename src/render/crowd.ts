import type { ProgressEvent } from '../controller/progress.js';

/** Among what a line is read: lines about one set, about several sets of a namespace, or about sets of many namespaces. */
export type Crowd = 'none' | 'of-sets' | 'of-namespaces';

/** What has to stand before the line of an event for a reader to know which set it is about. */
export function whose({ type, set }: Pick<ProgressEvent, 'type' | 'set'>, crowd: Crowd): string {
  const namespace = crowd === 'of-namespaces' ? `${set.namespace}: ` : '';
  // All others name an object, and the names of pets and claims hold that of their set.
  return type === 'retrying' && crowd !== 'none' ? `${namespace}petset/${set.name}: ` : namespace;
}
