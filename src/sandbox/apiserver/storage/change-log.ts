import type { KubeObject } from '../../model/meta.js';

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  /** What was there before; nothing for an object that was added. */
  readonly previous: KubeObject | undefined;
  readonly revision: number;
}

/**
 * How many changes a resource remembers for those who resume a watch or go on with a list. When many come at once it is
 * more of them: whoever lists 5,000 pods that are just starting has to find, when the list is read, what happened
 * meanwhile. So a server's watch cache does, too (apiserver pkg/storage/cacher/watch_cache.go: it grows while what it
 * would forget is fresh).
 */
const LEAST = 1024;
const MOST = 16_384;
const FRESH_MS = 75_000;

/** The recent changes of a resource, oldest first. */
export class ChangeLog {
  readonly #now: () => number;
  #entries: { readonly change: Change; readonly at: number }[] = [];
  #oldest: number;

  constructor(startsAfter: number, now: () => number) {
    this.#oldest = startsAfter;
    this.#now = now;
  }

  /** Changes after this revision are all here. */
  get oldest(): number {
    return this.#oldest;
  }

  append(change: Change): void {
    this.#entries.push({ change, at: this.#now() });
    // At least as many are dropped as are kept at least, so that the cost of dropping is spread over many appends.
    if (this.#entries.length > LEAST * 2 && this.#isStale(LEAST - 1)) this.#drop(this.#countStale());
    if (this.#entries.length > MOST) this.#drop(MOST / 2);
  }

  since(revision: number): readonly Change[] | undefined {
    if (revision < this.#oldest) return undefined;
    let first = this.#entries.length;
    while (first > 0 && (this.#entries[first - 1]?.change.revision ?? 0) > revision) first -= 1;
    return this.#entries.slice(first).map(({ change }) => change);
  }

  #isStale(index: number): boolean {
    const { at } = this.#entries[index] ?? { at: Infinity };
    return at < this.#now() - FRESH_MS;
  }

  /** How many may go. */
  #countStale(): number {
    const most = this.#entries.length - LEAST;
    let count = LEAST;
    while (count < most && this.#isStale(count)) count += 1;
    return count;
  }

  #drop(count: number): void {
    this.#oldest = this.#entries[count - 1]?.change.revision ?? this.#oldest;
    this.#entries = this.#entries.slice(count);
  }
}
