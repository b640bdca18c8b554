/** Which objects have changed since somebody has asked last: at first, and wherever that is not known, all of them. */
export class News {
  private names: Set<string> | undefined;

  /** Takes note of one, or, without a name, of all. */
  note(name: string | undefined): void {
    if (name === undefined) this.names = undefined;
    else this.names?.add(name);
  }

  /** The names of those that have; `all` gives those of all that there are, or were. */
  take(all: () => readonly string[]): readonly string[] {
    const names = this.names === undefined ? all() : [...this.names];
    this.names = new Set();
    return names;
  }
}
