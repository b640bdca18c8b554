import type { Subresource } from '../kinds/kind.js';
import { groupNames } from './legacy.js';
import type { DiscoveredResource, GroupVersion } from './resources.js';

export const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether a client asks `/api` or `/apis` for everything at once. Kubernetes 1.34 knows no other version of it. */
export function wantsAggregated(accept: string): boolean {
  const needed = AGGREGATED_TYPE.split(';');
  return accept.split(',').some((clause) => {
    const parts = clause.split(';').map((part) => part.trim());
    return needed.every((part) => parts.includes(part));
  });
}

/** The aggregated form of discovery: of the core group (`/api`) or of all others (`/apis`). */
export function aggregatedList(all: readonly GroupVersion[], isCore: boolean): object {
  const groups = isCore ? [''] : groupNames(all);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((name) => ({
      metadata: name === '' ? {} : { name },
      versions: all
        .filter(({ group }) => group === name)
        .map((one) => ({
          version: one.version,
          resources: one.resources.map((resource) => aggregated(one, resource)),
          freshness: 'Current',
        })),
    })),
  };
}

/** Built-in resources leave group and version of what they answer with empty. */
function aggregated({ group, version }: GroupVersion, resource: DiscoveredResource): object {
  const own = resource.isCustom ? { group, version } : { group: '', version: '' };
  return {
    resource: resource.name,
    responseKind: { ...own, kind: resource.kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    ...(resource.subresources.length > 0 && {
      subresources: resource.subresources.map((subresource) => aggregatedSub(own, resource, subresource)),
    }),
  };
}

function aggregatedSub(
  own: { group: string; version: string },
  resource: DiscoveredResource,
  { name, group = own.group, version = own.version, kind, verbs }: Subresource,
): object {
  return { subresource: name, responseKind: { group, version, kind: kind ?? resource.kind }, verbs };
}
