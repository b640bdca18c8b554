import type { KubeObject, Served } from '../petset/kubernetes.js';
import type { Status } from '../petset/kubernetes-status.js';
import type { ApiError } from './api-error.js';
import type { Resource } from './resource.js';
import { errorFrom } from './response.js';

export type WatchEvent<T extends KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Served<T> }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }
  | { readonly type: 'ERROR'; readonly error: ApiError };

/** Reads a line of a watch. */
export function watchEvent<T extends KubeObject>(resource: Resource<T>, line: string): WatchEvent<T> {
  const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: unknown };
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: resource.read(object) };
    case 'BOOKMARK':
      return { type, resourceVersion: resource.read(object).metadata.resourceVersion };
    default:
      return { type: 'ERROR', error: errorFrom(object as Status, 0) };
  }
}
