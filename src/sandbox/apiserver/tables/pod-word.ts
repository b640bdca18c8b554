import type { Container, ContainerState, ContainerStatus, Pod, TerminatedState } from '../../model/pod.js';
import { containersOf, isSidecar } from '../../model/pod.js';

/** What READY, STATUS and RESTARTS tell of a pod. */
export interface PodWord {
  readonly ready: number;
  readonly total: number;
  readonly word: string;
  readonly restarts: number;
  /** When a container last ended before it was restarted, if one was. */
  readonly lastRestart: string | undefined;
}

/** The rules of the server's table of pods (kubernetes pkg/printers/internalversion/printers.go, printPod). */
export function podWord(pod: Pod): PodWord {
  const init = readInit(pod);
  const isStarted = init.word === undefined || conditionIsTrue(pod, 'Initialized');
  const main = isStarted ? readMain(pod) : undefined;
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar).length;
  const restarted = main === undefined ? init.seen : [...init.seenSidecars, ...main.statuses];
  return {
    ready: init.ready + (main?.ready ?? 0),
    total: containersOf(pod.spec).length + sidecars,
    word: wordOfDeletion(pod) ?? main?.word ?? init.word ?? wordOfPhase(pod),
    restarts: restarted.reduce((sum, { restartCount }) => sum + restartCount, 0),
    lastRestart: restarted
      .flatMap(({ lastState }) => lastState.terminated?.finishedAt ?? [])
      .sort()
      .at(-1),
  };
}

interface Init {
  /** Why the pod is not initialized; nothing once it is. */
  readonly word: string | undefined;
  /** Statuses up to the first unfinished one. */
  readonly seen: readonly ContainerStatus[];
  readonly seenSidecars: readonly ContainerStatus[];
  readonly ready: number;
}

function readInit({ spec, status }: Pod): Init {
  const containers = new Map((spec.initContainers ?? []).map((container) => [container.name, container]));
  const statuses = status.initContainerStatuses ?? [];
  const first = statuses.findIndex((one) => !isPassed(one, containers.get(one.name)));
  const seen = first === -1 ? statuses : statuses.slice(0, first + 1);
  const seenSidecars = seen.filter(({ name }) => {
    const container = containers.get(name);
    return container !== undefined && isSidecar(container);
  });
  const current = statuses[first];
  return {
    word: current === undefined ? undefined : wordOfInit(current.state, first, containers.size),
    seen,
    seenSidecars,
    ready: seenSidecars.filter((one) => one.started === true && one.ready).length,
  };
}

/** A finished init container, or a sidecar that has started. */
function isPassed(status: ContainerStatus, container: Container | undefined): boolean {
  if (status.state.terminated?.exitCode === 0) return true;
  return container !== undefined && isSidecar(container) && status.started === true;
}

function wordOfInit(state: ContainerState, index: number, total: number): string {
  if (state.terminated !== undefined) return `Init:${wordOfEnd(state.terminated)}`;
  const reason = state.waiting?.reason ?? '';
  return reason !== '' && reason !== 'PodInitializing' ? `Init:${reason}` : `Init:${index}/${total}`;
}

interface Main {
  readonly word: string | undefined;
  readonly statuses: readonly ContainerStatus[];
  readonly ready: number;
}

function readMain(pod: Pod): Main {
  const statuses = pod.status.containerStatuses ?? [];
  const ready = statuses.filter((status) => status.ready && status.state.running !== undefined).length;
  // The server goes from the last to the first and lets each overwrite the word: the first that has one wins.
  const word = statuses.map(({ state }) => wordOfState(state)).find((text) => text !== undefined);
  if (word !== 'Completed' || ready === 0) return { word, statuses, ready };
  return { word: conditionIsTrue(pod, 'Ready') ? 'Running' : 'NotReady', statuses, ready };
}

function wordOfState({ waiting, terminated }: ContainerState): string | undefined {
  if (waiting?.reason !== undefined && waiting.reason !== '') return waiting.reason;
  return terminated === undefined ? undefined : wordOfEnd(terminated);
}

function wordOfEnd({ reason, signal, exitCode }: TerminatedState): string {
  if (reason !== undefined && reason !== '') return reason;
  return signal === undefined || signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

function wordOfPhase({ status }: Pod): string {
  const isGated = status.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  if (isGated === true) return 'SchedulingGated';
  return status.reason ?? status.phase ?? '';
}

function wordOfDeletion({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status.reason === 'NodeLost') return 'Unknown';
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? undefined : 'Terminating';
}

const conditionIsTrue = ({ status }: Pod, wanted: string): boolean =>
  status.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') === true;
