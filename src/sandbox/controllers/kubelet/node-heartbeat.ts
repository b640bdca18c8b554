import type { Lease, Node } from '../../model/core.js';
import { microTimestamp, timestamp, wallTime } from '../../platform/clock.js';
import { Timers } from '../../platform/timers.js';
import { EventRecorder } from '../client/event-recorder.js';
import { LEASES, NODES } from '../client/resource.js';
import { isConflict } from '../client/client.js';
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
  readonly #events: EventRecorder;

  constructor(surroundings: Surroundings, identity: NodeIdentity) {
    this.#surroundings = surroundings;
    this.#timers = new Timers(surroundings.clock);
    this.#identity = identity;
    const { client, clock } = surroundings;
    this.#events = new EventRecorder(client, clock, { component: 'kubelet', host: identity.name });
  }

  async register(): Promise<void> {
    const { client, clock } = this.#surroundings;
    const { status, ...node } = nodeObject(this.#identity, timestamp(wallTime(clock)));
    const created = await this.#unlessThere(client.create(NODES, node as Node), () =>
      client.get(NODES, '', this.#identity.name),
    );
    // A lease outlives its node for a while; it is renewed like any other.
    const lease = this.#lease(created);
    await Promise.all([
      client.patchStatus(NODES, created, { status }),
      this.#unlessThere<unknown>(client.create(LEASES, lease), () => Promise.resolve()),
    ]);
    this.#events.tell(created, { type: 'Normal', reason: 'Starting', message: 'Starting kubelet.' });
  }

  /** What a node of this name left behind is taken over, as a kubelet does that starts again. */
  #unlessThere<T>(creation: Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    return creation.catch((error: unknown) => {
      if (isConflict(error)) return otherwise();
      throw error;
    });
  }

  /** Calls `whenDoubted` as long as the cluster takes the node for lost although it can be reached. */
  start(whenDoubted: () => void): void {
    this.#repeat(RENEW_MS, async () => {
      await this.#renew();
      if (this.#isDoubted()) whenDoubted();
    });
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
    const lastHeartbeatTime = timestamp(wallTime(clock));
    const conditions = nodeConditions(lastHeartbeatTime).map(({ type }) => ({ type, lastHeartbeatTime }));
    await client.mergeStatus(NODES, { metadata: { name: this.#identity.name } }, { status: { conditions } });
  }

  /**
   * The node can be reached again: it says at once that it is well, whatever was said of it in between. It gives a sign of
   * life before: a node that says so within the second of its last report is taken for silent, and lost once more.
   */
  recover(): void {
    // What fails is made up for after the next renewal.
    void this.#renew()
      .then(() => this.#tellHealth())
      .catch(() => undefined);
  }

  /** No kubelet says Unknown of its node: who does so has not heard of it. */
  #isDoubted(): boolean {
    const node = this.#surroundings.informers.of(NODES).get('', this.#identity.name);
    return node?.status.conditions?.some(({ status }) => status === 'Unknown') === true;
  }

  async #tellHealth(): Promise<void> {
    const { client, clock } = this.#surroundings;
    const present = await client.get(NODES, '', this.#identity.name);
    const known = present.status.conditions ?? [];
    const conditions = nodeConditions(timestamp(wallTime(clock))).map((condition) => {
      const before = known.find(({ type }) => type === condition.type);
      const { lastTransitionTime } = before?.status === condition.status ? before : condition;
      return { ...condition, lastTransitionTime };
    });
    await client.mergeStatus(NODES, present, { status: { conditions } });
    const wasReady = known.some(({ type, status }) => type === 'Ready' && status === 'True');
    const message = `Node ${present.metadata.name} status is now: NodeReady`;
    if (!wasReady) this.#events.tell(present, { type: 'Normal', reason: 'NodeReady', message });
  }

  async #renew(): Promise<void> {
    const { client, clock } = this.#surroundings;
    const metadata = { name: this.#identity.name, namespace: LEASE_NAMESPACE };
    const renewTime = microTimestamp(wallTime(clock));
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
        renewTime: microTimestamp(wallTime(this.#surroundings.clock)),
      },
    };
  }
}
