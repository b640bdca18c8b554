import { apiVersionOf } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { KUBERNETES } from './version.js';

/**
 * As much of OpenAPI v3 as kubectl asks for before it sends a manifest: that there is a document a version, and that
 * the PATCH of each kind takes `fieldValidation`, so that it leaves validation to the server.
 */

/** `/openapi/v3`: where the document of each version is. */
export function openApiIndex(kinds: readonly Kind[]): object {
  const paths = [...new Set(kinds.map(rootOf))].map(
    (root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }] as const,
  );
  return { paths: Object.fromEntries(paths) };
}

/** The document of one version, `api/v1` or `apis/apps/v1`; nothing if it is not served. */
export function openApiDocument(root: string, kinds: readonly Kind[]): object | undefined {
  const own = kinds.filter((kind) => rootOf(kind) === root);
  if (own.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES },
    paths: Object.fromEntries(own.map((kind) => [pathOf(kind), pathItem(kind)])),
    components: {},
  };
}

const rootOf = (kind: Kind): string => (kind.group === '' ? 'api/v1' : `apis/${apiVersionOf(kind)}`);

const pathOf = (kind: Kind): string =>
  `/${rootOf(kind)}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}/{name}`;

const PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force', 'pretty'].map((name) => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
}));

function pathItem({ group, version, kind }: Kind): object {
  return {
    patch: {
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group, version, kind },
      parameters: PARAMETERS,
      responses: { '200': { description: 'OK' } },
    },
  };
}
