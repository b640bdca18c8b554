import type { KubeObject, Served } from '../petset/kubernetes.js';

/** Objects of one kind as far as they are known, for whoever acts on them: what his own writes answer is known at once. */
export interface Store<T extends KubeObject> {
  list(): readonly Served<T>[];
  get(namespace: string, name: string): Served<T> | undefined;
  /** Takes what a write of ours answered, unless something newer is known. */
  written(object: Served<T>): void;
  /** Takes what a read of ours answered: an object that the watch does not show, or does not show yet. */
  read(object: Served<T>): void;
  /**
   * Takes note that a deletion was accepted. An answer without an object says that it is gone; one with an object may
   * not say that it is going, and until the watch shows the end it counts as terminating all the same.
   */
  deletionAccepted(object: Served<T>, answer: Served<T> | undefined, now: string): void;
  /** Takes note that an object which was seen before is no longer there. */
  gone(object: Served<T>): void;
}

/** Where a list and a watch put what they show. */
export interface Sink<T extends KubeObject> {
  /** Whether an object is kept; any other is forgotten as it comes. */
  isWanted(object: Served<T>): boolean;
  /** Takes a whole list: what it does not have is gone. */
  replace(items: readonly Served<T>[], resourceVersion: string): void;
  /** Takes a whole list that was made beside the watch, which may be past it by the time that it is here. */
  catchUp(items: readonly Served<T>[], resourceVersion: string): void;
  /** Takes what a watch shows. */
  show(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Served<T>): void;
  shownUpTo(resourceVersion: string): void;
}
