import { own } from './json.js';
import type { LabelSelector, LabelSelectorRequirement } from './meta.js';

type Labels = Readonly<Record<string, string>>;

/** Whether labels match a selector as objects carry it: an absent one matches nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return hasLabels(labels, matchLabels) && matchExpressions.every((term) => fits(term, own(labels, term.key)));
}

/** Whether all of `wanted` are among `labels`. */
export const hasLabels = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => own(labels, key) === value);

function fits({ operator, values = [] }: LabelSelectorRequirement, value: string | undefined): boolean {
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const isIn = value !== undefined && values.includes(value);
  return operator === 'In' ? isIn : !isIn;
}
