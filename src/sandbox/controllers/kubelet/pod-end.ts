import type { Pod } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import type { ContainerRecord, Run } from './container-record.js';
import type { NodeTools } from './node-tools.js';
import type { Processes } from './processes.js';
import { behaviourOf } from './script/pod-script.js';

/** The exit code of a process that was killed (128 and SIGKILL). */
const KILLED = 137;

/** Ends the containers of a pod: TERM, the grace period, KILL. */
export class PodEnd {
  readonly #tools: NodeTools;
  readonly #records: readonly ContainerRecord[];
  readonly #processes: Processes;
  /** Runs that were told to end, and how to take back the kill that follows. */
  readonly #ending = new Map<Run, () => void>();
  #killAt = Infinity;

  constructor(tools: NodeTools, records: readonly ContainerRecord[], processes: Processes) {
    this.#tools = tools;
    this.#records = records;
    this.#processes = processes;
  }

  get isDone(): boolean {
    return this.#running().length === 0;
  }

  /** Tells what runs to end, unless that was done; a later deletion may shorten the grace period. */
  begin(pod: Pod): void {
    const killAt = this.#deadline(pod);
    for (const record of this.#running()) {
      if (!this.#ending.has(record.run)) this.#terminate(pod, record, record.run);
    }
    if (killAt < this.#killAt) this.#scheduleKill(killAt);
  }

  /** Ends what runs at once. */
  killAll(pod: Pod): void {
    for (const record of this.#running()) {
      if (!this.#ending.has(record.run)) this.#tellKilling(pod, record);
      this.#processes.end(record, record.run, KILLED);
    }
    this.stop();
  }

  stop(): void {
    for (const cancel of this.#ending.values()) cancel();
    this.#ending.clear();
    this.#cancelKill();
  }

  #cancelKill: () => void = () => undefined;

  /** Counted from the first time that the kubelet saw the deletion; a pod that is ended otherwise has its own grace. */
  #deadline({ metadata, spec }: Pod): number {
    const isDeleted = metadata.deletionTimestamp !== undefined;
    const seconds = isDeleted ? metadata.deletionGracePeriodSeconds : spec.terminationGracePeriodSeconds;
    const grace = (seconds ?? 0) * 1000;
    return this.#ending.size === 0
      ? this.#tools.clock.now() + grace
      : Math.min(this.#killAt, Date.parse(metadata.deletionTimestamp ?? '') + 1000);
  }

  #scheduleKill(at: number): void {
    this.#killAt = at;
    this.#cancelKill();
    this.#cancelKill = this.#tools.clock.setTimeout(
      () => {
        for (const record of this.#running()) this.#processes.end(record, record.run, KILLED);
      },
      Math.max(0, at - this.#tools.clock.now()),
    );
  }

  #terminate(pod: Pod, record: ContainerRecord, run: Run): void {
    this.#tellKilling(pod, record);
    const spec = containersOf(pod.spec).find(({ name }) => name === record.container.name) ?? record.container;
    const preStop = (spec.lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000;
    const { stopAfter = this.#tools.pace.stopContainer } = behaviourOf(pod, record.container);
    const ms = preStop + stopAfter;
    const cancel = Number.isFinite(ms)
      ? this.#tools.clock.setTimeout(() => this.#processes.end(record, run, 0), ms)
      : (): void => undefined;
    this.#ending.set(run, cancel);
  }

  #running(): (ContainerRecord & { run: Run })[] {
    return this.#records.filter((record): record is ContainerRecord & { run: Run } => record.isRunning);
  }

  #tellKilling(pod: Pod, { container, role }: ContainerRecord): void {
    const list = role === 'main' ? 'containers' : 'initContainers';
    this.#tools.events.tell(pod, {
      type: 'Normal',
      reason: 'Killing',
      message: `Stopping container ${container.name}`,
      fieldPath: `spec.${list}{${container.name}}`,
    });
  }
}
