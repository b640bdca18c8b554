import { own } from '../../model/json.js';
import type { LabelSelector } from '../../model/meta.js';
import type { Requirement } from './requirement.js';
import { matchesAll } from './requirement.js';

/** Whether labels match a selector as objects carry it. An absent selector matches nothing, an empty one everything. */
export function selects(selector: LabelSelector | null | undefined, labels: Readonly<Record<string, string>>): boolean {
  return selector !== undefined && selector !== null && matchesAll(requirementsOf(selector), labels);
}

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

function requirementsOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Requirement[] {
  return [
    ...Object.entries(matchLabels).map(([key, value]): Requirement => ({ key, operator: 'in', values: [value] })),
    ...matchExpressions.map(({ key, operator, values = [] }): Requirement => ({
      key,
      operator: own(OPERATORS, operator) ?? 'in',
      values,
    })),
  ];
}

/** As metav1.FormatLabelSelector writes it: `a=b,c in (d,e),!f`. */
export function formatSelector(selector: LabelSelector | null | undefined): string {
  if (selector === undefined || selector === null) return '<none>';
  const terms = requirementsOf(selector)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(formatRequirement);
  return terms.length === 0 ? '<none>' : terms.join(',');
}

function formatRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  if (operator === 'in' && values.length === 1) return `${key}=${values[0] ?? ''}`;
  return `${key} ${operator} (${[...values].sort().join(',')})`;
}
