import type { PodSpec, Toleration } from '../../model/pod.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying } from './choice.js';
import { qualifiedNameFaults } from './name.js';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

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
    ...(effect === '' || EFFECTS.includes(effect) ? [] : [notSupported(`${path}.effect`, effect, EFFECTS)]),
  ];
}

const MATCH_ALL = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';

function validateOperator({ operator = '', value = '' }: Toleration, path: string): FieldError[] {
  const field = `${path}.operator`;
  if (operator === 'Exists' && value !== '') {
    return [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")];
  }
  return ['', 'Exists', 'Equal'].includes(operator) ? [] : [notSupported(field, operator, ['Equal', 'Exists'])];
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

export function validateNodeAffinity({ affinity }: PodSpec, field: string): FieldError[] {
  const affinityField = `${field}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
  const wanted = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (wanted === undefined) return [];
  const terms = wanted.nodeSelectorTerms ?? [];
  if (terms.length === 0) return [required(affinityField, 'must have at least one node selector term')];
  return terms.flatMap(({ matchExpressions = [] }, term) =>
    matchExpressions.flatMap(({ operator }, index) => {
      const path = `${affinityField}[${term}].matchExpressions[${index}].operator`;
      return OPERATORS.includes(operator) ? [] : [invalidValue(path, operator, 'not a valid selector operator')];
    }),
  );
}
