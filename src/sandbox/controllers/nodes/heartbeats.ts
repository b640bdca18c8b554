import type { Lease, Node } from '../../model/core.js';

/** How often nodes are looked at (--node-monitor-period). */
export const MONITOR_MS = 5000;

/** How often nothing new is seen of a node until it counts as lost (--node-monitor-grace-period of 50 s). */
const MOST_MISSES = 10;

/**
 * Whether nodes still give a sign of life. Looks are counted, not seconds: while this process is held up nobody looks, and
 * a node is not to be blamed for that.
 */
export class Heartbeats {
  readonly #seen = new Map<string, { readonly sign: string; readonly misses: number }>();

  /** Looks at a node once; false when there was no sign of it for too long. */
  look({ metadata, status }: Node, lease: Lease | undefined): boolean {
    const reported = (status.conditions ?? []).map(({ lastHeartbeatTime }) => lastHeartbeatTime);
    const sign = JSON.stringify([metadata.uid, lease?.spec.renewTime, reported]);
    const before = this.#seen.get(metadata.name);
    const misses = before?.sign === sign ? before.misses + 1 : 0;
    this.#seen.set(metadata.name, { sign, misses });
    return misses < MOST_MISSES;
  }

  forget(node: string): void {
    this.#seen.delete(node);
  }
}
