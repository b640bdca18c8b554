import type { Container } from '../../model/pod.js';

/** One run of a container. */
export interface Run {
  readonly id: string;
  readonly image: string;
  readonly startedAt: number;
  readonly log: string;
  /** What it started with: later changes of objects that it comes from do not concern it. */
  readonly environment: ReadonlyMap<string, string>;
  /** It will end before anybody sees it running. */
  readonly isBrief: boolean;
  /** Its probe for that succeeded, if it has one. */
  started: boolean;
  ready: boolean;
  /** The probe that gave it up. */
  failedProbe: 'startup' | 'liveness' | undefined;
  /** It is ended for another run of its container to follow, whatever comes of it. */
  isReplaced: boolean;
  end: RunEnd | undefined;
  /** Those who want to know when it ends. */
  readonly followers: Set<() => void>;
}

export interface RunEnd {
  readonly exitCode: number;
  readonly finishedAt: number;
}

/** Why a container does not run now. */
export interface Waiting {
  readonly reason: string;
  readonly message: string;
}

/** A container that runs. */
export type RunningRecord = ContainerRecord & { run: Run };

export const isRunningRecord = (record: ContainerRecord): record is RunningRecord => record.isRunning;

/** What the kubelet knows of a container of a pod. */
export class ContainerRecord {
  #container: Container;
  /** An init container runs to its end before the next one; a sidecar only has to start. */
  readonly role: 'init' | 'sidecar' | 'main';
  /** What it waits for before anything else is known. */
  readonly firstReason: 'ContainerCreating' | 'PodInitializing';
  /** The run that is under way, or the last one. */
  run: Run | undefined;
  /** The run before that. */
  lastRun: Run | undefined;
  restartCount = 0;
  waiting: Waiting | undefined;
  /** When a pull of its image failed last. */
  pullFailedAt: number | undefined;
  /** How long it has to wait after a run or a pull that failed. */
  readonly crashBackOff = new BackOff();
  readonly pullBackOff = new BackOff();

  /** `isInitialized`: its pod has init containers, which go first. */
  constructor(container: Container, role: ContainerRecord['role'], isInitialized = false) {
    this.#container = container;
    this.firstReason = isInitialized ? 'PodInitializing' : 'ContainerCreating';
    this.role = role;
  }

  /** The container as its pod has it now. */
  get container(): Container {
    return this.#container;
  }

  /** What events of the container are about. */
  get fieldPath(): string {
    const list = this.role === 'main' ? 'containers' : 'initContainers';
    return `spec.${list}{${this.container.name}}`;
  }

  /** Takes over a change of the container; another image has not failed yet. */
  follow(container: Container): void {
    if (container.image !== this.#container.image) {
      this.pullFailedAt = undefined;
      this.crashBackOff.forget();
      this.pullBackOff.forget();
    }
    this.#container = container;
  }

  get isRunning(): boolean {
    return this.run !== undefined && this.run.end === undefined;
  }

  get hasEnded(): boolean {
    return this.run?.end !== undefined;
  }

  get hasSucceeded(): boolean {
    return this.run?.end?.exitCode === 0;
  }

  begin(run: Run): void {
    if (this.run !== undefined) {
      this.lastRun = this.run;
      this.restartCount += 1;
    }
    this.run = run;
    this.waiting = undefined;
  }
}

const FIRST_MS = 10_000;
const LONGEST_MS = 300_000;
/** A container that ran this long starts anew. */
const FORGIVEN_AFTER_MS = 2 * LONGEST_MS;

/** Ten seconds after the second failure, doubled up to five minutes (the first is tried again at once). */
export class BackOff {
  #ms = 0;

  /** The present length, in milliseconds. */
  get ms(): number {
    return this.#ms;
  }

  /** Milliseconds left to wait at `now` for what failed at `since`. */
  left(since: number, now: number): number {
    if (now - since > FORGIVEN_AFTER_MS) this.#ms = 0;
    return Math.max(0, since + this.#ms - now);
  }

  forget(): void {
    this.#ms = 0;
  }

  grow(): void {
    this.#ms = this.#ms === 0 ? FIRST_MS : Math.min(this.#ms * 2, LONGEST_MS);
  }
}
