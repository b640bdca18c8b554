import { EVENTS_KEPT } from './events.js';
import type { ContainerStatus, PersistentVolumeClaim, Pod, Served } from '../kubernetes.js';
import { podCells, podCondition } from '../pod-status.js';
import { type Life, spansOf, type Turn } from './timeline.js';

/** What a container waits for that only takes its time. */
const IN_ORDER = ['ContainerCreating', 'PodInitializing'];
/** A pod that became ready so soon after it started was not ready in between. Milliseconds. */
const SOON = 600_000;

export interface PodViewpoint {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly minReadySeconds: number;
  /** When the last of its claims was bound; nothing where that is not known, `Infinity` where one is not bound. */
  readonly boundAt: number | undefined;
}

/**
 * The life of a pod as far as the pod itself still tells: conditions say when they last changed, containers when they
 * last started, all in whole seconds. What was before that is not known.
 */
export function lifeOfPod(pod: Served<Pod>, viewpoint: PodViewpoint): Life {
  const turns = [...arrival(pod, viewpoint), ...work(pod, viewpoint), ...departure(pod)];
  // A pod that is deleted goes on terminating whatever its containers do.
  const going = turns.findIndex(({ phase }) => phase === 'terminating');
  const end = turns[going];
  const kept =
    end === undefined ? turns : [...turns.filter(({ at, phase }) => at < end.at && phase !== 'terminating'), end];
  return { uid: pod.metadata.uid, spans: spansOf(kept, viewpoint.now) };
}

/** Until it has a node. */
function arrival(pod: Pod, { boundAt }: PodViewpoint): readonly Turn[] {
  const created = Date.parse(pod.metadata.creationTimestamp ?? '') || 0;
  const placed = placedAt(pod);
  const trouble = placed === undefined ? podCondition(pod, 'PodScheduled')?.reason : undefined;
  if (boundAt === undefined || boundAt <= created) return [{ at: created, phase: 'scheduling', trouble }];
  const bound = Math.min(boundAt, placed ?? boundAt);
  const claim: Turn = { at: created, phase: 'claim', trouble: Number.isFinite(bound) ? undefined : trouble };
  return Number.isFinite(bound) ? [claim, { at: bound, phase: 'scheduling', trouble }] : [claim];
}

function placedAt(pod: Pod): number | undefined {
  return trueSince(pod, 'PodScheduled');
}

function trueSince(pod: Pod, type: string): number | undefined {
  const condition = podCondition(pod, type);
  return condition?.status === 'True' ? Date.parse(condition.lastTransitionTime ?? '') || 0 : undefined;
}

/** From when it has a node. */
function work(pod: Pod, viewpoint: PodViewpoint): readonly Turn[] {
  const placed = placedAt(pod);
  if (placed === undefined) return [];
  const initialized = trueSince(pod, 'Initialized');
  const init = initOf(pod);
  if (init.length > 0 && initialized === undefined) {
    return [{ at: placed, phase: 'init', trouble: troubleOf(pod.status?.initContainerStatuses ?? []) }];
  }
  const started = Math.max(placed, init.length > 0 ? (initialized ?? placed) : placed);
  const before: readonly Turn[] = init.length > 0 ? [{ at: placed, phase: 'init' }] : [];
  return [...before, { at: started, phase: 'start' }, ...running(pod, viewpoint)];
}

/** Sidecars are no init containers that anything waits for. */
function initOf({ spec: { initContainers = [] } }: Pod): Pod['spec']['containers'] {
  return initContainers.filter(({ restartPolicy }) => restartPolicy !== 'Always');
}

function running(pod: Pod, viewpoint: PodViewpoint): readonly Turn[] {
  const statuses = pod.status?.containerStatuses ?? [];
  if (statuses.length === 0 || statuses.some(isToStart)) {
    const trouble = troubleOf(statuses);
    return trouble === undefined ? [] : [{ at: troubleSince(pod), phase: 'start', trouble }];
  }
  const up = latest(statuses.map(firstStart)) ?? 0;
  const crashed = statuses.filter(({ restartCount, state }) => restartCount > 0 || state?.terminated !== undefined);
  const end = endOf(pod);
  if (end !== undefined) return [{ at: up, phase: 'unknown' }, end];
  return crashed.length === 0
    ? readiness(pod, up, viewpoint)
    : [{ at: up, phase: 'unknown' }, ...fallen(pod, crashed, viewpoint)];
}

/** It has never run. */
function isToStart({ restartCount, state }: ContainerStatus): boolean {
  return restartCount === 0 && state?.running === undefined && state?.terminated === undefined;
}

