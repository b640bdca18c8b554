import type { PolicyRule } from '../../model/rbac.js';

/** Which rights of some rules other rules do not give (k8s.io/component-helpers/auth/rbac/validation, Covers). */

/** One verb on one thing. */
interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  /** Instead of group, resource and name. */
  readonly url: string;
}

export function missingRights(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): Right[] {
  return wanted.flatMap(rightsOf).filter((right) => !held.some((rule) => covers(rule, right)));
}

function rightsOf({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): Right[] {
  const names = resourceNames === undefined || resourceNames.length === 0 ? [''] : resourceNames;
  return (verbs ?? []).flatMap((verb) => [
    ...(apiGroups ?? []).flatMap((group) =>
      (resources ?? []).flatMap((resource) => names.map((name) => ({ verb, group, resource, name, url: '' }))),
    ),
    ...(nonResourceURLs ?? []).map((url) => ({ verb, group: '', resource: '', name: '', url })),
  ]);
}

function covers(rule: PolicyRule, { verb, group, resource, name, url }: Right): boolean {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const has = (list: readonly string[] | null, value: string): boolean =>
    list?.includes('*') === true || list?.includes(value) === true;
  if (!has(verbs, verb)) return false;
  if (url !== '')
    return nonResourceURLs.some((held) => held === url || (held.endsWith('*') && url.startsWith(held.slice(0, -1))));
  const subresource = resource.split('/')[1];
  const hasResource = has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`));
  return has(apiGroups, group) && hasResource && (resourceNames.length === 0 || resourceNames.includes(name));
}

const quoted = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;

/** Rights as the server tells them: those on one thing together, a line each. */
export function tellRights(rights: readonly Right[]): string {
  const verbs = new Map<string, string[]>();
  for (const { verb, group, resource, name, url } of rights) {
    const place =
      url === ''
        ? `APIGroups:${quoted([group])}, Resources:${quoted([resource])}${name === '' ? '' : `, ResourceNames:${quoted([name])}`}`
        : `NonResourceURLs:${quoted([url])}`;
    verbs.set(place, [...(verbs.get(place) ?? []), verb]);
  }
  return [...verbs]
    .map(([place, list]) => `{${place}, Verbs:${quoted(list)}}`)
    .toSorted()
    .join('\n');
}
