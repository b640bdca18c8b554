import { own } from '../../model/json.js';
import type { ResourceList, ResourceRequirements } from '../../model/pod.js';
import { isQuantity, quantityNano } from '../../model/quantity.js';
import { forbiddenValue, invalidValue, notFoundValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { qualifiedNameFaults } from './name.js';

/** Resources of a container that need no domain before their name. */
const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage']);

const isStandard = (name: string): boolean => STANDARD.has(name) || name.startsWith('hugepages-');

const isHugePage = (name: string): boolean => name.startsWith('hugepages-');
const isExtended = (name: string): boolean => name.includes('/');

/** Requests and limits of a container; `claims` are the names of the pod's. */
export function validateResources(
  { limits = {}, requests = {}, claims = [] }: ResourceRequirements,
  field: string,
  claimNames: ReadonlySet<string>,
  nameErrors = validateName,
): FieldError[] {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const isBare = names.some(isHugePage) && !names.some((name) => name === 'cpu' || name === 'memory');
  const amounts = (of: ResourceList, part: string): FieldError[] =>
    Object.entries(of).flatMap(([name, amount]) => [
      ...nameErrors(name, `${field}.${part}[${name}]`),
      ...validateAmount(name, amount, `${field}.${part}[${name}]`),
    ]);
  return [
    ...amounts(limits, 'limits'),
    ...amounts(requests, 'requests'),
    ...Object.entries(requests).flatMap(([name, amount]) =>
      validateAgainstLimit(name, amount, own(limits, name), field),
    ),
    ...(isBare ? [forbiddenValue(field, 'HugePages require cpu or memory')] : []),
    ...claims.flatMap(({ name }, index) => validateClaimName(name, `${field}.claims[${index}]`, claimNames)),
  ];
}

function validateClaimName(name: string, field: string, known: ReadonlySet<string>): FieldError[] {
  if (name === '') return [required(field)];
  if (known.has(name)) return [];
  const list = known.size === 0 ? ' which is empty' : `: ${[...known].toSorted().join(', ')}`;
  return [notFoundValue(field, name, `must be one of the names in pod.spec.resourceClaims${list}`)];
}

/** What cannot be divided comes in whole numbers, and huge pages in whole pages. */
function validateAmount(name: string, amount: string, field: string): FieldError[] {
  const isWhole = !isExtended(name) || quantityNano(amount) % 1_000_000_000n === 0n;
  return [
    ...notNegativeAmount(amount, field),
    ...(isWhole ? [] : [invalidValue(field, amount, 'must be an integer')]),
    ...(isHugePage(name) ? validatePages(name, amount, field) : []),
  ];
}

function validatePages(name: string, amount: string, field: string): FieldError[] {
  const size = name.slice('hugepages-'.length);
  const isDivisible = isQuantity(size) && quantityNano(size) > 0n && quantityNano(amount) % quantityNano(size) === 0n;
  return isDivisible ? [] : [invalidValue(field, amount, `${amount} is not positive integer multiple of ${name}`)];
}

/** What may be claimed or limited in namespaces, beside what containers can have. */
const STANDARD_ELSEWHERE = new Set([
  ...['pods', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory'],
  ...['limits.ephemeral-storage', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'storage', 'requests.storage', 'services.nodeports', 'services.loadbalancers'],
]);

function validateName(name: string, field: string): FieldError[] {
  const faults = qualifiedNameFaults(name).map((fault) => invalidValue(field, name, fault));
  if (faults.length > 0 || isExtended(name) || isStandard(name)) return faults;
  return [
    ...(STANDARD_ELSEWHERE.has(name)
      ? []
      : [invalidValue(field, name, 'must be a standard resource type or fully qualified')]),
    invalidValue(field, name, 'must be a standard resource for containers'),
  ];
}

export function notNegativeAmount(amount: string, field: string): FieldError[] {
  return quantityNano(amount) < 0n ? [invalidValue(field, amount, 'must be greater than or equal to 0')] : [];
}

/** Only what can be taken back may be requested without a limit, or below it. */
function validateAgainstLimit(name: string, amount: string, limit: string | undefined, field: string): FieldError[] {
  const isOvercommitable = !isExtended(name) && !isHugePage(name);
  if (limit === undefined) {
    const words = 'Limit must be set for non overcommitable resources';
    return isOvercommitable ? [] : [required(`${field}.limits`, words)];
  }
  const [asked, most] = [quantityNano(amount), quantityNano(limit)];
  if (isOvercommitable ? asked <= most : asked === most) return [];
  const relation = isOvercommitable ? 'less than or equal' : 'equal';
  return [invalidValue(`${field}.requests`, amount, `must be ${relation} to ${name} limit of ${limit}`)];
}

/** Those of a whole pod. */
export function validatePodResources(resources: ResourceRequirements | undefined, field: string): FieldError[] {
  if (resources === undefined) return [];
  return [
    ...(resources.claims === undefined
      ? []
      : [forbiddenValue(`${field}.claims`, 'claims may not be set for Resources at pod-level')]),
    ...validateResources({ ...resources, claims: [] }, field, new Set(), podNameErrors),
  ];
}

function podNameErrors(name: string, field: string): FieldError[] {
  const errors = validateName(name, field).slice(0, 1);
  if (errors.length > 0) return errors;
  const isSupported = name === 'cpu' || name === 'memory' || isHugePage(name);
  return isSupported ? [] : [notSupported(field, name, ['cpu', 'hugepages-', 'memory'])];
}
