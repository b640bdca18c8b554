import { equalJson } from '../../model/json.js';
import type { Pod, PodStatus } from '../../model/pod.js';
import { containersOf, isSidecar } from '../../model/pod.js';
import { isNotFound } from '../client/client.js';
import { PODS } from '../client/resource.js';
import { ContainerRecord } from './container-record.js';
import { Deadline, DEADLINE_EXCEEDED } from './deadline.js';
import type { Verdict } from './deadline.js';
import type { NodeTools } from './node-tools.js';
import { podStatus } from './pod-status.js';
import type { PodState } from './pod-state.js';
import { PodEnd } from './pod-end.js';
import { PodStart } from './pod-start.js';
import { Processes } from './processes.js';
import { scriptFault } from './script/pod-script.js';

/** The life of one pod on this node, from its binding until the object is gone. */
export class PodWorker {
  readonly #tools: NodeTools;
  readonly #processes: Processes;
  readonly #records: readonly ContainerRecord[];
  readonly #start: PodStart;
  readonly #end: PodEnd;
  readonly #startedAt: number;
  readonly #deadline: Deadline;
  #pod: Pod;
  #podIP: string | undefined;
  #hasSandbox = false;
  #isOver = false;
  /** Set when the node ends the pod. */
  #verdict: Verdict | undefined;
  /** The pod object is gone: there is nobody to report to. */
  #isGone = false;
  #isSyncing = false;
  #isDirty = false;
  #cancelTimer: () => void = () => undefined;
  #reported: PodStatus | undefined;

