import type { ResourceQuota } from '../../model/core.js';
import { quantityNano } from '../../model/quantity.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegativeAmount } from './resources.js';

/** Resources of a quota that need no domain before their name. */
const QUOTA_RESOURCES =
  /^(?:cpu|memory|storage|ephemeral-storage|pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.(?:nodeports|loadbalancers)|(?:requests|limits)\.[a-z-]+(?:\.[a-z-]+)*)$/;

/** Resources that are counted. */
const INTEGERS =
  /^(?:count\/.*|pods|services(?:\..*)?|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims)$/;

/** What is wrong with a quota (kubernetes pkg/apis/core/validation, ValidateResourceQuota). */
export function validateQuota({ spec }: ResourceQuota): FieldError[] {
  return Object.entries(spec.hard ?? {}).flatMap(([resource, amount]) => {
    const field = `spec.hard[${resource}]`;
    const isKnown = resource.includes('/') || QUOTA_RESOURCES.test(resource);
    const isFraction = quantityNano(amount) % 1_000_000_000n !== 0n;
    return [
      ...(isKnown
        ? []
        : [
            invalidValue(field, resource, 'must be a standard resource type or fully qualified'),
            invalidValue(field, resource, 'must be a standard resource for quota'),
          ]),
      ...notNegativeAmount(amount, field),
      ...(INTEGERS.test(resource) && isFraction ? [invalidValue(field, amount, 'must be an integer')] : []),
    ];
  });
}
