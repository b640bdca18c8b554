import type { PolicyRule } from '../../model/rbac.js';
import { ApiError, forbidden } from '../status/api-error.js';
import type { User } from './user.js';

/** What somebody wants to do to a resource. */
export interface ResourceAccess {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Whether some rule allows it. */
export const permits = (rules: readonly PolicyRule[], access: ResourceAccess): boolean =>
  rules.some((rule) => allows(rule, access));

function allows(rule: PolicyRule, { verb, group, resource, subresource, name }: ResourceAccess): boolean {
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const { verbs, apiGroups = [], resources = [], resourceNames = [] } = rule;
  return (
    has(verbs, verb) &&
    has(apiGroups, group) &&
    (has(resources, full) || (subresource !== '' && resources.includes(`*/${subresource}`))) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}

const has = (list: readonly string[] | null, value: string): boolean =>
  list?.includes(value) === true || list?.includes('*') === true;

/** Whether some rule allows to ask for a path that is about no object. */
export function permitsPath(rules: readonly PolicyRule[], verb: string, path: string): boolean {
  const fits = (url: string): boolean => url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1)));
  return rules.some(({ verbs, nonResourceURLs = [] }) => has(verbs, verb) && nonResourceURLs.some(fits));
}

/** The refusal of what {@link permits} does not allow. */
export function refuseAccess(user: User, access: ResourceAccess): ApiError {
  const { verb, group, resource, subresource, namespace, name } = access;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const words = `User "${user.name}" cannot ${verb} resource "${full}" in API group "${group}" ${where}`;
  // Objects are told by the qualified name of their resource, without its subresource.
  return forbidden({ group, plural: resource }, name, words);
}

/** The refusal of what {@link permitsPath} does not allow. */
export function refuseVisit(user: User, verb: string, path: string): ApiError {
  return new ApiError(403, 'Forbidden', `forbidden: User "${user.name}" cannot ${verb} path "${path}"`, {});
}