  constructor(tools: NodeTools, pod: Pod) {
    this.#tools = tools;
    this.#pod = pod;
    this.#startedAt = tools.clock.now();
    this.#records = recordsOf(pod);
    this.#processes = new Processes(
      tools,
      () => this.#pod,
      () => this.poke(),
    );
    this.#start = new PodStart(tools, this.#records, this.#processes);
    this.#end = new PodEnd(tools, this.#records, this.#processes);
    this.#deadline = new Deadline(tools.clock, this.#startedAt, () => this.poke());
    this.#deadline.follow(pod);
    this.#warnOfScript();
  }

  get pod(): Pod {
    return this.#pod;
  }

  get records(): readonly ContainerRecord[] {
    return this.#records;
  }

  /** For a volume or for its configuration. */
  get isWaiting(): boolean {
    return !this.#hasSandbox || this.#records.some(({ waiting }) => waiting?.reason === 'CreateContainerConfigError');
  }

  /** The pod object changed. */
  update(pod: Pod): void {
    const isScriptChanged = pod.metadata.annotations !== this.#pod.metadata.annotations;
    this.#pod = pod;
    this.#deadline.follow(pod);
    if (isScriptChanged) this.#processes.reviewReadiness(this.#records);
    this.poke();
  }

  /** The pod object is gone: what still runs is killed. */
  remove(): void {
    this.#isGone = true;
    this.#end.killAll(this.#pod);
    this.stop();
  }

  stop(): void {
    this.#isGone = true;
    this.#cancelTimer();
    this.#deadline.stop();
    this.#processes.stop();
    this.#end.stop();
  }

  /** Something happened: look at everything again. */
  poke(): void {
    this.#isDirty = true;
    if (this.#isSyncing || this.#isGone) return;
    this.#isSyncing = true;
    void this.#syncUntilClean();
  }

  async #syncUntilClean(): Promise<void> {
    while (this.#isDirty && !this.#isGone) {
      this.#isDirty = false;
      this.#cancelTimer();
      try {
        await this.#sync();
      } catch (error) {
        // Somebody else deleted it: the informer will tell.
        if (!isNotFound(error)) this.#pokeAfter(this.#tools.pace.retry);
      }
    }
    this.#isSyncing = false;
  }

  #pokeAfter(ms: number): void {
    this.#cancelTimer();
    if (Number.isFinite(ms)) this.#cancelTimer = this.#tools.clock.setTimeout(() => this.poke(), ms);
  }

  /** First tells what is, then acts; what the action led to is told the next time. */
  async #sync(): Promise<void> {
    if (this.#isEndedByOthers()) {
      this.#end.killAll(this.#pod);
      return;
    }
    this.#judge();
    const isTerminating = this.#pod.metadata.deletionTimestamp !== undefined;
    const isEnding = isTerminating || this.#verdict !== undefined;
    if (isEnding && this.#end.isDone) this.#isOver = true;
    await this.#report();
    if (isEnding && !this.#isOver) this.#end.begin(this.#pod);
    else if (isTerminating) await this.#remove();
    else if (!this.#isOver) await this.#run();
  }

  #judge(): void {
    if (this.#isOver || this.#verdict !== undefined || !this.#deadline.isPassed) return;
    this.#verdict = DEADLINE_EXCEEDED;
    this.#tools.events.tell(this.#pod, { type: 'Normal', ...DEADLINE_EXCEEDED });
  }

  /** A phase that somebody else wrote (an eviction, a test) is final: it is not argued with. */
  #isEndedByOthers(): boolean {
    const { phase } = this.#pod.status;
    return (
      !this.#isOver &&
      (phase === 'Failed' || phase === 'Succeeded') &&
      this.#pod.metadata.deletionTimestamp === undefined
    );
  }

  async #run(): Promise<void> {
    if (!this.#hasSandbox) {
      this.#hasSandbox = await this.#start.makeSandbox(this.#pod);
      if (this.#hasSandbox) this.#podIP = this.#tools.addresses.take();
      else this.#pokeAfter(this.#start.retryMs);
      if (!this.#hasSandbox) return;
    }
    if (this.#pod.metadata.deletionTimestamp !== undefined || this.#isGone) {
      this.poke();
      return;
    }
    if (this.#start.isFinished(this.#pod)) return this.#finish();
    const { hasChanged, retryMs } = await this.#start.startWhatIsMissing(this.#pod);
    if (hasChanged) this.#isDirty = true;
    else this.#pokeAfter(retryMs);
  }

  /** All containers are done for good: the sandbox goes, and with it the phase becomes final. */
  async #finish(): Promise<void> {
    await this.#tools.delay(this.#tools.pace.stopContainer);
    this.#isOver = true;
    this.#isDirty = true;
  }

  /** All that ran has ended: the object may go. */
  async #remove(): Promise<void> {
    this.#isGone = true;
    await this.#tools.client.delete(PODS, this.#pod, { uid: this.#pod.metadata.uid, gracePeriodSeconds: 0 });
  }

  async #report(): Promise<void> {
    // A kubelet looks at its containers once a second: what is over before that is told when it is over.
    if (this.#records.some(({ isRunning, run }) => isRunning && run?.isBrief === true)) return;
    const status = podStatus(this.#state(), this.#tools.clock.now());
    if (this.#isGone || equalJson(status, this.#reported)) return;
    await this.#tools.client.mergeStatus(PODS, this.#pod, statusPatch(this.#pod, status));
    this.#reported = status;
  }

  #state(): PodState {
    return {
      pod: this.#pod,
      records: this.#records,
      hasSandbox: this.#hasSandbox,
      podIP: this.#podIP,
      hostIP: this.#tools.hostIP,
      startedAt: this.#startedAt,
      isOver: this.#isOver,
      verdict: this.#verdict,
      told: this.#reported?.conditions ?? this.#pod.status.conditions ?? [],
    };
  }

  #warnOfScript(): void {
    const fault = scriptFault(this.#pod);
    if (fault === undefined) return;
    this.#tools.events.tell(this.#pod, { type: 'Warning', reason: 'InvalidScript', message: fault });
  }
}

function recordsOf({ spec }: Pod): ContainerRecord[] {
  return [
    ...(spec.initContainers ?? []).map((one) => new ContainerRecord(one, isSidecar(one) ? 'sidecar' : 'init')),
    ...containersOf(spec).map((one) => new ContainerRecord(one, 'main')),
  ];
}

/** Conditions in their order, and without what the last ones gave as a reason; those of others stay as they are. */
function statusPatch({ metadata }: Pod, status: PodStatus): object {
  const conditions = (status.conditions ?? []).map((condition) => ({ reason: null, message: null, ...condition }));
  const order = conditions.map(({ type }) => ({ type }));
  return { metadata: { uid: metadata.uid }, status: { ...status, conditions, '$setElementOrder/conditions': order } };
}
