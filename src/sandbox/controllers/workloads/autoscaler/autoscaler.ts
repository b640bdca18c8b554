import type { Autoscaler } from '../../../model/networking.js';
import type { Scale } from '../../../model/workload.js';
import { timestamp, wallTime } from '../../../platform/clock.js';
import type { SimulatedClock } from '../../../platform/clock.js';
import { isOfRequest } from '../../client/client.js';
import type { Client } from '../../client/client.js';
import { EventRecorder } from '../../client/event-recorder.js';
import type { Informers } from '../../client/informers.js';
import { keyOf, PODS } from '../../client/resource.js';
import type { Resource } from '../../client/resource.js';
import { WorkQueue } from '../../client/work-queue.js';
import type { Controller, Surroundings } from '../../controller.js';
import { Ledger } from '../ledger.js';
import { AUTOSCALERS } from '../resources.js';
import { decisionOf } from './decision.js';
import { FOUND, inactive, isNews, notFound, notResized, OFF, resized, statusAfter } from './status.js';
import type { Outcome } from './status.js';
import { failuresOf } from './unmeasured.js';

/** How long until an autoscaler looks, also for the first time (--horizontal-pod-autoscaler-sync-period). */
const PERIOD_MS = 15_000;

/** A target as it was found. */
interface Target {
  readonly resource: Resource<Scale>;
  readonly scale: Scale;
}

/**
 * Holds what autoscalers look after between their bounds, whatever it is, through its scale. Nobody measures anything in
 * this cluster: they tell so, as they do where no metrics server runs (kubernetes pkg/controller/podautoscaler).
 */
export class AutoscalerController implements Controller {
  readonly #clock: SimulatedClock;
  readonly #client: Client;
  readonly #informers: Informers;
  readonly #autoscalers: Ledger<Autoscaler>;
  readonly #events: EventRecorder;
  readonly #queue: WorkQueue;
  /** Which pods each chose when it last looked: none is to be chosen by two. */
  readonly #selectors = new Map<string, string>();

  constructor({ client, informers, clock }: Surroundings) {
    this.#clock = clock;
    this.#client = client;
    this.#informers = informers;
    this.#autoscalers = new Ledger(client, informers.of(AUTOSCALERS), clock);
    this.#events = new EventRecorder(client, clock, { component: 'horizontal-pod-autoscaler' });
    this.#queue = new WorkQueue(clock, (key) => this.#sync(key));
  }

  start(): void {
    this.#autoscalers.listen(({ type, object }) => {
      if (type === 'DELETED') this.#selectors.delete(keyOf(object));
      if (type === 'ADDED') this.#queue.addAfter(keyOf(object), PERIOD_MS);
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  async #sync(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const autoscaler = this.#autoscalers.get(namespace, name);
    if (autoscaler === undefined) return;
    const status = statusAfter(autoscaler, await this.#look(autoscaler), timestamp(wallTime(this.#clock)));
    if (isNews(autoscaler.status, status)) await this.#autoscalers.update({ ...autoscaler, status }, 'status');
    this.#queue.addAfter(key, PERIOD_MS);
  }

  async #look(autoscaler: Autoscaler): Promise<Outcome> {
    const target = await this.#find(autoscaler);
    if (typeof target === 'string') {
      this.#warn(autoscaler, 'FailedGetScale', target);
      return { sayings: [notFound(target)] };
    }
    const current = target.scale.spec.replicas ?? 0;
    const decision = decisionOf(autoscaler, current);
    if (decision.act === 'nothing') return { sayings: [FOUND, OFF], current, desired: current };
    if (decision.act === 'measure') return this.#measure(autoscaler, target);
    const { replicas, reason } = decision;
    const refusal = await this.#resize(target, replicas);
    if (refusal !== undefined) {
      this.#warn(autoscaler, 'FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${refusal}`);
      return { sayings: [FOUND, notResized(refusal)], current };
    }
    const message = `New size: ${replicas}; reason: ${reason}`;
    this.#events.tell(autoscaler, { type: 'Normal', reason: 'SuccessfulRescale', message });
    return { sayings: [FOUND, resized(replicas)], current, desired: replicas, isResized: true };
  }

