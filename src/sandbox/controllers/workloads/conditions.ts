import type { WorkloadCondition } from '../../model/workload.js';

type Conditions = readonly WorkloadCondition[];

export const conditionOf = (conditions: Conditions | undefined, type: string): WorkloadCondition | undefined =>
  conditions?.find((one) => one.type === type);

export const withoutCondition = (conditions: Conditions, type: string): WorkloadCondition[] =>
  conditions.filter((one) => one.type !== type);

/** A condition that says the same for the same reason stays as it is; one that says the same does so since it began to. */
export function withCondition(conditions: Conditions, condition: WorkloadCondition): Conditions {
  const was = conditionOf(conditions, condition.type);
  const isSame = was?.status === condition.status;
  if (isSame && was.reason === condition.reason) return conditions;
  const { lastTransitionTime } = isSame ? was : condition;
  return [
    ...withoutCondition(conditions, condition.type),
    { ...condition, ...(lastTransitionTime !== undefined && { lastTransitionTime }) },
  ];
}
