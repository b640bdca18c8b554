import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Seen, violations } from '../fixtures/order.js';

interface SeenPod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface SeenEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: SeenPod;
}

/** What a bystander sees of the pods of a set through `kubectl get pods --watch`. */
export class PodObserver {
  private readonly events: SeenEvent[] = [];
  private readonly child: ChildProcess;
  private readonly waiters: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.child = child;
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.events.push(JSON.parse(line) as SeenEvent);
      for (const waiter of this.waiters) waiter();
    });
  }

  /** Resolves when as many pods are there as are said. */
  until(pods: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.present.size === pods) resolve();
      };
      this.waiters.push(look);
      look();
    });
  }

  stop(): void {
    this.child.kill();
  }

  /** Every rule of the order that what was seen breaks, in words. */
  violations(setName: string): readonly string[] {
    return violations(
      [],
      this.events.map(({ type, object }) => ({ type, seen: seenIn(object) })),
      { set: setName },
    );
  }

  /** How many pods were created and deleted in all. */
  get counts(): { readonly created: number; readonly deleted: number } {
    return {
      created: new Set(this.events.map(({ object }) => object.metadata.uid)).size,
      deleted: this.events.filter(({ type }) => type === 'DELETED').length,
    };
  }

  private get present(): ReadonlySet<string> {
    const uids = new Set<string>();
    for (const { type, object } of this.events) {
      if (type === 'DELETED') uids.delete(object.metadata.uid);
      else uids.add(object.metadata.uid);
    }
    return uids;
  }
}

function seenIn({ metadata: { name, uid, deletionTimestamp }, status }: SeenPod): Seen {
  const isReady = (status.conditions ?? []).some((each) => each.type === 'Ready' && each.status === 'True');
  return { kind: 'pod', name, uid, isReady, isGoing: deletionTimestamp !== undefined, mounts: [] };
}
