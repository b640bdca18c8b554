import type { Pod } from '../../model/pod.js';
import type { Timers } from '../../platform/timers.js';
import type { ContainerRecord, Run } from './container-record.js';
import type { NodeTools } from './node-tools.js';
import type { Processes } from './processes.js';
import { behaviourOf } from './script/pod-script.js';

/** The exit code of a process that was killed (128 and SIGKILL). */
const KILLED = 137;

/** Ends containers: TERM first, and KILL when somebody says so. */
export class ContainerStop {
  readonly #tools: NodeTools;
  readonly #timers: Timers;
  readonly #processes: Processes;
  /** Runs that were told to end. */
  readonly #told = new Set<Run>();

  constructor(tools: NodeTools, timers: Timers, processes: Processes) {
    this.#tools = tools;
    this.#timers = timers;
    this.#processes = processes;
  }

  /** Tells a run to end, unless that was done. It takes its time, as its script has it. */
  terminate(pod: Pod, record: ContainerRecord, run: Run, why?: string): void {
    if (this.#told.has(run)) return;
    this.#tellKilling(pod, record, run, why);
    const preStop = (record.container.lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000;
    const { images, pace } = this.#tools;
    const { stopAfter = pace.stopContainer } = behaviourOf(images, pod, record.container);
    // Never at once: whoever ends several containers is not called back before all of them were told.
    this.#timers.after(Math.max(1, preStop + stopAfter), () => this.#processes.end(record, run, 0));
  }

  /** Kills a run after a while, unless it has ended by then. */
  killAfter(ms: number, record: ContainerRecord, run: Run): void {
    this.#timers.after(ms, () => this.#processes.end(record, run, KILLED));
  }

  kill(pod: Pod, record: ContainerRecord, run: Run): void {
    if (!this.#told.has(run)) this.#tellKilling(pod, record, run);
    this.#processes.end(record, run, KILLED);
  }

  #tellKilling(
    pod: Pod,
    { container, fieldPath }: ContainerRecord,
    run: Run,
    message = `Stopping container ${container.name}`,
  ): void {
    this.#told.add(run);
    this.#tools.events.tell(pod, { type: 'Normal', reason: 'Killing', message, fieldPath });
  }
}
