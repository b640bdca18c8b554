const MOST_AT_ONCE = 500;

/**
 * Does work one by one at first, then in batches that double as long as all goes well: what cannot be done is tried
 * once and not a thousand times (slowStartBatch of kubernetes pkg/controller/replicaset). Answers how much was done.
 */
export async function slowStart<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<Started> {
  let done = 0;
  for (let size = 1; done < items.length; size = Math.min(size * 2, MOST_AT_ONCE)) {
    const batch = items.slice(done, done + size);
    const results = await Promise.allSettled(batch.map(act));
    const failed = results.filter((result) => result.status === 'rejected');
    done += batch.length - failed.length;
    if (failed[0] !== undefined) return { done, error: asError(failed[0].reason) };
  }
  return { done };
}

export interface Started {
  readonly done: number;
  /** The first thing that went wrong. */
  readonly error?: Error;
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
