import { createHash } from 'node:crypto';

import { apiVersionOf } from '../../kinds/kind.js';
import type { Kind } from '../../kinds/kind.js';
import { builtInSchemas } from './built-in.js';
import { customSchemas } from './custom.js';

/** A document, and what tells it from every other one. */
export interface OpenApiDocument {
  readonly text: string;
  readonly hash: string;
}

/**
 * OpenAPI v3: one document a version, with the schemas of its kinds and as much of their paths as clients look at: what a
 * path is about, and that PATCH takes `fieldValidation`, so that they leave validation to the server.
 */
export function documentsOf(kinds: readonly Kind[]): ReadonlyMap<string, OpenApiDocument> {
  const known = made.get(kinds);
  if (known !== undefined) return known;
  const roots = [...new Set(kinds.map(rootOf))];
  const documents = new Map(roots.map((root) => [root, documentOf(kinds.filter((kind) => rootOf(kind) === root))]));
  made.set(kinds, documents);
  return documents;
}

/** By the list of kinds that they were made from: there is another one after each change. */
const made = new WeakMap<readonly Kind[], ReadonlyMap<string, OpenApiDocument>>();

/** `/openapi/v3`: where the document of each version is. */
export function openApiIndex(kinds: readonly Kind[]): object {
  const paths = [...documentsOf(kinds)].map(
    ([root, { hash }]) => [root, { serverRelativeURL: `/openapi/v3/${root}?hash=${hash}` }] as const,
  );
  return { paths: Object.fromEntries<object>(paths) };
}

function documentOf(kinds: readonly Kind[]): OpenApiDocument {
  const [custom, builtIn] = [kinds.filter((kind) => kind.custom), kinds.filter((kind) => !kind.custom)];
  const text = JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: '1.34' },
    paths: Object.fromEntries(kinds.flatMap(pathsOf)),
    components: { schemas: { ...builtInSchemas(builtIn), ...(custom.length > 0 && customSchemas(custom)) } },
  });
  return { text, hash: createHash('sha512').update(text).digest('hex').toUpperCase() };
}

const rootOf = (kind: Kind): string => (kind.group === '' ? 'api/v1' : `apis/${apiVersionOf(kind)}`);

const PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force', 'pretty'].map((name) => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
}));

function pathsOf(kind: Kind): [string, object][] {
  const collection = `/${rootOf(kind)}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`;
  const operation = (action: string): object => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version: kind.version, kind: kind.kind },
    parameters: PARAMETERS,
    responses: { '200': { description: 'OK' } },
  });
  return [
    [collection, { get: operation('list'), post: operation('post') }],
    [`${collection}/{name}`, { get: operation('get'), put: operation('put'), patch: operation('patch') }],
  ];
}
