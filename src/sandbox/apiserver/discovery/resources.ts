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
}

/** Resources of one version of one group. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly DiscoveredResource[];
}

/** Resources that store nothing: what is posted is answered. */
const REVIEWS: GroupVersion = {
  group: 'authorization.k8s.io',
  version: 'v1',
  resources: ['SelfSubjectAccessReview', 'SelfSubjectRulesReview'].map((kind) => ({
    name: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    namespaced: false,
    kind,
    verbs: ['create'],
    shortNames: [],
    categories: [],
    subresources: [],
  })),
};

/** Everything that is served, by group and version, resources by name. */
export function groupVersions(kinds: readonly Kind[]): GroupVersion[] {
  const all = new Map<string, GroupVersion & { resources: DiscoveredResource[] }>();
  for (const kind of kinds) {
    const { group, version } = kind;
    const key = apiVersionOf(kind);
    const entry = all.get(key) ?? { group, version, resources: [] };
    entry.resources.push(describe(kind));
    all.set(key, entry);
  }
  const sorted = [...all.values()].map((entry) => ({
    ...entry,
    resources: entry.resources.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return [...sorted, REVIEWS];
}

function describe(kind: Kind): DiscoveredResource {
  return {
    name: kind.plural,
    singular: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: verbsOf(kind),
    shortNames: kind.shortNames ?? [],
    categories: kind.categories ?? [],
    subresources: subresourcesOf(kind),
  };
}
