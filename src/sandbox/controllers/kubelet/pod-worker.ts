import { equalJson } from '../../model/json.js';
import type { Container, Pod, PodStatus } from '../../model/pod.js';
import { allContainersOf, containersOf, isOver, isSidecar } from '../../model/pod.js';
import { tellMistake } from '../../platform/guard.js';
import { Timers } from '../../platform/timers.js';
import { isNotFound, isOfRequest } from '../client/client.js';
import { PODS } from '../client/resource.js';
import { ContainerRecord } from './container-record.js';
import type { Run } from './container-record.js';
import { Deadline, DEADLINE_EXCEEDED } from './deadline.js';
import type { Verdict } from './deadline.js';
import { environmentOf } from './environment.js';
import type { NodeTools } from './node-tools.js';
import { podStatus } from './pod-status.js';
import type { PodState } from './pod-state.js';
import { PodEnd } from './pod-end.js';
import { PodStart } from './pod-start.js';
import { ContainerStop } from './container-stop.js';
import { Probes } from './probes.js';
import { Processes } from './processes.js';
import { Restarts } from './restarts.js';
import { scriptFault, scriptText } from './script/pod-script.js';

/** The life of one pod on this node, from its binding until the object is gone. */
export class PodWorker {
  readonly #tools: NodeTools;
  readonly #timers: Timers;
  readonly #processes: Processes;
  readonly #probes: Probes;
  readonly #records: readonly ContainerRecord[];
  readonly #start: PodStart;
  readonly #end: PodEnd;
  readonly #restarts: Restarts;
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
    this.#timers = new Timers(tools.clock);
    const poke = (): void => this.poke();
    this.#probes = new Probes(tools, this.#timers, () => ({ pod: this.#pod, podIP: this.#podIP }), poke);
    const environment = (of: Pod, container: Container): ReadonlyMap<string, string> =>
      environmentOf(withAddress(of, this.#podIP), container, tools);
    this.#processes = new Processes(tools, this.#timers, this.#probes, environment, poke);
    const stops = new ContainerStop(tools, this.#timers, this.#processes);
    this.#start = new PodStart(tools, this.#records, this.#processes);
    this.#end = new PodEnd(tools.clock, this.#timers, this.#records, stops);
    this.#restarts = new Restarts(this.#records, stops);
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
    if (this.#isGone) return;
    const isScriptChanged = scriptText(pod) !== scriptText(this.#pod);
    this.#pod = pod;
    this.#deadline.follow(pod);
    for (const container of allContainersOf(pod.spec)) {
      this.#records.find((record) => record.container.name === container.name)?.follow(container);
    }
    if (isScriptChanged) {
      this.#warnOfScript();
      this.#probes.review(this.#records);
    }
    this.poke();
  }

  /** Somebody else may have told what is not so: all of it is told anew. */
  reassure(pod: Pod): void {
    this.#reported = undefined;
    this.update(pod);
  }

  /** What a container runs came to its end, because of what somebody typed there. */
  exit(record: ContainerRecord, run: Run, code: number): void {
    this.#processes.end(record, run, code);
  }

  /** The pod object is gone: what still runs is killed. */
  remove(): void {
    this.#isGone = true;
    this.#end.killAll(this.#pod);
    this.stop();
  }

  stop(): void {
    this.#isGone = true;
    this.#timers.stop();
    this.#deadline.stop();
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
        if (isNotFound(error)) continue;
        if (!isOfRequest(error)) tellMistake(error);
        this.#pokeAfter(this.#tools.pace.retry);
      }
    }
    this.#isSyncing = false;
  }

  #pokeAfter(ms: number): void {
    this.#cancelTimer();
    // Never within the round that asks for it.
    this.#cancelTimer = this.#timers.after(Math.max(1, ms), () => this.poke());
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
    return !this.#isOver && isOver(this.#pod) && this.#pod.metadata.deletionTimestamp === undefined;
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
    this.#restarts.review(this.#pod);
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
    try {
      await this.#tools.client.delete(PODS, this.#pod, { uid: this.#pod.metadata.uid, gracePeriodSeconds: 0 });
    } catch (error) {
      // It is still there, and still to be removed.
      this.#isGone = isNotFound(error);
      throw error;
    }
  }

  async #report(): Promise<void> {
    if (this.#records.some(isInBetween)) return;
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
      wall: (ms) => this.#tools.clock.wall(ms),
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

/** The pod as its containers know it: they are told its address before anybody else is. */
const withAddress = (pod: Pod, podIP: string | undefined): Pod =>
  podIP === undefined ? pod : { ...pod, status: { ...pod.status, podIP } };

function recordsOf({ spec }: Pod): ContainerRecord[] {
  const init = spec.initContainers ?? [];
  return [
    ...init.map((one) => new ContainerRecord(one, isSidecar(one) ? 'sidecar' : 'init', true)),
    ...containersOf(spec).map((one) => new ContainerRecord(one, 'main', init.length > 0)),
  ];
}

/**
 * A kubelet looks at its containers once a second: what is over before that is told when it is over, and what is run
 * anew at once is told when it runs.
 */
function isInBetween({ isRunning, hasEnded, waiting, run }: ContainerRecord): boolean {
  if (run === undefined) return false;
  return isRunning ? run.isBrief : hasEnded && run.isReplaced && waiting === undefined;
}

/** Conditions in their order, and without what the last ones gave as a reason; those of others stay as they are. */
function statusPatch({ metadata }: Pod, status: PodStatus): object {
  const conditions = (status.conditions ?? []).map((condition) => ({ reason: null, message: null, ...condition }));
  const order = conditions.map(({ type }) => ({ type }));
  return { metadata: { uid: metadata.uid }, status: { ...status, conditions, '$setElementOrder/conditions': order } };
}
