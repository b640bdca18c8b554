import type { Condition } from '../../../model/meta.js';
import { equalJson } from '../../../model/json.js';
import type { Autoscaler, AutoscalerStatus } from '../../../model/networking.js';

/** What is told of an autoscaler's last look, in the words of the cluster. */
export interface Saying {
  readonly type: 'AbleToScale' | 'ScalingActive';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export const FOUND: Saying = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};

export const notFound = (words: string): Saying => ({
  type: 'AbleToScale',
  status: 'False',
  reason: 'FailedGetScale',
  message: `the HPA controller was unable to get the target's current scale: ${words}`,
});

export const resized = (replicas: number): Saying => ({
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededRescale',
  message: `the HPA controller was able to update the target scale to ${replicas}`,
});

export const notResized = (words: string): Saying => ({
  type: 'AbleToScale',
  status: 'False',
  reason: 'FailedUpdateScale',
  message: `the HPA controller was unable to update the target scale: ${words}`,
});

export const inactive = (reason: string, message: string): Saying => ({
  type: 'ScalingActive',
  status: 'False',
  reason,
  message,
});

export const OFF = inactive('ScalingDisabled', 'scaling is disabled since the replica count of the target is zero');

/** What one look came to. Counts that are left out stay as they are. */
export interface Outcome {
  readonly sayings: readonly Saying[];
  readonly current?: number;
  readonly desired?: number;
  readonly isResized?: boolean;
  /** How many metrics were asked for. */
  readonly measured?: number;
}

export function statusAfter({ status }: Autoscaler, outcome: Outcome, now: string): AutoscalerStatus {
  const { sayings, current, desired, isResized = false, measured } = outcome;
  const conditions = sayings.reduce<readonly Condition[]>(
    (all, saying) => said(all, saying, now),
    status.conditions ?? [],
  );
  if (current === undefined) return { ...status, conditions: [...conditions] };
  return {
    currentReplicas: current,
    desiredReplicas: desired ?? status.desiredReplicas,
    ...(status.lastScaleTime !== undefined && { lastScaleTime: status.lastScaleTime }),
    ...(isResized && { lastScaleTime: now }),
    currentMetrics: measured === undefined ? null : Array.from({ length: measured }, () => ({ type: '' })),
    conditions: [...conditions],
  };
}

/** A condition keeps its place, and its time as long as it says the same. */
function said(conditions: readonly Condition[], saying: Saying, now: string): readonly Condition[] {
  const known = conditions.find(({ type }) => type === saying.type);
  const lastTransitionTime = known?.status === saying.status ? (known.lastTransitionTime ?? now) : now;
  const condition: Condition = { ...saying, lastTransitionTime };
  return known === undefined ? [...conditions, condition] : conditions.map((one) => (one === known ? condition : one));
}

export const isNews = (was: AutoscalerStatus, is: AutoscalerStatus): boolean =>
  !equalJson(withCounts(was), withCounts(is));

const withCounts = (status: AutoscalerStatus): AutoscalerStatus => ({
  currentReplicas: 0,
  currentMetrics: null,
  conditions: [],
  ...status,
});
