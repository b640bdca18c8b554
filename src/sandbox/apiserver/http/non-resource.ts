import { AGGREGATED_TYPE, aggregatedList, wantsAggregated } from '../discovery/aggregated.js';
import { coreVersions, groupDocument, groupList, resourceList } from '../discovery/legacy.js';
import { openApiDocument, openApiIndex } from '../discovery/openapi.js';
import { groupVersions } from '../discovery/resources.js';
import type { PlainReply, Server } from '../request/request.js';
import { ApiError } from '../status/api-error.js';

/** What is asked of a path that is about no object. */
export interface PathRequest {
  readonly path: string;
  readonly accept: string;
  /** Host and port, as the client knows the server. */
  readonly address: string;
}

export const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0+petset-sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};

const plain = (body: object | string, contentType?: string): PlainReply => ({
  form: 'plain',
  code: 200,
  body,
  ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
});

const HEALTHY = /^\/(?:healthz|livez|readyz)(?:\/ping)?$/;

/** GET of discovery, health, version and OpenAPI. */
export function visit(server: Server, request: PathRequest): PlainReply {
  const path = request.path.replace(/([^/])\/$/, '$1');
  if (HEALTHY.test(path)) return plain('ok');
  if (path === '/version') return plain(VERSION);
  if (path === '/') return plain({ paths: rootPaths(server) });
  const found = path.startsWith('/openapi') ? openApi(server, path) : discover(server, path, request);
  return found ?? notFoundPage();
}

/** What a server says of a path that nobody registered. */
export function notFoundPage(): PlainReply {
  return { form: 'plain', code: 404, body: '404 page not found\n' };
}

/** What it says of a path in a group that it has. */
export function notFoundResource(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

function discover(server: Server, path: string, { accept, address }: PathRequest): PlainReply | undefined {
  const all = groupVersions(server.kinds.all);
  const [, root, first, second] = path.split('/');
  if (root !== 'api' && root !== 'apis') return undefined;
  if (first === undefined) {
    if (wantsAggregated(accept)) return plain(aggregatedList(all, root === 'api'), AGGREGATED_TYPE);
    return plain(root === 'api' ? coreVersions(address) : groupList(all));
  }
  const [group, version] = root === 'api' ? ['', first] : [first, second];
  if (version === undefined) {
    const document = groupDocument(group, all);
    return document && plain(document);
  }
  const one = all.find((candidate) => candidate.group === group && candidate.version === version);
  if (one !== undefined) return plain(resourceList(one));
  if (all.some((candidate) => candidate.group === group)) throw notFoundResource();
  return undefined;
}

function openApi(server: Server, path: string): PlainReply | undefined {
  if (path === '/openapi/v3') return plain(openApiIndex(server.kinds.all));
  const document = openApiDocument(path.replace(/^\/openapi\/v3\//, ''), server.kinds.all);
  return document && plain(document);
}

function rootPaths(server: Server): string[] {
  const versions = groupVersions(server.kinds.all).flatMap(({ group, version }) =>
    group === '' ? ['/api/v1'] : [`/apis/${group}`, `/apis/${group}/${version}`],
  );
  return ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version', ...new Set(versions)].sort();
}
