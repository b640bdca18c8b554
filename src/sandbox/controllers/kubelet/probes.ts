import type { Pod } from '../../model/pod.js';
import type { Probe } from '../../model/probe.js';
import type { Timers } from '../../platform/timers.js';
import type { ContainerRecord, Run } from './container-record.js';
import type { NodeTools } from './node-tools.js';
import type { Behaviour } from './script/behaviour.js';
import { behaviourOf } from './script/pod-script.js';
import { probeFailure, scriptedFailure } from './script/probe-table.js';

type ProbeKind = 'Startup' | 'Liveness' | 'Readiness';

/** The pod whose containers are probed, as it is now. */
export interface Probed {
  readonly pod: Pod;
  readonly podIP: string | undefined;
}

/** The same answer, so many times in a row. */
interface Streak {
  readonly isFit: boolean;
  readonly length: number;
}

/** Whether a script lets a probe succeed, so many milliseconds after the start of the container. */
const SCRIPTED: Readonly<Record<ProbeKind, (behaviour: Behaviour, age: number) => boolean>> = {
  Startup: ({ startedAfter = 0 }, age) => age >= startedAfter,
  Liveness: ({ liveFor = Infinity }, age) => age < liveFor,
  Readiness: ({ readyAfter = 0 }, age) => age >= readyAfter,
};

/**
 * The three probes of a container (kubernetes pkg/kubelet/prober/worker.go): until the one for its startup has
 * succeeded the others wait; one for its startup or its life that fails for good gives the run up.
 */
export class Probes {
  readonly #tools: NodeTools;
  readonly #timers: Timers;
  readonly #probed: () => Probed;
  readonly #changed: () => void;
  /** Containers without a probe for their readiness that are to become ready, by name. */
  readonly #toBeReady = new Map<string, () => void>();

  /** `changed` is called when a container has started, became ready or unready, or was given up. */
  constructor(tools: NodeTools, timers: Timers, probed: () => Probed, changed: () => void) {
    this.#tools = tools;
    this.#timers = timers;
    this.#probed = probed;
    this.#changed = changed;
  }

  /** Looks after a run from its start to its end. */
  watch(record: ContainerRecord, run: Run): void {
    const { startupProbe } = record.container;
    if (startupProbe === undefined) this.#begin(record, run);
    else this.#start(record, run, 'Startup', startupProbe);
  }

  /** The script may have changed: containers that are not probed follow it at once. */
  review(records: readonly ContainerRecord[]): void {
    for (const record of records) {
      const { run, container } = record;
      if (run?.started === true && record.isRunning && container.readinessProbe === undefined)
        this.#followScript(record, run);
    }
  }

  /** The container has started: now the other probes count. */
  #begin(record: ContainerRecord, run: Run): void {
    run.started = true;
    this.#changed();
    const { livenessProbe, readinessProbe } = record.container;
    if (livenessProbe !== undefined) this.#start(record, run, 'Liveness', livenessProbe);
    if (readinessProbe === undefined) this.#followScript(record, run);
    else this.#start(record, run, 'Readiness', readinessProbe);
  }

  /** Without a probe, a container is ready as soon as it has started, or when its script says so. */
  #followScript(record: ContainerRecord, run: Run): void {
    const { name } = record.container;
    this.#toBeReady.get(name)?.();
    const { readyAfter = 0 } = behaviourOf(this.#tools.images, this.#probed().pod, record.container);
    const left = readyAfter - this.#ageOf(run);
    this.#setReady(run, left <= 0);
    if (left > 0) {
      this.#toBeReady.set(
        name,
        this.#timers.after(left, () => this.#followScript(record, run)),
      );
    }
  }

  /** The initial delay of every probe counts from the start of the container. */
  #start(record: ContainerRecord, run: Run, kind: ProbeKind, probe: Probe): void {
    const delay = (probe.initialDelaySeconds ?? 0) * 1000 - this.#ageOf(run);
    this.#timers.after(delay, () => this.#probe(record, run, kind, probe));
  }

  #probe(record: ContainerRecord, run: Run, kind: ProbeKind, probe: Probe, before?: Streak): void {
    if (run.end !== undefined || this.#isQuiet(kind)) return;
    const failure = this.#failureOf(record, run, kind, probe);
    const isFit = failure === undefined;
    if (!isFit) this.#tellUnhealthy(record, kind, failure);
    const streak = { isFit, length: before?.isFit === isFit ? before.length + 1 : 1 };
    const goesOn = streak.length < thresholdOf(probe, isFit) || this.#settle(record, run, kind, isFit);
    if (!goesOn) return;
    const period = (probe.periodSeconds ?? 10) * 1000;
    this.#timers.after(period, () => this.#probe(record, run, kind, probe, streak));
  }

  /** While a pod is going, nobody restarts its containers. */
  #isQuiet(kind: ProbeKind): boolean {
    return kind !== 'Readiness' && this.#probed().pod.metadata.deletionTimestamp !== undefined;
  }

  /** Takes over an answer that was given often enough; false if this run is not to be asked again. */
  #settle(record: ContainerRecord, run: Run, kind: ProbeKind, isFit: boolean): boolean {
    if (kind === 'Readiness') {
      this.#setReady(run, isFit);
      return true;
    }
    if (kind === 'Liveness' && isFit) return true;
    if (isFit) this.#begin(record, run);
    else this.#giveUp(run, kind);
    return false;
  }

  #giveUp(run: Run, kind: ProbeKind): void {
    run.failedProbe = kind === 'Startup' ? 'startup' : 'liveness';
    this.#changed();
  }

  /** Why a probe fails now; nothing if it does not. */
  #failureOf({ container }: ContainerRecord, run: Run, kind: ProbeKind, probe: Probe): string | undefined {
    const { pod, podIP = '' } = this.#probed();
    const failure = probeFailure(probe, podIP);
    if (failure !== undefined) return failure;
    return SCRIPTED[kind](behaviourOf(this.#tools.images, pod, container), this.#ageOf(run))
      ? undefined
      : scriptedFailure(probe, podIP);
  }

  #tellUnhealthy({ fieldPath }: ContainerRecord, kind: ProbeKind, failure: string): void {
    const message = `${kind} probe failed: ${failure}`;
    this.#tools.events.tell(this.#probed().pod, { type: 'Warning', reason: 'Unhealthy', message, fieldPath });
  }

  #ageOf({ startedAt }: Run): number {
    return this.#tools.clock.now() - startedAt;
  }

  #setReady(run: Run, ready: boolean): void {
    if (run.end !== undefined || run.ready === ready) return;
    run.ready = ready;
    this.#changed();
  }
}

const thresholdOf = ({ successThreshold = 1, failureThreshold = 3 }: Probe, isFit: boolean): number =>
  isFit ? successThreshold : failureThreshold;
