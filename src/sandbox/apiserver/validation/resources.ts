import { own } from '../../model/json.js';
import type { ResourceRequirements } from '../../model/pod.js';
import { quantityNano } from '../../model/quantity.js';
import { invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { qualifiedNameFaults } from './name.js';

/** Resources of a container that need no domain before their name. */
const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage']);

const isStandard = (name: string): boolean => STANDARD.has(name) || name.startsWith('hugepages-');

/** Requests and limits of a container. */
export function validateResources({ limits = {}, requests = {} }: ResourceRequirements, field: string): FieldError[] {
  return [
    ...Object.entries(limits).flatMap(([name, amount]) => validateAmount(name, amount, `${field}.limits[${name}]`)),
    ...Object.entries(requests).flatMap(([name, amount]) => [
      ...validateAmount(name, amount, `${field}.requests[${name}]`),
      ...validateAgainstLimit(name, amount, own(limits, name), field),
    ]),
  ];
}

function validateAmount(name: string, amount: string, field: string): FieldError[] {
  return [...validateName(name, field), ...notNegativeAmount(amount, field)];
}

function validateName(name: string, field: string): FieldError[] {
  const faults = qualifiedNameFaults(name).map((fault) => invalidValue(field, name, fault));
  if (faults.length > 0 || name.includes('/') || isStandard(name)) return faults;
  return [
    invalidValue(field, name, 'must be a standard resource type or fully qualified'),
    invalidValue(field, name, 'must be a standard resource for containers'),
  ];
}

export function notNegativeAmount(amount: string, field: string): FieldError[] {
  return quantityNano(amount) < 0n ? [invalidValue(field, amount, 'must be greater than or equal to 0')] : [];
}

/** Only what can be taken back may be requested without a limit. */
function validateAgainstLimit(name: string, amount: string, limit: string | undefined, field: string): FieldError[] {
  if (limit === undefined) {
    const isOvercommitable = !name.includes('/') && !name.startsWith('hugepages-');
    const words = 'Limit must be set for non overcommitable resources';
    return isOvercommitable ? [] : [required(`${field}.limits`, words)];
  }
  if (quantityNano(amount) <= quantityNano(limit)) return [];
  return [invalidValue(`${field}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`)];
}
