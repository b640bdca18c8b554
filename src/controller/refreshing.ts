/** Does something for many who ask for it, once for all who ask before it begins. */
export class Refreshing<T> {
  private readonly work: () => Promise<T>;
  private current: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(work: () => Promise<T>) {
    this.work = work;
  }

  /** Resolves to what came of the first time that begins after the call. */
  ask(): Promise<T> {
    if (this.next !== undefined) return this.next;
    if (this.current === undefined) return this.begin();
    this.next = this.current.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.next;
  }

  private begin(): Promise<T> {
    this.next = undefined;
    const current = this.work().finally(() => {
      if (this.current === current) this.current = undefined;
    });
    this.current = current;
    return current;
  }
}
