import type { Toleration } from '../../model/pod.js';
import type { TopologySpreadConstraint } from '../../model/placement.js';
import { duplicate, forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying } from './choice.js';
import { labelValueFaults, qualifiedNameFaults } from './name.js';
import { validateLabelSelector } from './selector.js';

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(tolerations: readonly Toleration[], field: string): FieldError[] {
  return tolerations.flatMap((toleration, index) => validateToleration(toleration, `${field}[${index}]`));
}

function validateToleration(toleration: Toleration, path: string): FieldError[] {
  const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
  return [
    ...obeying(key, `${path}.key`, qualifiedNameFaults),
    ...(key === '' && operator !== 'Exists' ? [invalidValue(`${path}.operator`, operator, MATCH_ALL)] : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [invalidValue(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...validateOperator(toleration, path),
    ...(effect === '' || TAINT_EFFECTS.includes(effect) ? [] : [notSupported(`${path}.effect`, effect, TAINT_EFFECTS)]),
  ];
}

const MATCH_ALL = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';

function validateOperator({ operator = '', value = '' }: Toleration, path: string): FieldError[] {
  const field = `${path}.operator`;
  const faults = operator === 'Exists' || !['', 'Equal'].includes(operator) ? [] : labelValueFaults(value);
  if (faults.length > 0) return faults.map((fault) => invalidValue(field, value, fault));
  if (operator === 'Exists' && value !== '') {
    return [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")];
  }
  return ['', 'Exists', 'Equal'].includes(operator) ? [] : [notSupported(field, operator, ['Equal', 'Exists'])];
}

const POLICIES = ['Honor', 'Ignore'];
const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

/** How evenly pods are to be spread (validateTopologySpreadConstraints). */
export function validateSpread(constraints: readonly TopologySpreadConstraint[], field: string): FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const { maxSkew, topologyKey, whenUnsatisfiable: action } = constraint;
    const path = `${field}[${index}]`;
    const isRepeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === action);
    return [
      ...(maxSkew > 0 ? [] : [invalidValue(`${path}.maxSkew`, maxSkew, 'must be greater than zero')]),
      ...(topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
      ...(ACTIONS.includes(action) ? [] : [notSupported(`${path}.whenUnsatisfiable`, action, ACTIONS)]),
      ...(isRepeated ? [duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`)] : []),
      ...validateMinDomains(constraint, `${path}.minDomains`),
      ...validatePolicy(constraint.nodeAffinityPolicy, `${path}.nodeAffinityPolicy`),
      ...validatePolicy(constraint.nodeTaintsPolicy, `${path}.nodeTaintsPolicy`),
      ...validateLabelKeys(constraint, `${path}.matchLabelKeys`),
      ...validateLabelSelector(constraint.labelSelector, `${path}.labelSelector`),
    ];
  });
}

function validateMinDomains(
  { minDomains, whenUnsatisfiable: action }: TopologySpreadConstraint,
  field: string,
): FieldError[] {
  if (minDomains === undefined) return [];
  const words = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return [
    ...(minDomains > 0 ? [] : [invalidValue(field, minDomains, 'must be greater than zero')]),
    ...(action === 'DoNotSchedule' ? [] : [invalidValue(field, minDomains, words)]),
  ];
}

const validatePolicy = (policy: string | undefined, field: string): FieldError[] =>
  policy === undefined || POLICIES.includes(policy) ? [] : [notSupported(field, policy, POLICIES)];

function validateLabelKeys(
  { matchLabelKeys = [], labelSelector }: TopologySpreadConstraint,
  field: string,
): FieldError[] {
  if (matchLabelKeys.length === 0 || labelSelector !== undefined) return [];
  return [forbiddenValue(field, 'must not be specified when labelSelector is not set')];
}
