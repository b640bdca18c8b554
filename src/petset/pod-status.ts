import type { Condition, ContainerState, ContainerStatus, Pod } from './kubernetes.js';

/** The cells READY, STATUS and RESTARTS that `kubectl get pods` shows. */
export interface PodCells {
  /** Ready containers of all, `1/2`. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  /** Epoch milliseconds: when the last run ended after which a container was started again; nothing where none was. */
  readonly restartedAt?: number | undefined;
}

/**
 * What `kubectl get pods` says about a pod, word for word.
 * The rules are the server's: kubernetes pkg/printers/internalversion/printers.go, printPod.
 */
export function podCells(pod: Pod): PodCells {
  const init = initProgress(pod);
  const main = init.word === undefined || hasCondition(pod, 'Initialized') ? mainProgress(pod) : undefined;
  const word = main?.word ?? init.word ?? phaseWord(pod);
  return {
    ready: `${init.ready + (main?.ready ?? 0)}/${pod.spec.containers.length + init.sidecars}`,
    status: deletionWord(pod) ?? word,
    restarts: main === undefined ? init.restarts : main.restarts + init.sidecarRestarts,
    restartedAt: main === undefined ? init.restartedAt : latest([main.restartedAt, init.sidecarRestartedAt]),
  };
}

interface InitProgress {
  /** What the first unfinished init container is doing; nothing once all are done. */
  readonly word: string | undefined;
  readonly ready: number;
  readonly sidecars: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly restartedAt: number | undefined;
  readonly sidecarRestartedAt: number | undefined;
}

function initProgress(pod: Pod): InitProgress {
  const all = pod.spec.initContainers ?? [];
  const sidecars = new Set(all.filter((container) => container.restartPolicy === 'Always').map(({ name }) => name));
  const statuses = pod.status?.initContainerStatuses ?? [];
  const isPast = (status: ContainerStatus): boolean =>
    status.state?.terminated?.exitCode === 0 || (sidecars.has(status.name) && status.started === true);
  const firstUnfinished = statuses.findIndex((status) => !isPast(status));
  const seen = firstUnfinished === -1 ? statuses : statuses.slice(0, firstUnfinished + 1);
  const seenSidecars = seen.filter((status) => sidecars.has(status.name));
  const current = statuses[firstUnfinished];
  return {
    word: current && initWord(current.state, firstUnfinished, all.length),
    ready: seenSidecars.filter((status) => isPast(status) && status.ready).length,
    sidecars: sidecars.size,
    restarts: sumRestarts(seen),
    sidecarRestarts: sumRestarts(seenSidecars),
    restartedAt: lastEnd(seen),
    sidecarRestartedAt: lastEnd(seenSidecars),
  };
}

function initWord(state: ContainerState | undefined, index: number, total: number): string {
  if (state?.terminated) return `Init:${terminatedWord(state.terminated)}`;
  const waiting = state?.waiting?.reason ?? '';
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}

function mainProgress(pod: Pod): {
  readonly word: string | undefined;
  readonly ready: number;
  readonly restarts: number;
  readonly restartedAt: number | undefined;
} {
  const statuses = pod.status?.containerStatuses ?? [];
  const running = statuses.filter((status) => status.ready && status.state?.running !== undefined);
  // The first container that has something to say wins.
  const word = statuses.map(({ state }) => containerWord(state)).find((said) => said !== undefined);
  return {
    word: word === 'Completed' && running.length > 0 ? (hasCondition(pod, 'Ready') ? 'Running' : 'NotReady') : word,
    ready: running.length,
    restarts: sumRestarts(statuses),
    restartedAt: lastEnd(statuses),
  };
}

function containerWord(state: ContainerState | undefined): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  return state?.terminated && terminatedWord(state.terminated);
}

function terminatedWord({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function phaseWord({ status }: Pod): string {
  const gated = status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  if (gated) return 'SchedulingGated';
  return status?.reason ?? status?.phase ?? 'Unknown';
}

function deletionWord({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? undefined : 'Terminating';
}

function sumRestarts(statuses: readonly ContainerStatus[]): number {
  return statuses.reduce((sum, status) => sum + status.restartCount, 0);
}

function lastEnd(statuses: readonly ContainerStatus[]): number | undefined {
  return latest(statuses.map(({ lastState }) => Date.parse(lastState?.terminated?.finishedAt ?? '')));
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.flatMap((time) => (time === undefined || Number.isNaN(time) ? [] : [time]));
  return known.length === 0 ? undefined : Math.max(...known);
}

export function podCondition(pod: Pod, type: string): Condition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function hasCondition(pod: Pod, type: string): boolean {
  return podCondition(pod, type)?.status === 'True';
}
