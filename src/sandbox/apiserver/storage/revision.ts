/**
 * The one counter that every write of a cluster advances: resourceVersions are its values.
 * It starts above 1, as a server's does that made its own objects first: revision 1 is always too old to watch from.
 */
export class RevisionCounter {
  #current = 100;

  get current(): number {
    return this.#current;
  }

  next(): number {
    this.#current += 1;
    return this.#current;
  }
}
