import { isSame } from '../petset/differences.js';
import { isHealthy } from '../petset/observed-pet.js';
import { selectorQuery } from '../petset/selector.js';
import type { SetStatus } from '../petset/set-status.js';
import type { Desired, NativeRecord, Observed } from './observed.js';
import type { Plan, Step } from './step.js';

/**
 * What a record that kubectl's own verbs work on has to be told beside the plan, if anything: not before the steps of the
 * plan, which nobody's curiosity is to hold up, unless it is the template that has changed, which has to be remembered before
 * pets are made of it.
 */
export function bookkeeping(next: Plan, desired: Desired, observed: Observed, isKept: boolean): Step | undefined {
  const { native, going, moving } = desired;
  if (native === undefined || going !== undefined || moving !== undefined) return undefined;
  if (isKept && !native.isGuarded) return { do: 'guard-record', isGuarded: true };
  const status = statusOf(desired, native, observed);
  const isUrgent = status.updateRevision !== native.status.updateRevision;
  if ((next.kind === 'act' && !isUrgent) || isSame(status, native.status)) return undefined;
  return { do: 'report-status', status };
}

function statusOf(
  { set, revision, recorded }: Desired,
  { generation, status }: NativeRecord,
  { pods }: Observed,
): SetStatus {
  const pets = [...pods.values()].filter(({ ownership }) => ownership === 'ours');
  return {
    ...status,
    observedGeneration: generation,
    replicas: pets.length,
    readyReplicas: pets.filter(isHealthy).length,
    updatedReplicas: pets.filter((pet) => pet.revision === revision).length,
    currentRevision: recorded?.from ?? revision,
    updateRevision: revision,
    selector: selectorQuery(set.spec.selector),
  };
}
