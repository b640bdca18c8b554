import type { Pod } from '../../../model/pod.js';
import type { Claim } from '../../../model/volume.js';
import type { ControllerRevision, Workload } from '../../../model/workload.js';
import type { SimulatedClock } from '../../../platform/clock.js';
import type { Client } from '../../client/client.js';
import { EventRecorder } from '../../client/event-recorder.js';
import { CLAIMS, keyOf, PODS } from '../../client/resource.js';
import { WorkQueue } from '../../client/work-queue.js';
import type { Controller, Surroundings } from '../../controller.js';
import { isAvailable, nextAvailability } from '../availability.js';
import { claim } from '../claiming.js';
import { Ledger } from '../ledger.js';
import { chooses, controllerOf } from '../ownership.js';
import { ownersConcerned } from '../concerned.js';
import { REVISIONS, STATEFUL_SETS } from '../resources.js';
import { slowStart } from '../slow-start.js';
import { Hands } from './hands.js';
import { HistoryKeeper } from './history.js';
import type { History } from './history.js';
import { isMember } from './identity.js';
import type { Observed } from './observed.js';
import { planOf } from './plan.js';
import type { Plan } from './plan.js';
import { forgotten, templateOf } from './revisions.js';
import { isNews, statusOf } from './status.js';

/** Gives every stateful set its pods, one after the other (kubernetes pkg/controller/statefulset). */
export class StatefulSetController implements Controller {
  readonly #clock: SimulatedClock;
  readonly #client: Client;
  readonly #sets: Ledger<Workload>;
  readonly #pods: Ledger<Pod>;
  readonly #claims: Ledger<Claim>;
  readonly #revisions: Ledger<ControllerRevision>;
  readonly #history: HistoryKeeper;
  readonly #hands: Hands;
  readonly #queue: WorkQueue;

  constructor({ client, informers, clock }: Surroundings) {
    this.#clock = clock;
    this.#client = client;
    this.#sets = new Ledger(client, informers.of(STATEFUL_SETS), clock);
    this.#pods = new Ledger(client, informers.of(PODS), clock);
    this.#claims = new Ledger(client, informers.of(CLAIMS), clock);
    this.#revisions = new Ledger(client, informers.of(REVISIONS), clock);
    this.#history = new HistoryKeeper(client, this.#revisions);
    const events = new EventRecorder(client, clock, { component: 'statefulset-controller' });
    this.#hands = new Hands(this.#pods, this.#claims, events);
    this.#queue = new WorkQueue(clock, (key) => this.#sync(key));
  }

  start(): void {
    this.#claims.listen(() => undefined);
    this.#revisions.listen(() => undefined);
    this.#sets.listen(({ object }) => this.#queue.add(keyOf(object)));
    this.#pods.listen((event) => {
      for (const set of ownersConcerned(this.#sets, 'StatefulSet', (set) => set, event)) this.#queue.add(keyOf(set));
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  async #sync(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const set = this.#sets.get(namespace, name);
    if (set === undefined) return;
    const history = await this.#history.keep(set);
    const observed = this.#observe(set, await this.#claimPods(set), history);
    const { outdated, error } = await this.#carryOut(set, planOf(observed));
    await this.#tell(set, observed, history, outdated);
    const { revisions, current, update } = history;
    await this.#history.forget(forgotten(set, revisions, observed.pods, [current, update]));
    if (error !== undefined) throw error;
    const wait = nextAvailability(this.#clock, observed.pods, set.spec.minReadySeconds);
    if (wait !== undefined) this.#queue.addAfter(key, wait);
  }

  #claimPods(set: Workload): Promise<Pod[]> {
    const { namespace = '', uid } = set.metadata;
    const candidates = this.#pods.in(namespace).filter((pod) => (controllerOf(pod)?.uid ?? uid) === uid);
    const fits = (pod: Pod): boolean => chooses(set.spec.selector, pod) && isMember(set, pod);
    return claim({ client: this.#client, resource: STATEFUL_SETS, ledger: this.#pods }, set, candidates, fits);
  }

  #observe(set: Workload, pods: readonly Pod[], { current, update }: History): Observed {
    const { namespace = '' } = set.metadata;
    return {
      set,
      pods,
      current: { name: current.metadata.name, template: templateOf(set, current) },
      update: { name: update.metadata.name, template: templateOf(set, update) },
      claim: (name) => this.#claims.get(namespace, name),
      isAvailable: (pod) => isAvailable(this.#clock, pod, set.spec.minReadySeconds),
    };
  }

  /** Makes the moves up to the first that fails; the others are decided again later. */
  async #carryOut(set: Workload, plan: Plan): Promise<{ outdated: number; error?: Error }> {
    let outdated = 0;
    for (const group of plan) {
      const { done, error } = await slowStart(group, (move) => this.#hands.make(set, move));
      outdated += group.slice(0, done).filter(({ isOutdated }) => isOutdated === true).length;
      if (error !== undefined) return { outdated, error };
    }
    return { outdated };
  }

  async #tell(set: Workload, observed: Observed, { collisions }: History, outdated: number): Promise<void> {
    const status = statusOf(observed, collisions, outdated);
    if (isNews(set.status, status)) await this.#sets.update({ ...set, status }, 'status');
  }
}
