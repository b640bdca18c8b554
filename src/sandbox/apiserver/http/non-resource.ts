import { groupVersions } from '../discovery/resources.js';
import { VERSION } from '../discovery/version.js';
import type { PlainReply, Server } from '../request/request.js';
import { discover, openApi, plain } from './discovery-paths.js';
import type { PathRequest } from './discovery-paths.js';
import { notFoundPage } from './not-found.js';

const HEALTHY = /^\/(?:healthz|livez|readyz)(?:\/ping)?$/;

/** GET of health, version, discovery and OpenAPI. */
export function visit(server: Server, request: PathRequest): PlainReply {
  const path = request.path.replace(/([^/])\/$/, '$1');
  if (HEALTHY.test(path)) return plain('ok');
  if (path === '/version') return plain(VERSION);
  if (path === '/') return plain({ paths: rootPaths(server) });
  const found = path.startsWith('/openapi')
    ? openApi(server, { ...request, path })
    : discover(server, { ...request, path });
  return found ?? notFoundPage();
}

function rootPaths(server: Server): string[] {
  const versions = groupVersions(server.kinds.all).flatMap(({ group, version }) =>
    group === '' ? ['/api/v1'] : [`/apis/${group}`, `/apis/${group}/${version}`],
  );
  return ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version', ...new Set(versions)].sort();
}
