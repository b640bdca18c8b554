import type { Pod } from '../../model/pod.js';
import type { Timers } from '../../platform/timers.js';
import type { Clock } from '../../platform/clock.js';
import type { ContainerRecord, RunningRecord } from './container-record.js';
import { isRunningRecord } from './container-record.js';
import type { ContainerStop } from './container-stop.js';

/** Ends the containers of a pod: TERM, the grace period, KILL. */
export class PodEnd {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #records: readonly ContainerRecord[];
  readonly #stops: ContainerStop;
  #killAt = Infinity;
  #cancelKill: () => void = () => undefined;

  constructor(clock: Clock, timers: Timers, records: readonly ContainerRecord[], stops: ContainerStop) {
    this.#clock = clock;
    this.#timers = timers;
    this.#records = records;
    this.#stops = stops;
  }

  get isDone(): boolean {
    return this.#running().length === 0;
  }

  /** Tells what runs to end, unless that was done; a later deletion may shorten the grace period. */
  begin(pod: Pod): void {
    const killAt = this.#deadline(pod);
    for (const record of this.#running()) this.#stops.terminate(pod, record, record.run);
    if (killAt < this.#killAt) this.#scheduleKill(pod, killAt);
  }

  /** Ends what runs at once. */
  killAll(pod: Pod): void {
    this.#cancelKill();
    for (const record of this.#running()) this.#stops.kill(pod, record, record.run);
  }

  /**
   * A grace counts from when the kubelet hears of it, and ends no later than one it heard of before. A pod that is ended
   * otherwise has its own.
   */
  #deadline({ metadata, spec }: Pod): number {
    const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
    const isDeleted = deletionTimestamp !== undefined;
    if (this.#killAt !== Infinity && !isDeleted) return this.#killAt;
    const seconds = isDeleted ? deletionGracePeriodSeconds : spec.terminationGracePeriodSeconds;
    return this.#clock.now() + (seconds ?? 0) * 1000;
  }

  #scheduleKill(pod: Pod, at: number): void {
    this.#killAt = at;
    this.#cancelKill();
    this.#cancelKill = this.#timers.after(Math.max(1, at - this.#clock.now()), () => this.killAll(pod));
  }

  #running(): RunningRecord[] {
    return this.#records.filter(isRunningRecord);
  }
}
