import { OURS } from '../pets/manifests.js';
import { type Api, ApiFailure, type KubeObject } from './api.js';
import { isReady, Watched } from './watched.js';

const NODES = '/api/v1/nodes';
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
/** As often as kubelets renew theirs. */
const RENEW_MS = 10_000;
const CAPACITY = { cpu: '64', memory: '256Gi', pods: '9999' };

/**
 * A node of ours on any cluster, whose pods are ready at once and gone at once: an ordinary client of its API that says of
 * the pods which are bound to it what a kubelet would. Nothing but what names it is scheduled there.
 */
export class FakeNode {
  readonly name: string;
  readonly #api: Api;
  /** Pods of others, such as those of daemon sets, are not ours to run. */
  readonly #isOurs: (namespace: string) => boolean;
  readonly #deleted = new Set<string>();
  #heartbeat: NodeJS.Timeout | undefined;
  #pods: Watched | undefined;
  /** Why it could not go on; nobody waits for what it does. */
  #problem: Error | undefined;

  private constructor(name: string, api: Api, isOurs: (namespace: string) => boolean) {
    this.name = name;
    this.#api = api;
    this.#isOurs = isOurs;
  }

  static async join(api: Api, isOurs: (namespace: string) => boolean): Promise<FakeNode> {
    const node = new FakeNode(`${OURS}-${Date.now().toString(36)}`, api, isOurs);
    try {
      await node.#register();
    } catch (error) {
      await node.leave();
      throw error;
    }
    return node;
  }

  /** Throws what it tripped over. */
  check(): void {
    if (this.#problem !== undefined) throw this.#problem;
  }

  async leave(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#pods?.end();
    for (const path of [`${NODES}/${this.name}`, `${LEASES}/${this.name}`]) {
      await unlessGone(this.#api.send('DELETE', path));
    }
  }

  async #register(): Promise<void> {
    const { name } = this;
    await this.#api.send('POST', NODES, {
      metadata: { name, labels: { 'kubernetes.io/hostname': name, type: 'fake' } },
      spec: { taints: [{ key: OURS, value: 'true', effect: 'NoSchedule' }] },
    });
    const conditions = [
      { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'it only seems to run pods' },
    ];
    await this.#api.merge(`${NODES}/${name}/status`, {
      status: { capacity: CAPACITY, allocatable: CAPACITY, conditions },
    });
    await this.#api.send('POST', LEASES, { metadata: { name }, spec: this.#leaseSpec() });
    this.#heartbeat = setInterval(() => {
      this.#try(this.#api.merge(`${LEASES}/${name}`, { spec: this.#leaseSpec() }));
    }, RENEW_MS);
    this.#pods = await Watched.of(this.#api, `/api/v1/pods?fieldSelector=spec.nodeName%3D${name}`);
    this.#pods.onEvent(({ type, object }) => {
      if (type === 'ADDED' || type === 'MODIFIED') this.#run(object);
    });
  }

  #leaseSpec(): object {
    return {
      holderIdentity: this.name,
      leaseDurationSeconds: 40,
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    };
  }

  #run(pod: KubeObject): void {
    const { name, namespace = '', uid = '', deletionTimestamp } = pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    if (!this.#isOurs(namespace)) return;
    if (deletionTimestamp === undefined) {
      if (!isReady(pod)) this.#try(unlessGone(this.#api.merge(`${path}/status`, { status: running(pod) })));
    } else if (!this.#deleted.has(uid)) {
      this.#deleted.add(uid);
      this.#try(unlessGone(this.#api.send('DELETE', path, { gracePeriodSeconds: 0, preconditions: { uid } })));
    }
  }

  #try(doing: Promise<unknown>): void {
    doing.catch((error: unknown) => {
      this.#problem ??= error instanceof Error ? error : new Error(String(error));
    });
  }
}

function running({ spec }: KubeObject): object {
  const startedAt = new Date().toISOString();
  const types = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  return {
    phase: 'Running',
    startTime: startedAt,
    podIP: '10.0.0.1',
    podIPs: [{ ip: '10.0.0.1' }],
    conditions: types.map((type) => ({ type, status: 'True', lastTransitionTime: startedAt })),
    containerStatuses: (spec?.containers ?? []).map(({ name }) => ({
      name,
      image: 'none',
      imageID: 'none',
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt } },
    })),
  };
}

/** Somebody else may have removed it. */
async function unlessGone(doing: Promise<unknown>): Promise<void> {
  await doing.catch((error: unknown) => {
    if (!(error instanceof ApiFailure) || error.status !== 404) throw error;
  });
}