  /** The target with its scale, or why it has none. */
  async #find({ metadata, spec }: Autoscaler): Promise<Target | string> {
    const { kind, name, apiVersion = '' } = spec.scaleTargetRef;
    const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*$/, '') : '';
    const resource = this.#informers.resourceOf(group, kind);
    if (resource === undefined) return `no matches for kind "${kind}" in group "${group}"`;
    const { version, plural, namespaced } = resource;
    const scales: Resource<Scale> = { group, version, plural, kind: 'Scale', namespaced };
    const found = await this.#tried(() => this.#client.get(scales, metadata.namespace ?? '', name, 'scale'));
    return typeof found === 'string' ? found : { resource: scales, scale: found };
  }

  /** Why a target refuses its size; nothing if it has it now. */
  async #resize({ resource, scale }: Target, replicas: number): Promise<string | undefined> {
    const wanted = { ...scale, spec: { ...scale.spec, replicas } };
    const answer = await this.#tried(() => this.#client.update(resource, wanted, 'scale'));
    return typeof answer === 'string' ? answer : undefined;
  }

  async #tried<T extends object>(request: () => Promise<T>): Promise<T | string> {
    try {
      return await request();
    } catch (error) {
      if (!isOfRequest(error) || !(error instanceof Error)) throw error;
      return error.message;
    }
  }

  async #measure(autoscaler: Autoscaler, { scale }: Target): Promise<Outcome> {
    const current = scale.spec.replicas ?? 0;
    const { selector = '' } = scale.status;
    if (selector === '') {
      this.#warn(autoscaler, 'SelectorRequired', 'selector is required');
      this.#warn(autoscaler, 'FailedComputeMetricsReplicas', 'selector is required');
      return { sayings: [FOUND, inactive('InvalidSelector', "the HPA target's scale is missing a selector")], current };
    }
    const ambiguity = await this.#ambiguity(autoscaler, selector);
    if (ambiguity !== undefined) {
      this.#warn(autoscaler, 'AmbiguousSelector', ambiguity);
      this.#warn(autoscaler, 'FailedComputeMetricsReplicas', ambiguity);
      return { sayings: [FOUND, inactive('AmbiguousSelector', ambiguity)], current };
    }
    const failures = failuresOf(autoscaler);
    for (const { reason, message } of failures) this.#warn(autoscaler, reason, message);
    const [first] = failures;
    if (first === undefined) return { sayings: [FOUND], current };
    const count = failures.length;
    const words = `invalid metrics (${count} invalid out of ${count}), first error is: ${first.inFull}`;
    this.#warn(autoscaler, 'FailedComputeMetricsReplicas', words);
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    return { sayings: [FOUND, inactive(first.reason, message)], current, measured: count };
  }

  /** Whether others choose pods that this one chooses, in words. */
  async #ambiguity(autoscaler: Autoscaler, selector: string): Promise<string | undefined> {
    const key = keyOf(autoscaler);
    const { namespace = '' } = autoscaler.metadata;
    this.#selectors.set(key, selector);
    const others = [...this.#selectors].filter(([other]) => other !== key && other.startsWith(`${namespace}/`));
    if (others.length === 0) return undefined;
    const chosen = new Set(await this.#names(namespace, selector));
    const rivals: string[] = [];
    for (const [other, words] of others) {
      const names = words === selector ? [...chosen] : await this.#names(namespace, words);
      if (names.some((name) => chosen.has(name))) rivals.push(other);
    }
    if (rivals.length === 0) return undefined;
    return `pods by selector ${selector} are controlled by multiple HPAs: [${[...rivals, key].join(' ')}]`;
  }

  async #names(namespace: string, selector: string): Promise<string[]> {
    const pods = await this.#client.list(PODS, namespace, selector);
    return pods.map(({ metadata }) => metadata.name);
  }

  #warn(about: Autoscaler, reason: string, message: string): void {
    this.#events.tell(about, { type: 'Warning', reason, message });
  }
}
