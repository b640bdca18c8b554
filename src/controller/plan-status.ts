import { isSame } from '../petset/differences.js';
import { isHealthy } from '../petset/observed-pet.js';
import { selectorQuery } from '../petset/selector.js';
import { subjectName } from '../petset/subject.js';
import type { SetCondition, SetStatus } from '../petset/set-status.js';
import { type KindOfPet, petsThat } from '../petset/kinds.js';
import type { Desired, NativeRecord, Observed } from './observed.js';
import { pauses } from './plan-pause.js';
import type { Plan, Step } from './step.js';

/**
 * What a record that kubectl's own verbs work on has to be told beside the plan, if anything: not before the steps of the
 * plan, which nobody's curiosity is to hold up, unless it is the template that has changed, which has to be remembered before
 * pets are made of it.
 */
export function bookkeeping(next: Plan, desired: Desired, observed: Observed, isKept: boolean): Step | undefined {
  const { native, going, moving, recorded } = desired;
  if (native === undefined || going !== undefined || moving !== undefined) return undefined;
  if (isKept && !native.isGuarded) return { do: 'guard-record', isGuarded: true };
  // First of all: the status that it follows from is about to tell of the template of now.
  if (!native.isRolloutWritten) return { do: 'record-rollout', rollout: recorded };
  const status = statusOf(next, desired, native, observed);
  const isUrgent = status.updateRevision !== native.status.updateRevision;
  if ((next.kind === 'act' && !isUrgent) || isSame(status, native.status)) return undefined;
  return { do: 'report-status', status };
}

function statusOf(next: Plan, desired: Desired, native: NativeRecord, observed: Observed): SetStatus {
  const { set, revision, recorded } = desired;
  const count = (isMeant: (kind: KindOfPet) => boolean): number =>
    petsThat(observed.pods, (kind) => kind.ownership === 'ours' && isMeant(kind)).length;
  return {
    ...native.status,
    observedGeneration: native.generation,
    replicas: count(() => true),
    readyReplicas: count(isHealthy),
    updatedReplicas: count((kind) => kind.revision === revision),
    currentRevision: recorded?.from ?? revision,
    updateRevision: revision,
    selector: selectorQuery(set.spec.selector),
    paused: pauses(desired, observed).length > 0,
    conditions: [readyCondition(next, native)],
  };
}

/** Ready is a set of which all is as its record wants it. */
function readyCondition(next: Plan, { generation, status: { conditions = [] } }: NativeRecord): SetCondition {
  const [before] = conditions;
  const status = next.kind === 'done' ? 'True' : 'False';
  return {
    type: 'Ready',
    status,
    ...whyReady(next),
    observedGeneration: generation,
    ...(before?.status === status &&
      before.lastTransitionTime !== undefined && { lastTransitionTime: before.lastTransitionTime }),
  };
}

/** Why a set is ready or not, in a word and a line. */
export function whyReady(next: Plan): Pick<SetCondition, 'reason' | 'message'> {
  switch (next.kind) {
    case 'done':
      return { reason: 'AsWanted', message: 'all pets are as the set wants them' };
    case 'stuck':
      return { reason: 'Stuck', message: `${next.obstacle.object} ${next.obstacle.problem}` };
    case 'act':
      return { reason: 'Progressing', message: 'there is something to do' };
    case 'wait':
      return { reason: 'Waiting', message: `for ${[...new Set(next.on.map(subjectName))].join(', ')}` };
  }
}
