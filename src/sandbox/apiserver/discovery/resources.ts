import { pluralOf, REVIEWS } from '../auth/reviews.js';
import type { Review } from '../auth/reviews.js';
import { apiVersionOf, subresourcesOf, verbsOf } from '../kinds/kind.js';
import type { Kind, Subresource } from '../kinds/kind.js';

/** A resource as discovery tells it, plain or aggregated. */
export interface DiscoveredResource {
  readonly name: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  readonly isCustom: boolean;
}

/** Resources of one version of one group. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly DiscoveredResource[];
}

/** Groups in the order in which a server tells them; those of custom resources come last. */
const GROUPS = [
  ...['', 'apiregistration.k8s.io', 'apps', 'events.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io'],
  ...['autoscaling', 'batch', 'certificates.k8s.io', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io'],
  ...['storage.k8s.io', 'admissionregistration.k8s.io', 'apiextensions.k8s.io', 'scheduling.k8s.io'],
  ...['coordination.k8s.io', 'node.k8s.io', 'discovery.k8s.io', 'resource.k8s.io', 'flowcontrol.apiserver.k8s.io'],
];

function rank({ group }: { readonly group: string }): number {
  const index = GROUPS.indexOf(group);
  return index === -1 ? GROUPS.length : index;
}

/** Everything that is served, by group and version, resources by name. */
export function groupVersions(kinds: readonly Kind[]): GroupVersion[] {
  const all = new Map<string, GroupVersion & { resources: DiscoveredResource[] }>();
  const builtIn = kinds.filter(({ custom }) => custom === undefined);
  const custom = kinds.filter((kind) => kind.custom !== undefined);
  for (const one of [...builtIn, ...REVIEWS, ...custom]) {
    const { group, version } = one;
    const key = apiVersionOf(one);
    const entry = all.get(key) ?? { group, version, resources: [] };
    entry.resources.push('plural' in one ? ofKind(one) : ofReview(one));
    all.set(key, entry);
  }
  return [...all.values()]
    .toSorted((a, b) => rank(a) - rank(b))
    .map((entry) => ({
      ...entry,
      resources: entry.resources.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    }));
}

function ofKind(kind: Kind): DiscoveredResource {
  return {
    name: kind.plural,
    singular: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: verbsOf(kind),
    shortNames: kind.shortNames ?? [],
    categories: kind.categories ?? [],
    subresources: subresourcesOf(kind),
    isCustom: kind.custom !== undefined,
  };
}

function ofReview(review: Review): DiscoveredResource {
  const { kind } = review;
  return {
    ...{
      name: pluralOf(review),
      singular: kind.toLowerCase(),
      namespaced: review.namespaced === true,
      kind,
      verbs: ['create'],
    },
    ...{ shortNames: [], categories: [], subresources: [], isCustom: false },
  };
}
