import type { Pod, Probe } from '../../model/pod.js';
import type { ContainerRecord, Run } from './container-record.js';
import { containerId } from './container-id.js';
import type { NodeTools } from './node-tools.js';
import type { Behaviour } from './script/behaviour.js';
import { behaviourOf } from './script/pod-script.js';
import { probeFailure } from './script/probe-table.js';

/** How long a container runs at least to be seen running: a kubelet looks at its containers once a second. */
const NOTICED_AFTER_MS = 1000;

/** What runs in the containers of a pod: nothing but timers, which end it and make it ready as its script says. */
export class Processes {
  readonly #tools: NodeTools;
  readonly #pod: () => Pod;
  readonly #changed: () => void;
  readonly #timers = new Set<() => void>();

  /** `changed` is called when a process ended or its readiness changed. */
  constructor(tools: NodeTools, pod: () => Pod, changed: () => void) {
    this.#tools = tools;
    this.#pod = pod;
    this.#changed = changed;
  }

  /** Starts a new run of a container. */
  start(record: ContainerRecord): void {
    const { container } = record;
    const behaviour = behaviourOf(this.#pod(), container);
    const startedAt = this.#tools.clock.now();
    const number = record.run === undefined ? 0 : record.restartCount + 1;
    const id = containerId(this.#pod().metadata.uid ?? '', container.name, number);
    const lifetime = this.#lifetime(record, behaviour, number);
    const isBrief = lifetime !== undefined && lifetime.ms < NOTICED_AFTER_MS;
    const run: Run = { id, startedAt, log: behaviour.log, isBrief, ready: false, end: undefined };
    record.begin(run);
    if (lifetime !== undefined) this.#after(lifetime.ms, () => this.end(record, run, lifetime.code));
    if (record.role !== 'init') this.#watchReadiness(record, run);
  }

  /** Ends a run, unless it has ended. */
  end(record: ContainerRecord, run: Run, exitCode: number): void {
    if (run.end !== undefined) return;
    run.end = { exitCode, finishedAt: this.#tools.clock.now() };
    run.ready = false;
    if (record.run === run) this.#changed();
  }

  /** The script may have changed: containers that are not probed follow it at once. */
  reviewReadiness(records: readonly ContainerRecord[]): void {
    for (const record of records) {
      const { run, container } = record;
      if (run !== undefined && record.isRunning && container.readinessProbe === undefined)
        this.#followScript(record, run);
    }
  }

  stop(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** How long a run lasts and how it ends, if it ends by itself. */
  #lifetime({ role }: ContainerRecord, { exit }: Behaviour, number: number): { ms: number; code: number } | undefined {
    const isInit = role === 'init';
    const fallback = isInit ? this.#tools.pace.initContainer : 0;
    if (exit !== undefined && number < exit.times) return { ms: exit.after ?? fallback, code: exit.code };
    return isInit ? { ms: exit?.after ?? fallback, code: 0 } : undefined;
  }

  #watchReadiness(record: ContainerRecord, run: Run): void {
    const probe = record.container.readinessProbe;
    if (probe === undefined) this.#followScript(record, run);
    else this.#after((probe.initialDelaySeconds ?? 0) * 1000, () => this.#probe(record, run, probe, 0));
  }

  /** Without a probe, a container is ready as soon as it runs, or when its script says so. */
  #followScript(record: ContainerRecord, run: Run): void {
    const left = this.#readyIn(record, run);
    this.#setReady(run, left <= 0);
    if (left > 0 && Number.isFinite(left)) this.#after(left, () => this.#followScript(record, run));
  }

  #probe(record: ContainerRecord, run: Run, probe: Probe, successes: number): void {
    if (run.end !== undefined) return;
    const failure = this.#failureOf(record, run, probe);
    const isFit = failure === undefined;
    const passed = isFit ? successes + 1 : 0;
    if (!isFit) this.#tellUnhealthy(record, failure);
    if (!isFit || passed >= (probe.successThreshold ?? 1)) this.#setReady(run, isFit);
    this.#after((probe.periodSeconds ?? 10) * 1000, () => this.#probe(record, run, probe, passed));
  }

  /** Why a probe fails now; nothing if it does not. */
  #failureOf(record: ContainerRecord, run: Run, probe: Probe): string | undefined {
    const failure = probeFailure(probe, this.#pod().status.podIP ?? '');
    if (failure !== undefined) return failure;
    return this.#readyIn(record, run) > 0 ? '' : undefined;
  }

  #tellUnhealthy({ container }: ContainerRecord, failure: string): void {
    this.#tools.events.tell(this.#pod(), {
      type: 'Warning',
      reason: 'Unhealthy',
      message: `Readiness probe failed: ${failure}`,
      fieldPath: `spec.containers{${container.name}}`,
    });
  }

  /** Milliseconds until the script lets a container be ready. */
  #readyIn({ container }: ContainerRecord, { startedAt }: Run): number {
    const { readyAfter = 0 } = behaviourOf(this.#pod(), container);
    return startedAt + readyAfter - this.#tools.clock.now();
  }

  #setReady(run: Run, ready: boolean): void {
    if (run.end !== undefined || run.ready === ready) return;
    run.ready = ready;
    this.#changed();
  }

  #after(ms: number, act: () => void): void {
    if (!Number.isFinite(ms)) return;
    if (ms <= 0) {
      act();
      return;
    }
    const cancel = this.#tools.clock.setTimeout(() => {
      this.#timers.delete(cancel);
      act();
    }, ms);
    this.#timers.add(cancel);
  }
}
