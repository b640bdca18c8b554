import type { DisruptionBudget } from '../../model/core.js';
import { asJson } from '../../model/json.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative } from './choice.js';
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
  return [...validateShare(minAvailable, 'spec.minAvailable'), ...validateShare(maxUnavailable, 'spec.maxUnavailable')];
}

export function validateShare(share: number | string | undefined, field: string): FieldError[] {
  if (typeof share !== 'string') return notNegative(share, field);
  return /^[0-9]+%$/.test(share) ? [] : [invalidValue(field, share, PERCENT_WORDS)];
}
