import { isOver } from '../../../model/pod.js';
import type { Pod } from '../../../model/pod.js';
import type { Workload, WorkloadStatus } from '../../../model/workload.js';
import { passedSince, timestamp, wallTime } from '../../../platform/clock.js';
import type { SimulatedClock } from '../../../platform/clock.js';
import type { Client } from '../../client/client.js';
import { EventRecorder } from '../../client/event-recorder.js';
import type { Informer } from '../../client/informer.js';
import { keyOf, PODS } from '../../client/resource.js';
import { WorkQueue } from '../../client/work-queue.js';
import type { Controller, Surroundings } from '../../controller.js';
import { claim } from '../claiming.js';
import { ownersConcerned } from '../concerned.js';
import { Ledger } from '../ledger.js';
import { chooses, controllerOf } from '../ownership.js';
import { DEPLOYMENTS, REPLICA_SETS } from '../resources.js';
import { REVISION, revisionOf } from './annotations.js';
import { familyOf } from './family.js';
import type { Family } from './family.js';
import { Hands } from './hands.js';
import { doingOf, forgotten, mayBegin, scalingsOf } from './plan.js';
import type { Doing } from './plan.js';
import { conditioner, countedStatus, hasDeadline, isComplete, isNews } from './status.js';
import { pausing, progressOf, rolloutStatus, withProgress } from './status.js';

/** Brings the pods of every deployment from one template to the next (kubernetes pkg/controller/deployment). */
export class DeploymentController implements Controller {
  readonly #clock: SimulatedClock;
  readonly #client: Client;
  readonly #deployments: Ledger<Workload>;
  readonly #sets: Ledger<Workload>;
  readonly #pods: Informer<Pod>;
  readonly #hands: Hands;
  readonly #queue: WorkQueue;

  constructor({ client, informers, clock }: Surroundings) {
    this.#clock = clock;
    this.#client = client;
    this.#deployments = new Ledger(client, informers.of(DEPLOYMENTS), clock);
    this.#sets = new Ledger(client, informers.of(REPLICA_SETS), clock);
    this.#pods = informers.of(PODS);
    const events = new EventRecorder(client, clock, { component: 'deployment-controller' });
    this.#hands = new Hands(client, this.#sets, events);
    this.#queue = new WorkQueue(clock, (key) => this.#sync(key));
  }

