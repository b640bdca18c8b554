import type { Lease, Node } from '../../model/core.js';
import { microTimestamp, timestamp } from '../../platform/clock.js';
import { Timers } from '../../platform/timers.js';
import { EventRecorder } from '../client/event-recorder.js';
import { LEASES, NODES } from '../client/resource.js';
import type { Surroundings } from '../controller.js';
import { nodeConditions, nodeObject } from './node-object.js';
import type { NodeIdentity } from './node-object.js';

/** How often a kubelet renews its lease, and how long that holds. */
const RENEW_MS = 10_000;
const LEASE_SECONDS = 40;

/** How often a kubelet reports a node to which nothing happened (nodeStatusReportFrequency). */
const REPORT_MS = 300_000;
const LEASE_NAMESPACE = 'kube-node-lease';

/** Makes the node known and keeps its lease. */
export class NodeHeartbeat {
  readonly #surroundings: Surroundings;
  readonly #identity: NodeIdentity;
  readonly #timers: Timers;

  constructor(surroundings: Surroundings, identity: NodeIdentity) {
    this.#surroundings = surroundings;
    this.#timers = new Timers(surroundings.clock);
    this.#identity = identity;
  }

  async register(): Promise<void> {
    const { client, clock } = this.#surroundings;
    const { status, ...node } = nodeObject(this.#identity, timestamp(clock.now()));
    const created = await client.create(NODES, node as Node);
    await Promise.all([client.patchStatus(NODES, created, { status }), client.create(LEASES, this.#lease(created))]);
    const events = new EventRecorder(client, clock, { component: 'kubelet', host: this.#identity.name });
    events.tell(created, { type: 'Normal', reason: 'Starting', message: 'Starting kubelet.' });
  }

  start(): void {
    this.#repeat(RENEW_MS, () => this.#renew());
    this.#repeat(REPORT_MS, () => this.#report());
  }

  #repeat(ms: number, act: () => Promise<unknown>): void {
    this.#timers.after(ms, () => {
      // What is missed once is made up for by the next time.
      void act()
        .catch(() => undefined)
        .finally(() => this.#repeat(ms, act));
    });
  }

  stop(): void {
    this.#timers.stop();
  }

  /** Moves the times of the conditions; what they say is left to whoever said something else. */
  async #report(): Promise<void> {
    const { client, clock } = this.#surroundings;
    const lastHeartbeatTime = timestamp(clock.now());
    const conditions = nodeConditions(lastHeartbeatTime).map(({ type }) => ({ type, lastHeartbeatTime }));
    await client.mergeStatus(NODES, { metadata: { name: this.#identity.name } }, { status: { conditions } });
  }

  async #renew(): Promise<void> {
    const { client, clock } = this.#surroundings;
    const metadata = { name: this.#identity.name, namespace: LEASE_NAMESPACE };
    const renewTime = microTimestamp(clock.now());
    await client.patch(LEASES, { metadata }, { spec: { renewTime } });
  }

  #lease({ kind, apiVersion, metadata }: Node): Lease {
    const { name } = this.#identity;
    const owner = { apiVersion, kind, name, uid: metadata.uid ?? '' };
    return {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      metadata: { name, namespace: LEASE_NAMESPACE, ownerReferences: [owner] },
      spec: {
        holderIdentity: name,
        leaseDurationSeconds: LEASE_SECONDS,
        renewTime: microTimestamp(this.#surroundings.clock.now()),
      },
    };
  }
}
