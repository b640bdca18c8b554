import { timestamp } from '../../../platform/clock.js';
import type { Definition, DefinitionCondition } from '../definition.js';

export const DEFINITION_GROUP = 'apiextensions.k8s.io';

/** The resource that stores definitions. */
export const DEFINITIONS = `customresourcedefinitions.${DEFINITION_GROUP}`;

/** Sets a condition of a draft in the place of one of its type; the time is that of the last change of its status. */
export function setCondition(definition: Definition, now: number, wanted: DefinitionCondition): void {
  const present = (definition.status.conditions ?? []).map((condition) => ({ ...condition }));
  const was = present.find(({ type }) => type === wanted.type);
  const since = was?.status === wanted.status ? was.lastTransitionTime : timestamp(now);
  const { type, status, reason = '', message = '' } = wanted;
  const condition: DefinitionCondition = { type, status, lastTransitionTime: since ?? timestamp(now), reason, message };
  const index = present.findIndex((one) => one.type === type);
  if (index < 0) present.push(condition);
  else present[index] = condition;
  definition.status = { ...definition.status, conditions: present };
}