  start(): void {
    this.#deployments.listen(({ object }) => this.#queue.add(keyOf(object)));
    this.#sets.listen((event) => {
      const concerned = ownersConcerned(this.#deployments, 'Deployment', (deployment) => deployment, event);
      for (const deployment of concerned) this.#queue.add(keyOf(deployment));
    });
    // Whoever recreates waits for the last pod of the past.
    this.#pods.listen(({ type, object }) => {
      if (type === 'DELETED' || isOver(object)) this.#noticeEnd(object);
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  #noticeEnd(pod: Pod): void {
    const { namespace = '' } = pod.metadata;
    const reference = controllerOf(pod);
    const set = reference?.kind === 'ReplicaSet' ? this.#sets.get(namespace, reference.name) : undefined;
    const owner = set && controllerOf(set);
    if (owner?.kind === 'Deployment') this.#queue.add(`${namespace}/${owner.name}`);
  }

  async #sync(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const deployment = this.#deployments.get(namespace, name);
    if (deployment === undefined) return;
    const sets = await this.#claimSets(deployment);
    const found = familyOf(deployment, sets);
    const doing = doingOf(deployment, found);
    const isPastAlive = this.#isAlive(found.old);
    const begun = await this.#begin(deployment, found, mayBegin(doing, { deployment, old: found.old, isPastAlive }));
    const { family } = begun;
    const scalings = scalingsOf(doing, { ...family, deployment, isPastAlive });
    for (const scaling of scalings) await this.#hands.scale(deployment, scaling);
    const isIdle = scalings.length === 0 && isComplete(deployment, deployment.status);
    if (isIdle || deployment.spec.paused === true) await this.#hands.forget(forgotten(deployment, family.old));
    await this.#tell(deployment, begun.deployment, family, doing);
    if (begun.error !== undefined) throw begun.error;
  }

  #claimSets(deployment: Workload): Promise<Workload[]> {
    const { namespace = '', uid } = deployment.metadata;
    const candidates = this.#sets.in(namespace).filter((set) => (controllerOf(set)?.uid ?? uid) === uid);
    const place = { client: this.#client, resource: DEPLOYMENTS, ledger: this.#sets };
    return claim(place, deployment, candidates, (set) => chooses(deployment.spec.selector, set));
  }

  #isAlive(sets: readonly Workload[]): boolean {
    const uids = new Set(sets.map(({ metadata }) => metadata.uid ?? ''));
    return (
      sets.some(({ status }) => (status.replicas ?? 0) > 0) ||
      this.#pods.all().some((pod) => uids.has(controllerOf(pod)?.uid ?? '') && !isOver(pod))
    );
  }

  /** Sees to it that there is a replica set of the present template, where there may be one, and to its number. */
  async #begin(
    deployment: Workload,
    family: Family,
    may: boolean,
  ): Promise<{ deployment: Workload; family: Family; error?: Error }> {
    const make = conditioner(this.#now());
    const noting = (reason: string, message: string, status = 'True'): Workload =>
      hasDeadline(deployment)
        ? { ...deployment, status: withProgress(deployment.status, make('Progressing', status, reason, message)) }
        : deployment;
    if (family.fresh !== undefined) {
      const fresh = await this.#hands.number(deployment, family.fresh, family.old);
      const isNoted = progressOf(deployment.status) !== undefined;
      const words = `Found new replica set "${fresh.metadata.name}"`;
      return {
        deployment: isNoted ? deployment : noting('FoundNewReplicaSet', words),
        family: { ...family, fresh },
      };
    }
    if (!may) return { deployment, family };
    const making = await this.#hands.make(deployment, family);
    if (making.made !== undefined) {
      const words = `Created new replica set "${making.made.metadata.name}"`;
      return {
        deployment: making.isNew ? noting('NewReplicaSetCreated', words) : deployment,
        family: { ...family, fresh: making.made },
      };
    }
    const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
    return {
      deployment: making.isCollision
        ? { ...deployment, status: { ...deployment.status, collisionCount } }
        : noting('ReplicaSetCreateError', making.words, 'False'),
      family,
      error: making.error,
    };
  }

  /** The number of the present template is told with the status. */
  async #tell(was: Workload, deployment: Workload, family: Family, doing: Doing): Promise<void> {
    const status = this.#statusOf(deployment, family, doing);
    const number = family.fresh === undefined ? revisionOf(deployment) : revisionOf(family.fresh);
    const isNumbered = number === revisionOf(deployment);
    if (!isNumbered || isNews(was.status, status)) {
      const numbered = { ...deployment.metadata.annotations, [REVISION]: String(number) };
      const metadata = isNumbered ? deployment.metadata : { ...deployment.metadata, annotations: numbered };
      await this.#deployments.update({ ...deployment, metadata, status }, 'status');
    }
    this.#wakeAtDeadline(deployment, status);
  }

  #statusOf(deployment: Workload, family: Family, doing: Doing): WorkloadStatus {
    const make = conditioner(this.#now());
    const pause = doing === 'leaving' ? undefined : pausing(deployment, make);
    const noted = pause === undefined ? deployment : { ...deployment, status: withProgress(deployment.status, pause) };
    if (doing === 'leaving' || doing === 'scaling') return countedStatus(noted, family, make);
    const allowed = (deployment.spec.progressDeadlineSeconds ?? Infinity) * 1000;
    return rolloutStatus(noted, family, make, (since) => passedSince(this.#clock, since) > allowed);
  }

  /** A rollout that gets no further is told of when its time is over, although nothing happens then. */
  #wakeAtDeadline(deployment: Workload, status: WorkloadStatus): void {
    const progress = progressOf(status);
    const isOver = isComplete(deployment, status) || progress?.reason === 'ProgressDeadlineExceeded';
    if (!hasDeadline(deployment) || progress?.lastUpdateTime === undefined || isOver) return;
    const allowed = (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
    this.#queue.addAfter(
      keyOf(deployment),
      Math.max(0, allowed - passedSince(this.#clock, progress.lastUpdateTime)) + 1000,
    );
  }

  #now(): string {
    return timestamp(wallTime(this.#clock));
  }
}
