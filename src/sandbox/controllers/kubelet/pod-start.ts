import type { Pod } from '../../model/pod.js';
import type { BackOff, ContainerRecord, RunEnd, Waiting } from './container-record.js';
import type { NodeTools } from './node-tools.js';
import type { Processes } from './processes.js';
import { configFault } from './configuration.js';
import { hasClaims, mountFaults, volumeNames } from './mounts.js';
import { behaviourOf } from './script/pod-script.js';
import { pullFailure } from './script/image-table.js';
import type { Mishap } from '../../faults/work-faults.js';
import type { Work } from '../../faults/fault.js';

/** What became of an attempt to start what is missing. */
export interface Attempt {
  /** There is something new to tell. */
  readonly hasChanged: boolean;
  /** When to try again; never is Infinity. */
  readonly retryMs: number;
}

/** How often it is looked whether what was missing is there now. */
const RECHECK_MS = 10_000;

const FIRST_MOUNT_RETRY_MS = 500;
const LONGEST_MOUNT_RETRY_MS = 122_000;

/** Starts the containers of a pod, in order, with all that can go wrong before they run. */
export class PodStart {
  readonly #tools: NodeTools;
  readonly #records: readonly ContainerRecord[];
  readonly #processes: Processes;
  /** Images that this pod pulled. */
  readonly #pulled = new Set<string>();
  /** What went wrong with the last pulls, or is about to. */
  readonly #pullMishaps = new Map<ContainerRecord, Mishap>();
  #mountRetryMs = FIRST_MOUNT_RETRY_MS;
  /** Nothing was tried yet. */
  #isFresh = true;

  constructor(tools: NodeTools, records: readonly ContainerRecord[], processes: Processes) {
    this.#tools = tools;
    this.#records = records;
    this.#processes = processes;
  }

  /** When to try again what could not be mounted. */
  get retryMs(): number {
    return this.#mountRetryMs;
  }

  /** Mounts the volumes and makes the sandbox; false while a volume cannot be mounted. */
  async makeSandbox(pod: Pod): Promise<boolean> {
    const faults = mountFaults(pod, this.#tools);
    for (const message of faults) this.#tools.events.tell(pod, { type: 'Warning', reason: 'FailedMount', message });
    if (faults.length > 0) return this.#mountLater();
    const { delay, failure } = hasClaims(pod) ? this.#mishap('attach', pod) : NO_MISHAP;
    await this.#tools.delay(this.#tools.pace.createSandbox + delay);
    if (failure === undefined) return true;
    const message = `AttachVolume.Attach failed for volume "${volumeNames(pod, this.#tools)}" : ${failure}`;
    this.#tools.events.tell(pod, { type: 'Warning', reason: 'FailedAttachVolume', message });
    return this.#mountLater();
  }

  #mountLater(): false {
    this.#mountRetryMs = Math.min(this.#mountRetryMs * 2, LONGEST_MOUNT_RETRY_MS);
    return false;
  }

