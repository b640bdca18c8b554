import type { ResourceReference } from '../../model/pod.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

/** What a container is told of its resources (validateContainerResourceFieldSelector). */

const RESOURCES = ['limits', 'requests'].flatMap((part) =>
  ['cpu', 'ephemeral-storage', 'memory'].map((resource) => `${part}.${resource}`),
);

const HUGE_PAGES = /^(?:limits|requests)\.hugepages-/;

/** A file, other than a variable, has to say which container it is about. */
export function validateResourceReference(
  { containerName = '', resource, divisor }: ResourceReference,
  field: string,
  isFile: boolean,
): FieldError[] {
  return [...validateWhat(containerName, resource, field, isFile), ...validateDivisor(resource, divisor, field)];
}

function validateWhat(containerName: string, resource: string, field: string, isFile: boolean): FieldError[] {
  if (isFile && containerName === '') return [required(`${field}.containerName`)];
  if (resource === '') return [required(`${field}.resource`)];
  if (RESOURCES.includes(resource) || HUGE_PAGES.test(resource)) return [];
  return [notSupported(`${field}.resource`, resource, RESOURCES)];
}

const SIZES = ['1', ...['k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit) => `1${unit}`)];
const SIZE_WORDS = `only divisor's values ${SIZES.join(', ')} are supported with the`;

function validateDivisor(resource: string, divisor: string | undefined, field: string): FieldError[] {
  if (divisor === undefined || divisor === '0') return [];
  const words = divisorWords(resource, divisor);
  return words === undefined ? [] : [invalidValue(`${field}.divisor`, resource, words)];
}

function divisorWords(resource: string, divisor: string): string | undefined {
  if (resource.endsWith('.cpu')) {
    return ['1m', '1'].includes(divisor)
      ? undefined
      : "only divisor's values 1m and 1 are supported with the cpu resource";
  }
  if (SIZES.includes(divisor)) return undefined;
  if (resource.endsWith('.memory')) return `${SIZE_WORDS} memory resource`;
  if (resource.endsWith('.ephemeral-storage')) return `${SIZE_WORDS} local ephemeral storage resource`;
  return HUGE_PAGES.test(resource) ? `${SIZE_WORDS} hugepages resource` : undefined;
}
