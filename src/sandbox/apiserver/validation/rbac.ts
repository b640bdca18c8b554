import type { PolicyRule, Role, RoleBinding, Subject } from '../../model/rbac.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { requiredObeying } from './choice.js';
import { dnsSubdomainFaults } from './name.js';

const GROUP = 'rbac.authorization.k8s.io';

/** What is wrong with a role (kubernetes pkg/apis/rbac/validation). */
export function validateRole({ rules }: Role, isNamespaced: boolean): FieldError[] {
  return (rules ?? []).flatMap((rule, index) => validateRule(rule, `rules[${index}]`, isNamespaced));
}

function validateRule(rule: PolicyRule, field: string, isNamespaced: boolean): FieldError[] {
  const { verbs, nonResourceURLs = [] } = rule;
  return [
    ...(verbs === null || verbs.length === 0
      ? [required(`${field}.verbs`, 'verbs must contain at least one value')]
      : []),
    ...(nonResourceURLs.length > 0 ? validateUrls(rule, field, isNamespaced) : validateResources(rule, field)),
  ];
}

function validateUrls(rule: PolicyRule, field: string, isNamespaced: boolean): FieldError[] {
  const { nonResourceURLs = [], apiGroups, resources, resourceNames } = rule;
  const refuse = (words: string): FieldError[] => [invalidValue(`${field}.nonResourceURLs`, nonResourceURLs, words)];
  if (isNamespaced) return refuse('namespaced rules cannot apply to non-resource URLs');
  const isBoth = [apiGroups, resources, resourceNames].some((list) => list !== undefined);
  return isBoth ? refuse('rules cannot apply to both regular resources and non-resource URLs') : [];
}

function validateResources({ apiGroups = [], resources = [] }: PolicyRule, field: string): FieldError[] {
  return [
    ...(apiGroups.length === 0
      ? [required(`${field}.apiGroups`, 'resource rules must supply at least one api group')]
      : []),
    ...(resources.length === 0
      ? [required(`${field}.resources`, 'resource rules must supply at least one resource')]
      : []),
  ];
}

/** What is wrong with a binding, which may be to roles of these kinds. */
export function validateBinding({ roleRef, subjects = [] }: RoleBinding, kinds: readonly string[]): FieldError[] {
  return [
    ...(roleRef.apiGroup === GROUP ? [] : [notSupported('roleRef.apiGroup', roleRef.apiGroup, [GROUP])]),
    ...(kinds.includes(roleRef.kind) ? [] : [notSupported('roleRef.kind', roleRef.kind, kinds)]),
    ...(roleRef.name === '' ? [required('roleRef.name')] : []),
    ...subjects.flatMap((subject, index) => validateSubject(subject, `subjects[${index}]`, kinds)),
  ];
}

const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

function validateSubject(
  { kind, name, namespace, apiGroup = '' }: Subject,
  field: string,
  kinds: readonly string[],
): FieldError[] {
  if (name === '') return [required(`${field}.name`)];
  if (!SUBJECT_KINDS.includes(kind)) return [notSupported(`${field}.kind`, kind, SUBJECT_KINDS)];
  if (kind === 'ServiceAccount') {
    // In a namespace, a service account may leave its own to the binding.
    const needsNamespace = namespace === undefined && !kinds.includes('Role');
    return [
      ...requiredObeying(name, `${field}.name`, dnsSubdomainFaults),
      ...(apiGroup === '' ? [] : [notSupported(`${field}.apiGroup`, apiGroup, [''])]),
      ...(needsNamespace ? [required(`${field}.namespace`)] : []),
    ];
  }
  return apiGroup === GROUP ? [] : [notSupported(`${field}.apiGroup`, apiGroup, [GROUP])];
}

/** A binding is to its role for good. */
export function validateBindingUpdate({ roleRef }: RoleBinding, { roleRef: present }: RoleBinding): FieldError[] {
  const { apiGroup, kind, name } = roleRef;
  if (apiGroup === present.apiGroup && kind === present.kind && name === present.name) return [];
  return [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')];
}
