import type { DisruptionBudget } from '../../model/core.js';
import { asJson } from '../../model/json.js';
import { invalidValue, notSupported } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative } from './choice.js';
import { validateLabelSelector } from './selector.js';
import { dumpStruct } from './immutable/dump.js';

const PERCENT_WORDS =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** What is wrong with a disruption budget (kubernetes pkg/apis/policy/validation). */
export function validateDisruptionBudget({ spec }: DisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const words = 'minAvailable and maxUnavailable cannot be both set';
    return [invalidValue('spec', dumpStruct('PodDisruptionBudgetSpec', asJson(spec)), words)];
  }
  const policy = spec.unhealthyPodEvictionPolicy;
  return [
    ...validateBoundedShare(minAvailable, 'spec.minAvailable'),
    ...validateBoundedShare(maxUnavailable, 'spec.maxUnavailable'),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
    ...validateLabelSelector(spec.selector, 'spec.selector'),
  ];
}

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

function validateBoundedShare(share: number | string | undefined, field: string): FieldError[] {
  const errors = validateShare(share, field);
  if (errors.length > 0 || typeof share !== 'string' || Number.parseInt(share, 10) <= 100) return errors;
  return [invalidValue(field, share, 'must not be greater than 100%')];
}

export function validateShare(share: number | string | undefined, field: string): FieldError[] {
  if (typeof share !== 'string') return notNegative(share, field);
  return /^[0-9]+%$/.test(share) ? [] : [invalidValue(field, share, PERCENT_WORDS)];
}
