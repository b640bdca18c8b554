import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from '../../model/placement.js';
import { invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dnsLabelFaults, dnsSubdomainFaults } from './name.js';
import { validateKey, validateLabelSelector, validateLabelValues, validateValues } from './selector.js';

/** What a pod wants to be near to or far from (kubernetes pkg/apis/core/validation, validateAffinity). */
export function validateAffinity(affinity: Affinity | undefined, field: string): FieldError[] {
  if (affinity === undefined) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return [
    ...validateNodeAffinity(nodeAffinity, `${field}.nodeAffinity`),
    ...validatePodAffinity(podAffinity, `${field}.podAffinity`),
    ...validatePodAffinity(podAntiAffinity, `${field}.podAntiAffinity`),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function validateNodeAffinity(affinity: Affinity['nodeAffinity'], field: string): FieldError[] {
  const preferred = affinity?.[PREFERRED] ?? [];
  return [
    ...validateNodeSelector(affinity?.[REQUIRED], `${field}.${REQUIRED}.nodeSelectorTerms`),
    ...preferred.flatMap(({ weight, preference }, index) => {
      const path = `${field}.${PREFERRED}[${index}]`;
      // A preference for labels that cannot be harms nobody: their values are not looked at.
      return [...validateWeight(weight, path), ...validateTerm(preference, `${path}.preference`, () => [])];
    }),
  ];
}

function validateNodeSelector(
  selector: { nodeSelectorTerms: NodeSelectorTerm[] | null } | undefined,
  field: string,
): FieldError[] {
  if (selector === undefined) return [];
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) return [required(field, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => validateTerm(term, `${field}[${index}]`, validateLabelValues));
}

type ValuesCheck = (values: readonly string[], field: string) => FieldError[];

function validateTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  field: string,
  checkValues: ValuesCheck,
): FieldError[] {
  return [
    ...matchExpressions.flatMap(({ key, operator, values = [] }, index) => {
      const path = `${field}.matchExpressions[${index}]`;
      return [
        ...validateOperator(operator, values, path),
        ...validateKey(key, `${path}.key`),
        ...checkValues(values, `${path}.values`),
      ];
    }),
    ...matchFields.flatMap((one, index) => validateFieldTerm(one, `${field}.matchFields[${index}]`)),
  ];
}

/** Nodes can be chosen by order, too. */
function validateOperator(operator: string, values: readonly string[], field: string): FieldError[] {
  if (operator !== 'Gt' && operator !== 'Lt') return validateValues(operator, values, field);
  const words = "must be specified single value when `operator` is 'Lt' or 'Gt'";
  return values.length === 1 ? [] : [required(`${field}.values`, words)];
}

function validateFieldTerm({ key, operator, values = [] }: NodeSelectorRequirement, field: string): FieldError[] {
  const isKnown = operator === 'In' || operator === 'NotIn';
  const words = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  return [
    ...(isKnown ? [] : [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')]),
    ...(isKnown && values.length !== 1 ? [required(`${field}.values`, words)] : []),
    ...(key === 'metadata.name'
      ? values.flatMap((value, index) =>
          dnsSubdomainFaults(value).map((fault) => invalidValue(`${field}.values[${index}]`, value, fault)),
        )
      : [invalidValue(`${field}.key`, key, 'not a valid field selector key')]),
  ];
}

function validateWeight(weight: number, field: string): FieldError[] {
  return weight >= 1 && weight <= 100 ? [] : [invalidValue(`${field}.weight`, weight, 'must be in the range 1-100')];
}

function validatePodAffinity(affinity: PodAffinity | undefined, field: string): FieldError[] {
  const [wanted, preferred] = [affinity?.[REQUIRED] ?? [], affinity?.[PREFERRED] ?? []];
  return [
    ...wanted.flatMap((term, index) => validatePodTerm(term, `${field}.${REQUIRED}[${index}]`)),
    ...preferred.flatMap(({ weight, podAffinityTerm }, index) => {
      const path = `${field}.${PREFERRED}[${index}]`;
      return [...validateWeight(weight, path), ...validatePodTerm(podAffinityTerm, `${path}.podAffinityTerm`)];
    }),
  ];
}

function validatePodTerm(
  { labelSelector, namespaceSelector, namespaces = [], topologyKey }: PodAffinityTerm,
  field: string,
): FieldError[] {
  return [
    ...validateLabelSelector(labelSelector, `${field}.labelSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...namespaces.flatMap((name) =>
      dnsLabelFaults(name).map((fault) => invalidValue(`${field}.namespace`, name, fault)),
    ),
    ...(topologyKey === '' ? [required(`${field}.topologyKey`, 'can not be empty')] : []),
    ...validateKey(topologyKey, `${field}.topologyKey`),
  ];
}
