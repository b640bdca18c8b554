import { isObject } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { Client } from './client.js';
import type { Resource } from './resource.js';

const ACCEPT = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Verbs of a resource whose objects can be followed and deleted. */
const NEEDED = ['list', 'watch', 'delete'];

/** Every resource of the cluster that stores objects, in its preferred version. */
export async function discoverResources(client: Client): Promise<Resource[]> {
  const documents = await Promise.all(['/api', '/apis'].map((path) => client.getPath(path, ACCEPT)));
  return documents.flatMap((document) => objects(document, 'items')).flatMap(resourcesOf);
}

function resourcesOf(group: JsonObject): Resource[] {
  const name = text(isObject(group.metadata) ? group.metadata : {}, 'name');
  // Versions come in the order of preference: later ones show the same objects again.
  const all = objects(group, 'versions').flatMap((version) => resourcesOfVersion(name, version));
  const first = new Map<string, Resource>();
  for (const resource of all) {
    const known = first.get(resource.plural);
    const otherVersions = [...(known?.otherVersions ?? []), resource.version];
    first.set(resource.plural, known === undefined ? resource : { ...known, otherVersions });
  }
  return [...first.values()];
}

function resourcesOfVersion(group: string, version: JsonObject): Resource[] {
  return objects(version, 'resources').flatMap((resource) => {
    const verbs = resource.verbs;
    if (!Array.isArray(verbs) || !NEEDED.every((verb) => verbs.includes(verb))) return [];
    const kind = text(isObject(resource.responseKind) ? resource.responseKind : {}, 'kind');
    return [
      {
        group,
        version: text(version, 'version'),
        plural: text(resource, 'resource'),
        kind,
        namespaced: resource.scope === 'Namespaced',
      },
    ];
  });
}

function objects(parent: Json, key: string): JsonObject[] {
  const list = isObject(parent) ? parent[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

const text = (object: JsonObject, key: string): string => {
  const value = object[key];
  return typeof value === 'string' ? value : '';
};