/** From when containers of it ended the last time. */
function fallen(pod: Pod, crashed: readonly ContainerStatus[], viewpoint: PodViewpoint): readonly Turn[] {
  const at = latest(crashed.map(lastEnd)) ?? 0;
  const reasons = crashed.map(({ lastState }) => lastState?.terminated?.reason);
  const trouble = troubleOf(crashed) ?? reasons.find((reason) => reason !== undefined) ?? 'Error';
  const again = latest(crashed.map(({ state }) => timeOf(state?.running?.startedAt)));
  const end: Turn = { at, phase: 'start', trouble };
  return again === undefined ? [end] : [end, ...readiness(pod, again, viewpoint)];
}

/** From when its containers run. */
function readiness(pod: Pod, up: number, { now, minReadySeconds }: PodViewpoint): readonly Turn[] {
  const ready = podCondition(pod, 'Ready');
  const at = Math.max(Date.parse(ready?.lastTransitionTime ?? '') || 0, up);
  if (ready?.status !== 'True') {
    // It was ready until then, if it says so of a time after its start.
    return at > up
      ? [
          { at: up, phase: 'ready' },
          { at, phase: 'unready' },
        ]
      : [{ at: up, phase: 'unready' }];
  }
  // It may have been ready before, and not have been for a while: nobody remembers.
  const isFirst = at - up <= SOON || now - up <= EVENTS_KEPT;
  const settled = at + minReadySeconds * 1000;
  const settling: readonly Turn[] = minReadySeconds > 0 ? [{ at, phase: 'settling' }] : [];
  const healthy: readonly Turn[] = settled <= now ? [{ at: settled, phase: 'ready' }] : [];
  return [{ at: up, phase: isFirst ? 'unready' : 'unknown' }, ...settling, ...healthy];
}

/** It will never run again. */
function endOf(pod: Pod): Turn | undefined {
  const phase = pod.status?.phase;
  if (phase !== 'Failed' && phase !== 'Succeeded') return undefined;
  const at = latest((pod.status?.containerStatuses ?? []).map(({ state }) => timeOf(state?.terminated?.finishedAt)));
  return { at: at ?? 0, phase: 'finished', trouble: podCells(pod).status };
}

function departure({ metadata: { deletionTimestamp, deletionGracePeriodSeconds = 0 } }: Pod): readonly Turn[] {
  const until = timeOf(deletionTimestamp);
  return until === undefined ? [] : [{ at: until - deletionGracePeriodSeconds * 1000, phase: 'terminating' }];
}

function troubleOf(statuses: readonly ContainerStatus[]): string | undefined {
  const reasons = statuses.map(({ state }) => state?.waiting?.reason ?? badEnd(state?.terminated));
  return reasons.find((reason) => reason !== undefined && !IN_ORDER.includes(reason));
}

function badEnd(terminated: NonNullable<ContainerStatus['state']>['terminated']): string | undefined {
  return terminated === undefined || terminated.exitCode === 0 ? undefined : (terminated.reason ?? 'Error');
}

/** A pod does not say since when a container waits; not before the kubelet had it. */
function troubleSince(pod: Pod): number {
  return Math.max(trueSince(pod, 'PodScheduled') ?? 0, trueSince(pod, 'PodReadyToStartContainers') ?? 0);
}

/** When a container ran for the first time; nothing where it has been forgotten. */
function firstStart({ restartCount, state, lastState }: ContainerStatus): number | undefined {
  if (restartCount === 0) return timeOf(state?.running?.startedAt ?? state?.terminated?.startedAt);
  return restartCount === 1 && state?.terminated === undefined ? timeOf(lastState?.terminated?.startedAt) : undefined;
}

function lastEnd({ state, lastState }: ContainerStatus): number | undefined {
  return timeOf(state?.terminated?.finishedAt ?? lastState?.terminated?.finishedAt);
}

function timeOf(written: string | undefined): number | undefined {
  const at = Date.parse(written ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** Nothing where one of them is not known. */
function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 || known.length < times.length ? undefined : Math.max(...known);
}

/** When a claim was bound: that is when its phase was last written. `Infinity` where it is not; nothing where nobody says. */
export function boundSince({ metadata, status }: PersistentVolumeClaim): number | undefined {
  if (status?.phase !== 'Bound') return Number.POSITIVE_INFINITY;
  const entry = metadata.managedFields?.find(({ subresource, fieldsV1 }) => {
    const fields = fieldsV1?.['f:status'];
    return subresource === 'status' && typeof fields === 'object' && fields !== null && 'f:phase' in fields;
  });
  return timeOf(entry?.time);
}
