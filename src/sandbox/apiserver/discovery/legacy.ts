import { apiVersionOf } from '../kinds/kind.js';
import type { Subresource } from '../kinds/kind.js';
import type { DiscoveredResource, GroupVersion } from './resources.js';

/** The plain form of discovery: one document a version (`/api/v1`, `/apis/apps/v1`). */
export function resourceList(of: GroupVersion): object {
  return {
    kind: 'APIResourceList',
    ...(of.group !== '' && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf(of),
    resources: of.resources.flatMap((resource) => [
      plain(resource),
      ...resource.subresources.map((subresource) => plainSub(resource, subresource)),
    ]),
  };
}

function plain(resource: DiscoveredResource): object {
  return {
    name: resource.name,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
  };
}

function plainSub(resource: DiscoveredResource, { name, group, version, kind, verbs }: Subresource): object {
  return {
    name: `${resource.name}/${name}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...(group !== undefined && { group }),
    ...(version !== undefined && { version }),
    kind: kind ?? resource.kind,
    verbs,
  };
}

/** `/apis`: the groups. */
export function groupList(all: readonly GroupVersion[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames(all).map((name) => group(name, all)) };
}

/** `/apis/GROUP`; nothing for a group that is not served. */
export function groupDocument(name: string, all: readonly GroupVersion[]): object | undefined {
  return groupNames(all).includes(name) ? { kind: 'APIGroup', apiVersion: 'v1', ...group(name, all) } : undefined;
}

/** Names of groups other than the core group, as they are served. */
export function groupNames(all: readonly GroupVersion[]): string[] {
  return [...new Set(all.map((one) => one.group))].filter((name) => name !== '');
}

function group(name: string, all: readonly GroupVersion[]): object {
  const versions = all
    .filter((one) => one.group === name)
    .map((one) => ({ groupVersion: apiVersionOf(one), version: one.version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** `/api`. */
export function coreVersions(serverAddress: string): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}
