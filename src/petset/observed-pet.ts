import { INITIALIZED_ANNOTATION, LABELS } from './identity.js';
import { isInitialized } from './initialized.js';
import { isRestarting, restartedAt } from './in-place.js';
import type { OwnerReference, Pod, PodSpec, Served } from './kubernetes.js';
import { describeForeign, type Ownership, ownershipOf } from './ownership.js';
import type { PetSet } from './petset.js';
import { hasCondition, podCells, type PodCells, podCondition } from './pod-status.js';

/**
 * - `starting`: not running, or running and not ready
 * - `settling`: ready, but not yet for minReadySeconds
 * - `restarting`: its image was changed where it runs, and the container of before has not been replaced yet
 * - `healthy`: running, ready, and for long enough
 * - `finished`: its phase is Failed or Succeeded; it will never run again
 * - `terminating`: deleted, and not gone yet
 */
export type PetState = 'starting' | 'restarting' | 'settling' | 'healthy' | 'finished' | 'terminating';

/** All that anybody here knows of a pod with the name of a pet, read from it once. */
export interface ObservedPet {
  readonly name: string;
  readonly ordinal: number;
  readonly uid: string;
  readonly ownership: Ownership;
  /** Why a foreign or a stray pod is not ours, to be read after its name. */
  readonly foreign: string | undefined;
  readonly state: PetState;
  /** False when the annotation `pod.alpha.kubernetes.io/initialized` says so: the pet pauses its set. */
  readonly initialized: boolean;
  /** The hash of the template that it was made from; nothing for an adopted pod. */
  readonly revision: string | undefined;
  /** The hash of what it was given for its ordinal alone, as `overrideHash` has it; nothing where it was given nothing. */
  readonly override: string | undefined;
  /** As `kubectl get pods` shows it. */
  readonly cells: PodCells;
  readonly node: string | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds: when a settling pet will count as healthy. */
  readonly availableAt: number | undefined;
  /** Epoch milliseconds: when the grace period of a terminating pet ends. */
  readonly killedAt: number | undefined;
  /** Seconds: how long that grace period is. */
  readonly graceSeconds: number | undefined;
  /** Seconds: how long it has to end once it is deleted. */
  readonly gracePeriod: number;
  /** Milliseconds that its containers took to run, from its creation; nothing where one of them has run before, or does not run. */
  readonly startedIn: number | undefined;
}

/** As the PetSet controller of 1.3 had it: a pet that has the brake on is not healthy either. */
export function isHealthy({ state, initialized }: Pick<ObservedPet, 'state' | 'initialized'>): boolean {
  return state === 'healthy' && initialized;
}

/** What the eye needs besides the pod: the set, the reference its pets carry, and the time in epoch milliseconds. */
export interface Viewpoint {
  readonly set: PetSet;
  readonly owner: OwnerReference;
  readonly now: number;
}

/**
 * Reads a pod. Its state is that of the PetSet controller of 1.3: healthy when Running and Ready and not Terminating; and,
 * as in a StatefulSet, ready for minReadySeconds.
 */
export function observePet(pod: Served<Pod>, ordinal: number, { set, owner, now }: Viewpoint): ObservedPet {
  const { metadata, spec } = pod;
  const availableAt = availableSince(pod, set.spec.minReadySeconds);
  const state = petState(pod, availableAt !== undefined && availableAt > now);
  const ownership = ownershipOf(pod, set, owner);
  return {
    name: metadata.name,
    ordinal,
    uid: metadata.uid,
    ownership,
    foreign: ownership === 'foreign' || ownership === 'stray' ? describeForeign(pod, set) : undefined,
    state,
    initialized: isInitialized(metadata.annotations?.[INITIALIZED_ANNOTATION]),
    revision: metadata.labels?.[LABELS.revision],
    override: metadata.labels?.[LABELS.override],
    cells: podCells(pod),
    node: spec.nodeName,
    createdAt: Date.parse(metadata.creationTimestamp ?? '') || now,
    availableAt: state === 'settling' ? availableAt : undefined,
    killedAt: metadata.deletionTimestamp === undefined ? undefined : Date.parse(metadata.deletionTimestamp),
    graceSeconds: metadata.deletionGracePeriodSeconds,
    gracePeriod: gracePeriodOf(spec),
    startedIn: startedIn(pod),
  };
}

/** Seconds; the server fills in the default (kubernetes pkg/apis/core/v1, DefaultTerminationGracePeriodSeconds). */
export function gracePeriodOf({ terminationGracePeriodSeconds = 30 }: PodSpec): number {
  return terminationGracePeriodSeconds;
}

function startedIn({ metadata, status }: Pod): number | undefined {
  const containers = status?.containerStatuses ?? [];
  const starts = containers.map(({ state, restartCount }) =>
    restartCount === 0 ? Date.parse(state?.running?.startedAt ?? '') : Number.NaN,
  );
  const took = Math.max(...starts) - Date.parse(metadata.creationTimestamp ?? '');
  return Number.isFinite(took) && took >= 0 ? took : undefined;
}

function petState(pod: Pod, tooYoung: boolean): PetState {
  const phase = pod.status?.phase;
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating';
  if (phase === 'Failed' || phase === 'Succeeded') return 'finished';
  if (phase !== 'Running' || !hasCondition(pod, 'Ready')) return 'starting';
  if (isRestarting(pod)) return 'restarting';
  return tooYoung ? 'settling' : 'healthy';
}

function availableSince(pod: Pod, minReadySeconds: number): number | undefined {
  const ready = podCondition(pod, 'Ready');
  if (minReadySeconds === 0 || ready?.status !== 'True' || ready.lastTransitionTime === undefined) return undefined;
  const since = Math.max(Date.parse(ready.lastTransitionTime), restartedAt(pod) ?? 0);
  return since + minReadySeconds * 1000;
}
