import type { KubeObject } from '../../model/meta.js';

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  /** What was there before; nothing for an object that was added. */
  readonly previous: KubeObject | undefined;
  readonly revision: number;
}

/** How many changes a resource remembers for those who resume a watch or go on with a list. */
const CAPACITY = 8192;

/** The recent changes of a resource, oldest first. */
export class ChangeLog {
  #changes: Change[] = [];
  #oldest: number;

  constructor(startsAfter: number) {
    this.#oldest = startsAfter;
  }

  /** Changes after this revision are all here. */
  get oldest(): number {
    return this.#oldest;
  }

  append(change: Change): void {
    this.#changes.push(change);
    // Half is dropped at a time, so that the cost of dropping is spread over many appends.
    if (this.#changes.length <= CAPACITY * 2) return;
    this.#oldest = this.#changes[CAPACITY - 1]?.revision ?? this.#oldest;
    this.#changes = this.#changes.slice(CAPACITY);
  }

  since(revision: number): readonly Change[] | undefined {
    if (revision < this.#oldest) return undefined;
    let first = this.#changes.length;
    while (first > 0 && (this.#changes[first - 1]?.revision ?? 0) > revision) first -= 1;
    return this.#changes.slice(first);
  }
}
