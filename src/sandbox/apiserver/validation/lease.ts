import type { Lease } from '../../model/core.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative } from './choice.js';

/** What is wrong with a lease (kubernetes pkg/apis/coordination/validation). */
export function validateLease({ spec }: Lease): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions } = spec;
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : []),
    ...notNegative(leaseTransitions, 'spec.leaseTransitions'),
  ];
}
