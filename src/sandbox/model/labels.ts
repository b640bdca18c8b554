import { own } from './json.js';
import type { LabelSelector, LabelSelectorRequirement } from './meta.js';

type Labels = Readonly<Record<string, string>>;

/** Whether labels match a selector as objects carry it: an absent one matches nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return hasLabels(labels, matchLabels) && matchExpressions.every((term) => fitsTerm(term, labels));
}

/** Whether all of `wanted` are among `labels`. */
export const hasLabels = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => own(labels, key) === value);

/** Whether labels fit one term: of a selector of labels, or of nodes, which may compare numbers too. */
export function fitsTerm({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const value = own(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}
