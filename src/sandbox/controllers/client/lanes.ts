type Job = () => Promise<void>;

/**
 * Jobs by key: those of one key are done one after the other, those of others beside them, some at a time. A job that
 * fails is over; one that comes while too many wait is not done at all.
 */
export class Lanes {
  readonly #mostAtOnce: number;
  readonly #mostWaiting: number;
  readonly #jobs = new Map<string, Job[]>();
  /** Keys whose next job may begin. */
  readonly #ready: string[] = [];
  #running = 0;
  #waiting = 0;

  constructor(mostAtOnce: number, mostWaiting: number) {
    this.#mostAtOnce = mostAtOnce;
    this.#mostWaiting = mostWaiting;
  }

  add(key: string, job: Job): void {
    if (this.#waiting >= this.#mostWaiting) return;
    this.#waiting += 1;
    const lane = this.#jobs.get(key);
    lane?.push(job);
    if (lane === undefined) {
      this.#jobs.set(key, [job]);
      this.#ready.push(key);
    }
    this.#goOn();
  }

  #goOn(): void {
    while (this.#running < this.#mostAtOnce) {
      const key = this.#ready.shift();
      if (key === undefined) return;
      void this.#runNext(key);
    }
  }

  async #runNext(key: string): Promise<void> {
    const lane = this.#jobs.get(key) ?? [];
    this.#running += 1;
    this.#waiting -= 1;
    await lane
      .shift()?.()
      .catch(() => undefined);
    this.#running -= 1;
    if (lane.length > 0) this.#ready.push(key);
    else this.#jobs.delete(key);
    this.#goOn();
  }
}
