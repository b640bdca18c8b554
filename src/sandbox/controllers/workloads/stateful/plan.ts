import { isOver, isReady } from '../../../model/pod.js';
import type { Pod } from '../../../model/pod.js';
import type { Claim } from '../../../model/volume.js';
import type { Workload } from '../../../model/workload.js';
import { isGoing } from '../availability.js';
import { claimsFor, firstOrdinal, hasIdentity, hasStorage, isInRange, newPod } from './identity.js';
import { ordinalOf, replicasWanted, revisionOf } from './identity.js';
import type { Observed } from './observed.js';
import { goesWithPredecessor, ownersToBe } from './retention.js';

/**
 * What a stateful set does next (updateStatefulSet of kubernetes pkg/controller/statefulset/stateful_set_control.go).
 * An ordered one does one thing at a time, and waits for each pod before it goes on to the next.
 */

export interface Move {
  readonly act:
    | 'create'
    | 'delete'
    /** Makes the claims that a pod waits for. */
    | 'provide'
    /** Mends the identity, the volumes and the owners of the claims of a pod. */
    | 'correct'
    /** Sets the owners of the claims of a pod. */
    | 'entrust';
  readonly pod: Pod;
  /** Set when a pod goes because it is of an older revision. */
  readonly isOutdated?: true;
}

/** Moves that may be made at once, after those of the group before. */
export type Plan = readonly (readonly Move[])[];

/** What is done about one pod, and whether an ordered set goes on to the next. */
interface Care {
  readonly moves: readonly Move[];
  readonly waits: boolean;
}

const WAIT: Care = { moves: [], waits: true };
const GO_ON: Care = { moves: [], waits: false };

export function planOf(observed: Observed): Plan {
  const { set, pods } = observed;
  if (set.metadata.deletionTimestamp !== undefined) return [];
  const replicas = replicasOf(observed);
  const condemned = pods
    .filter((pod) => ordinalOf(pod) >= 0 && !isInRange(set, pod))
    .toSorted(byOrdinal)
    .reverse();
  const unavailable = [...replicas, ...condemned.toReversed()].find((pod) => isUnavailable(observed, pod));
  return inTurn(set, [
    () => replicas.map((pod) => careFor(observed, pod)),
    () => condemned.map((pod) => entrust(observed, pod)),
    () => condemned.map((pod) => dismiss(observed, pod, unavailable)),
    () => [renew(observed, replicas)],
  ]);
}

/** An ordered set ends where it has to wait. */
function inTurn(set: Workload, phases: readonly (() => readonly Care[])[]): Plan {
  if (isParallel(set)) return phases.map((phase) => phase().flatMap(({ moves }) => moves));
  const plan: Move[] = [];
  for (const care of phases.flatMap((phase) => phase())) {
    plan.push(...care.moves);
    if (care.waits) break;
  }
  return plan.map((move) => [move]);
}

export const isParallel = ({ spec }: Workload): boolean => spec.podManagementPolicy === 'Parallel';

const byOrdinal = (a: Pod, b: Pod): number => ordinalOf(a) - ordinalOf(b);

const isCreated = ({ status }: Pod): boolean => status.phase !== undefined;

const isUnavailable = ({ isAvailable }: Observed, pod: Pod): boolean => !isAvailable(pod) || isGoing(pod);

const isRunningAndAvailable = ({ isAvailable }: Observed, pod: Pod): boolean =>
  pod.status.phase === 'Running' && isReady(pod) && isAvailable(pod);

const isWell = (observed: Observed, pod: Pod): boolean => !isGoing(pod) && isRunningAndAvailable(observed, pod);

/** A pod for every ordinal: those that there are, and those that there will be. */
function replicasOf({ set, pods, current, update }: Observed): Pod[] {
  const byNumber = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  return Array.from({ length: replicasWanted(set) }, (_, index) => {
    const ordinal = firstOrdinal(set) + index;
    const { name, template } = isAtCurrent(set, index) ? current : update;
    return byNumber.get(ordinal) ?? newPod(set, template, name, ordinal);
  });
}

/** Whether a new pod is made of the revision that all had before. */
function isAtCurrent({ spec, status }: Workload, index: number): boolean {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (rollingUpdate !== undefined) return index < (rollingUpdate.partition ?? 0);
  return type === 'RollingUpdate' && index < (status.currentReplicas ?? 0);
}

function careFor(observed: Observed, pod: Pod): Care {
  const { set } = observed;
  if (isOver(pod)) return { moves: isGoing(pod) ? [] : [{ act: 'delete', pod }], waits: true };
  if (!isCreated(pod)) return { moves: isBarred(observed, pod) ? [] : [{ act: 'create', pod }], waits: true };
  const provided: Move[] = isWaitingForClaims(observed, pod) ? [{ act: 'provide', pod }] : [];
  if (!isParallel(set) && !isWell(observed, pod)) return { moves: provided, waits: true };
  const isRight = hasIdentity(pod) && hasStorage(set, pod) && !isMisowned(observed, pod);
  return { moves: isRight ? provided : [...provided, { act: 'correct', pod }], waits: false };
}

/** Nothing is made beside a claim that is about to go. */
const isBarred = (observed: Observed, pod: Pod): boolean =>
  presentClaims(observed, pod).some((claim) => goesWithPredecessor(claim, observed.set, pod));

const presentClaims = ({ set, claim }: Observed, pod: Pod): Claim[] =>
  claimsFor(set, pod).flatMap(({ metadata }) => claim(metadata.name) ?? []);

const isWaitingForClaims = ({ set, claim }: Observed, pod: Pod): boolean =>
  pod.status.phase === 'Pending' && claimsFor(set, pod).some(({ metadata }) => claim(metadata.name) === undefined);

const isMisowned = (observed: Observed, pod: Pod): boolean =>
  presentClaims(observed, pod).some((claim) => ownersToBe(claim, observed.set, pod) !== undefined);

const entrust = (observed: Observed, pod: Pod): Care =>
  isMisowned(observed, pod) ? { moves: [{ act: 'entrust', pod }], waits: false } : GO_ON;

/** The last pod goes first, and none while another one is not well, unless it is that one. */
function dismiss(observed: Observed, pod: Pod, unavailable: Pod | undefined): Care {
  if (isGoing(pod)) return WAIT;
  if (!isParallel(observed.set) && !isRunningAndAvailable(observed, pod) && pod !== unavailable) return WAIT;
  return { moves: [{ act: 'delete', pod }], waits: true };
}

/**
 * From the last pod down to the partition, the first that is of another revision goes. A pod that is not available is
 * waited for, also one that will never be: a broken update stops there (kubernetes/kubernetes#67250).
 */
function renew(observed: Observed, replicas: readonly Pod[]): Care {
  const { set, update } = observed;
  if (set.spec.updateStrategy?.type === 'OnDelete') return GO_ON;
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (const pod of replicas.slice(partition).reverse()) {
    if (revisionOf(pod) !== update.name && !isGoing(pod)) {
      return { moves: [{ act: 'delete', pod, isOutdated: true }], waits: true };
    }
    if (isUnavailable(observed, pod)) return WAIT;
  }
  return GO_ON;
}