  /** What goes wrong this time with work for the pod. */
  #mishap(work: Work, { metadata }: Pod, image?: string): Mishap {
    const { name, namespace = '' } = metadata;
    return this.#tools.mishaps.meet({ work, namespace, name, ...(image !== undefined && { image }) });
  }

  /** Whether nothing of the pod runs or will run again. */
  isFinished({ spec }: Pod): boolean {
    const policy = spec.restartPolicy ?? 'Always';
    const init = this.#records.filter(({ role }) => role === 'init');
    if (policy === 'Never' && init.some((record) => record.hasEnded && !record.hasSucceeded)) return true;
    if (policy === 'Always') return false;
    const main = this.#records.filter(({ role }) => role === 'main');
    return main.every(
      ({ run, hasEnded, hasSucceeded }) =>
        hasEnded && run?.isReplaced === false && (policy === 'Never' || hasSucceeded),
    );
  }

  /** Starts the next init container, or all others that do not run and may. */
  async startWhatIsMissing(pod: Pod): Promise<Attempt> {
    const attempts: Attempt[] = [];
    for (const record of this.#missing(pod)) attempts.push(await this.#start(pod, record));
    this.#isFresh = false;
    return {
      hasChanged: attempts.some(({ hasChanged }) => hasChanged),
      retryMs: Math.min(...attempts.map(({ retryMs }) => retryMs), Infinity),
    };
  }

  /** Init containers one after the other (a sidecar stays); then the others together. */
  #missing({ spec }: Pod): ContainerRecord[] {
    const policy = spec.restartPolicy ?? 'Always';
    const sidecars: ContainerRecord[] = [];
    for (const record of this.#records) {
      if (record.role === 'sidecar' && !record.isRunning) sidecars.push(record);
      if (record.role === 'main' || isPassed(record)) continue;
      return record.isRunning || (record.hasEnded && policy === 'Never') ? [] : [record];
    }
    return [...sidecars, ...this.#records.filter((record) => record.role === 'main' && mayRun(record, policy))];
  }

  async #start(pod: Pod, record: ContainerRecord): Promise<Attempt> {
    const left = this.#crashBackOff(record);
    if (left > 0) return this.#wait(record, crashLoop(pod, record), left, () => this.#tellBackOff(pod, record));
    const failedPull = await this.#pull(pod, record);
    if (failedPull !== undefined) return failedPull;
    const fault = configFault(pod, record.container, this.#tools);
    if (fault !== undefined) {
      this.#tell(pod, record, 'Warning', 'Failed', `Error: ${fault}`);
      return this.#wait(record, { reason: 'CreateContainerConfigError', message: fault }, RECHECK_MS);
    }
    await this.#tools.delay(this.#tools.pace.startContainer + this.#mishap('start', pod).delay);
    return this.#run(pod, record);
  }

  /** Milliseconds that a container which ended has to wait before it runs again. */
  #crashBackOff({ run, lastRun, crashBackOff }: ContainerRecord): number {
    if (run?.end === undefined) return 0;
    const { finishedAt } = run.end;
    // What is replaced starts in the round that ended it, which knows of earlier ends only (doBackOff of kuberuntime).
    const isAtOnce = run.isReplaced && (lastRun?.end === undefined || isPast(crashBackOff, lastRun.end, finishedAt));
    return isAtOnce ? 0 : crashBackOff.left(finishedAt, this.#tools.clock.now());
  }

  #run(pod: Pod, record: ContainerRecord): Attempt {
    const hasCrashed = record.run !== undefined && (!record.run.isReplaced || record.lastRun !== undefined);
    this.#tell(pod, record, 'Normal', 'Created', `Created container: ${record.container.name}`);
    this.#tell(pod, record, 'Normal', 'Started', `Started container ${record.container.name}`);
    // Its probes may have something to tell at once.
    this.#processes.start(pod, record);
    if (hasCrashed) record.crashBackOff.grow();
    return { hasChanged: true, retryMs: Infinity };
  }

  /** Nothing when the image is there; otherwise what the container waits for. */
  async #pull(pod: Pod, record: ContainerRecord): Promise<Attempt | undefined> {
    const { image = '', imagePullPolicy } = record.container;
    const { pulls } = behaviourOf(this.#tools.images, pod, record.container);
    const isThere = this.#pulled.has(image) || (pulls && imagePullPolicy === 'Never');
    const mishap = isThere ? NO_MISHAP : this.#pullMishap(pod, record, image);
    // A fault of its pull is met only where the image is not there.
    const isPresent = isThere || (pulls && imagePullPolicy !== 'Always' && mishap === NO_MISHAP);
    if (isPresent) {
      this.#tell(pod, record, 'Normal', 'Pulled', `Container image "${image}" already present on machine`);
      return undefined;
    }
    if (imagePullPolicy === 'Never') return this.#neverPull(pod, record, image);
    if (pulls && mishap.failure === undefined) return this.#pullWell(pod, record, image, mishap.delay);
    return this.#failToPull(pod, record, image, mishap);
  }

  /** What goes wrong with a pull stays so until it is tried again. */
  #pullMishap(pod: Pod, record: ContainerRecord, image: string): Mishap {
    const known = this.#pullMishaps.get(record);
    if (known !== undefined && this.#pullBackOff(record) > 0) return known;
    const { delay, failure } = this.#mishap('pull', pod, image);
    const mishap = delay === 0 && failure === undefined ? NO_MISHAP : { delay, failure };
    this.#pullMishaps.set(record, mishap);
    return mishap;
  }

  /** Milliseconds until a pull that failed is tried again. */
  #pullBackOff({ pullBackOff, pullFailedAt }: ContainerRecord): number {
    return pullFailedAt === undefined ? 0 : pullBackOff.left(pullFailedAt, this.#tools.clock.now());
  }

  async #pullWell(pod: Pod, record: ContainerRecord, image: string, delay: number): Promise<undefined> {
    this.#tell(pod, record, 'Normal', 'Pulling', `Pulling image "${image}"`);
    const ms = this.#tools.pace.pullImage + delay;
    await this.#tools.delay(ms);
    this.#pulled.add(image);
    const took = ms < 1000 ? `${ms}ms` : `${ms / 1000}s`;
    const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: 2007702 bytes.`;
    this.#tell(pod, record, 'Normal', 'Pulled', message);
    return undefined;
  }

  #neverPull(pod: Pod, record: ContainerRecord, image: string): Attempt {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    this.#tell(pod, record, 'Warning', 'ErrImageNeverPull', message);
    this.#tell(pod, record, 'Warning', 'Failed', 'Error: ErrImageNeverPull');
    return this.#wait(record, { reason: 'ErrImageNeverPull', message }, RECHECK_MS);
  }

  /** A pull that failed is tried again after a while that grows; in between the container waits. */
  async #failToPull(pod: Pod, record: ContainerRecord, image: string, mishap: Mishap): Promise<Attempt> {
    const failure = pullFailure(image, mishap.failure);
    const left = this.#pullBackOff(record);
    if (left > 0) {
      const message = `Back-off pulling image "${image}": ErrImagePull: ${failure}`;
      return this.#wait(record, { reason: 'ImagePullBackOff', message }, left, () => {
        this.#tell(pod, record, 'Normal', 'BackOff', `Back-off pulling image "${image}"`);
        this.#tell(pod, record, 'Warning', 'Failed', 'Error: ImagePullBackOff');
      });
    }
    this.#tell(pod, record, 'Normal', 'Pulling', `Pulling image "${image}"`);
    await this.#tools.delay(this.#tools.pace.pullImage + mishap.delay);
    this.#tell(pod, record, 'Warning', 'Failed', `Failed to pull image "${image}": ${failure}`);
    this.#tell(pod, record, 'Warning', 'Failed', 'Error: ErrImagePull');
    record.pullFailedAt = this.#tools.clock.now();
    record.pullBackOff.grow();
    return this.#wait(record, { reason: 'ErrImagePull', message: failure }, 0);
  }

  /**
   * Puts a container into a waiting state, which is told after a while: that is how long what it was before is seen.
   * Only the first failure of a pod is told at once. Once told, nothing is tried before there is a point in it.
   */
  #wait(record: ContainerRecord, waiting: Waiting, leftMs: number, tell?: () => void): Attempt {
    const isNew = record.waiting?.reason !== waiting.reason;
    const isFirst = isNew && this.#isFresh;
    if (isNew) tell?.();
    record.waiting = waiting;
    return { hasChanged: isFirst, retryMs: isNew ? this.#tools.pace.retry : leftMs };
  }

  #tellBackOff(pod: Pod, record: ContainerRecord): void {
    const { name, namespace = '', uid = '' } = pod.metadata;
    const message = `Back-off restarting failed container ${record.container.name} in pod ${name}_${namespace}(${uid})`;
    this.#tell(pod, record, 'Warning', 'BackOff', message);
  }

  #tell(pod: Pod, { fieldPath }: ContainerRecord, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#tools.events.tell(pod, { type, reason, message, fieldPath });
  }
}

const NO_MISHAP: Mishap = { delay: 0, failure: undefined };

/** Whether what comes after an init container may start: a sidecar only has to have started. */
const isPassed = ({ role, isRunning, run, hasSucceeded }: ContainerRecord): boolean =>
  role === 'sidecar' ? isRunning && run?.started === true : hasSucceeded;

/** Whether a container that does not run is to run, for the first time or again. */
function mayRun({ isRunning, run, hasSucceeded }: ContainerRecord, restartPolicy: string): boolean {
  if (isRunning || run === undefined || run.isReplaced) return !isRunning;
  return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && !hasSucceeded);
}

const isPast = (backOff: BackOff, { finishedAt }: RunEnd, now: number): boolean => backOff.left(finishedAt, now) === 0;

function crashLoop({ metadata }: Pod, { container, crashBackOff }: ContainerRecord): Waiting {
  const who = `container=${container.name} pod=${metadata.name}_${metadata.namespace ?? ''}(${metadata.uid ?? ''})`;
  const seconds = crashBackOff.ms / 1000;
  const length = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return { reason: 'CrashLoopBackOff', message: `back-off ${length} restarting failed ${who}` };
}
