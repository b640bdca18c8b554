import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

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
        if (this.present(this.events).size === pods) resolve();
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
    const ordinalOf = ({ metadata }: SeenPod): number => Number(metadata.name.slice(setName.length + 1));
    return this.events.flatMap((event, index) => {
      const before = this.present(this.events.slice(0, index));
      const known = before.get(event.object.metadata.uid);
      const others = [...before.values()].filter(({ metadata }) => metadata.uid !== event.object.metadata.uid);
      const ordinal = ordinalOf(event.object);
      const name = event.object.metadata.name;
      if (known === undefined && event.type !== 'DELETED') {
        const twin = others.filter(({ metadata }) => metadata.name === name).map(() => `two pods ${name}`);
        const lower = Array.from({ length: ordinal }, (_, index) => others.find((pod) => ordinalOf(pod) === index));
        const unready = lower.flatMap((pod, index) =>
          pod !== undefined && isReady(pod) ? [] : [`${name} was created before ${setName}-${index} was ready`],
        );
        return [...twin, ...unready];
      }
      // A pod that never ran, or was killed, may be gone without having been seen to go.
      const isGoing = event.type === 'DELETED' || event.object.metadata.deletionTimestamp !== undefined;
      const higher = others.filter((pod) => ordinalOf(pod) > ordinal);
      return isGoing && known?.metadata.deletionTimestamp === undefined
        ? higher.map(({ metadata }) => `${name} was deleted before ${metadata.name} was gone`)
        : [];
    });
  }

  /** How many pods were created and deleted in all. */
  get counts(): { readonly created: number; readonly deleted: number } {
    return {
      created: new Set(this.events.map(({ object }) => object.metadata.uid)).size,
      deleted: this.events.filter(({ type }) => type === 'DELETED').length,
    };
  }

  private present(events: readonly SeenEvent[]): ReadonlyMap<string, SeenPod> {
    const pods = new Map<string, SeenPod>();
    for (const { type, object } of events) {
      if (type === 'DELETED') pods.delete(object.metadata.uid);
      else pods.set(object.metadata.uid, object);
    }
    return pods;
  }
}

function isReady({ status }: SeenPod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}
