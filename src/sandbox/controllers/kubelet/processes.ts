import type { Container, Pod } from '../../model/pod.js';
import type { Timers } from '../../platform/timers.js';
import type { ContainerRecord, Run } from './container-record.js';
import { containerId } from './container-id.js';
import type { NodeTools } from './node-tools.js';
import type { Probes } from './probes.js';
import type { Behaviour } from './script/behaviour.js';
import { behaviourOf } from './script/pod-script.js';

/** How long a container runs at least to be seen running: a kubelet looks at its containers once a second. */
const NOTICED_AFTER_MS = 1000;

/** The environment that a container of a pod starts with. */
type EnvironmentOf = (pod: Pod, container: Container) => ReadonlyMap<string, string>;

/** What runs in the containers of a pod: nothing but timers, which end it as its script says. */
export class Processes {
  readonly #tools: NodeTools;
  readonly #timers: Timers;
  readonly #probes: Probes;
  readonly #environment: EnvironmentOf;
  readonly #ended: () => void;

  /** `ended` is called when a process ended. */
  constructor(tools: NodeTools, timers: Timers, probes: Probes, environment: EnvironmentOf, ended: () => void) {
    this.#tools = tools;
    this.#timers = timers;
    this.#probes = probes;
    this.#environment = environment;
    this.#ended = ended;
  }

  /** Starts a new run of a container. */
  start(pod: Pod, record: ContainerRecord): void {
    const { container } = record;
    const behaviour = behaviourOf(this.#tools.images, pod, container);
    const number = record.run === undefined ? 0 : record.restartCount + 1;
    const lifetime = this.#lifetime(record, behaviour, number);
    const run: Run = {
      id: containerId(pod.metadata.uid ?? '', container.name, number),
      image: container.image ?? '',
      startedAt: this.#tools.clock.now(),
      log: behaviour.log,
      environment: this.#environment(pod, container),
      isBrief: lifetime !== undefined && lifetime.ms < NOTICED_AFTER_MS,
      started: false,
      ready: false,
      failedProbe: undefined,
      isReplaced: false,
      end: undefined,
      followers: new Set(),
    };
    record.begin(run);
    if (lifetime !== undefined) this.#timers.after(lifetime.ms, () => this.end(record, run, lifetime.code));
    if (record.role !== 'init') this.#probes.watch(record, run);
  }

  /** Ends a run, unless it has ended. */
  end(record: ContainerRecord, run: Run, exitCode: number): void {
    if (run.end !== undefined) return;
    run.end = { exitCode, finishedAt: this.#tools.clock.now() };
    run.ready = false;
    for (const tell of run.followers) tell();
    if (record.run === run) this.#ended();
  }

  /** How long a run lasts and how it ends, if it ends by itself. */
  #lifetime({ role }: ContainerRecord, { exit }: Behaviour, number: number): { ms: number; code: number } | undefined {
    const isInit = role === 'init';
    const fallback = isInit ? this.#tools.pace.initContainer : 0;
    if (exit !== undefined && number < exit.times) return { ms: exit.after ?? fallback, code: exit.code };
    return isInit ? { ms: exit?.after ?? fallback, code: 0 } : undefined;
  }
}
