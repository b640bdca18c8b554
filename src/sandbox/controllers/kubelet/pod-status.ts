import type { Condition } from '../../model/meta.js';
import type {
  Container,
  ContainerState,
  ContainerStatus,
  PodStatus,
  VolumeMount,
  VolumeMountStatus,
} from '../../model/pod.js';
import { isOver } from '../../model/pod.js';
import { timestamp } from '../../platform/clock.js';
import { imageId } from './container-id.js';
import { readinessConditions } from './conditions.js';
import type { ContainerRecord, Run } from './container-record.js';
import { phaseOf } from './phase.js';
import type { PodState } from './pod-state.js';

/** The status of a pod as its containers are now. Times of conditions that did not change stay. */
export function podStatus(state: PodState, now: number): PodStatus {
  const { pod, records, isOver, verdict } = state;
  const phase = reportedPhase(state);
  const generation = pod.metadata.generation ?? 1;
  const statuses = (isWanted: (record: ContainerRecord) => boolean): ContainerStatus[] =>
    records.filter(isWanted).map((record) => containerStatus(record, state));
  const init = statuses(({ role }) => role !== 'main');
  return {
    observedGeneration: generation,
    phase,
    ...(isOver && verdict),
    conditions: readinessConditions(state, computedPhase(state)).map((condition) =>
      withTimes({ ...condition, observedGeneration: generation }, state, now),
    ),
    hostIP: state.hostIP,
    hostIPs: [{ ip: state.hostIP }],
    ...(state.podIP !== undefined && { podIP: state.podIP, podIPs: [{ ip: state.podIP }] }),
    startTime: pod.status.startTime ?? timestamp(state.wall(state.startedAt)),
    ...(init.length > 0 && { initContainerStatuses: init }),
    // Of init containers the order matters; the others are sorted, so that a status does not change without need.
    containerStatuses: statuses(({ role }) => role === 'main').sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...ephemeralStatuses(state, now),
  };
}

/** Containers that are put into a running pod to look into it: whoever waits for one is told that there is nothing to see. */
function ephemeralStatuses({ pod, wall }: PodState, now: number): Pick<PodStatus, 'ephemeralContainerStatuses'> {
  const { ephemeralContainers = [] } = pod.spec;
  if (ephemeralContainers.length === 0) return {};
  const present = pod.status.ephemeralContainerStatuses ?? [];
  const at = timestamp(wall(now));
  const ephemeralContainerStatuses = ephemeralContainers.map(
    ({ name, image = '' }): ContainerStatus =>
      present.find((one) => one.name === name) ?? {
        name,
        state: { terminated: { ...NOTHING_TO_SEE, startedAt: at, finishedAt: at } },
        lastState: {},
        ready: false,
        restartCount: 0,
        image,
        imageID: imageId(image),
      },
  );
  return { ephemeralContainerStatuses };
}

const NOTHING_TO_SEE = {
  exitCode: 1,
  reason: 'Error',
  message: 'containers are simulated here, and nothing runs in this one: try kubectl exec',
};

const computedPhase = ({ pod, records, isOver, verdict }: PodState): string =>
  verdict !== undefined ? 'Failed' : phaseOf(records, pod.spec.restartPolicy ?? 'Always', isOver);

/** A pod is not told to be over before all of it is cleared away: until then it keeps its phase. */
function reportedPhase(state: PodState): string {
  const phase = computedPhase(state);
  return isOver({ status: { phase } }) && !state.isOver ? (state.pod.status.phase ?? 'Pending') : phase;
}

function withTimes(condition: Condition, { told, wall }: PodState, now: number): Condition {
  const present = told.find(({ type }) => type === condition.type);
  const since = present?.status === condition.status ? present.lastTransitionTime : undefined;
  return { ...condition, lastProbeTime: null, lastTransitionTime: since ?? timestamp(wall(now)) };
}

function containerStatus(record: ContainerRecord, state: PodState): ContainerStatus {
  const { container, run, lastRun, restartCount } = record;
  const image = run?.image ?? container.image ?? '';
  return {
    name: container.name,
    state: stateOf(record, state),
    // A run that ended is the last state while another reason to wait is told.
    lastState: ended(record.waiting === undefined ? lastRun : run, state) ?? {},
    ready: record.role === 'init' ? record.hasSucceeded : record.isRunning && run?.ready === true,
    restartCount,
    image,
    imageID: run === undefined ? '' : imageId(image),
    ...(run !== undefined && { containerID: run.id }),
    started: hasStarted(record),
    ...(run !== undefined && resourcesOf(container)),
    ...mountsOf(container),
  };
}

/** What a container that was made was given of its node. */
const resourcesOf = ({ resources }: Container): Partial<ContainerStatus> => ({
  ...(resources.requests !== undefined && { allocatedResources: resources.requests }),
  resources,
});

const mountsOf = ({ volumeMounts = [] }: Container): Partial<ContainerStatus> =>
  volumeMounts.length === 0 ? {} : { volumeMounts: volumeMounts.map(mountStatus) };

const mountStatus = ({ name, mountPath, readOnly }: VolumeMount): VolumeMountStatus => ({
  name,
  mountPath,
  ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
});

/** An init container that is no sidecar has no probe to wait for. */
const hasStarted = ({ role, isRunning, run }: ContainerRecord): boolean =>
  isRunning && (role === 'init' || run?.started === true);

function stateOf(record: ContainerRecord, state: PodState): ContainerState {
  const { run, waiting } = record;
  const { records, isOver, pod, wall } = state;
  const isInitialized = records.every((one) => one.role !== 'init' || one.hasSucceeded);
  if (isOver && run === undefined && isInitialized) return { terminated: NEVER_RUN };
  // What it waited for does not matter any more once the pod is to go.
  if (waiting !== undefined && pod.metadata.deletionTimestamp === undefined) {
    return { waiting: { reason: waiting.reason, ...(waiting.message !== '' && { message: waiting.message }) } };
  }
  if (run === undefined) return { waiting: { reason: record.firstReason } };
  return ended(run, state) ?? { running: { startedAt: timestamp(wall(run.startedAt)) } };
}

/** What a kubelet says of a container that never ran, when its pod ends. */
const NEVER_RUN = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
  startedAt: null,
  finishedAt: null,
};

function ended(run: Run | undefined, { wall }: PodState): ContainerState | undefined {
  if (run?.end === undefined) return undefined;
  const { exitCode, finishedAt } = run.end;
  return {
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: timestamp(wall(run.startedAt)),
      finishedAt: timestamp(wall(finishedAt)),
      containerID: run.id,
    },
  };
}
