import { groupVersions } from '../discovery/resources.js';
import { VERSION } from '../discovery/version.js';
import type { PlainReply, Server } from '../request/request.js';
import { discover, openApi, plain } from './discovery-paths.js';
import type { PathRequest } from './discovery-paths.js';
import { notFoundPage } from './not-found.js';

const HEALTH = /^\/(healthz|livez|readyz)(?:\/([\w-]+))?$/;

/** What a server of one process has to check, and finds well since it answers at all. */
const CHECKS = ['ping', 'log', 'etcd'];
const CHECKS_OF: Readonly<Record<string, readonly string[]>> = {
  healthz: CHECKS,
  livez: CHECKS,
  readyz: [...CHECKS, 'informer-sync', 'shutdown'],
};

function health(path: string, query: URLSearchParams): PlainReply | undefined {
  const [, name = '', check] = HEALTH.exec(path) ?? [];
  const checks = CHECKS_OF[name];
  if (checks === undefined) return undefined;
  if (check !== undefined) return checks.includes(check) ? plain('ok') : notFoundPage();
  if (!query.has('verbose')) return plain('ok');
  const excluded = query.getAll('exclude');
  const lines = checks.map((one) => `[+]${one} ${excluded.includes(one) ? 'excluded: ok' : 'ok'}`);
  return plain([...lines, `${name} check passed`, ''].join('\n'));
}

/** GET of health, version, discovery and OpenAPI. */
export function visit(server: Server, request: PathRequest): PlainReply {
  const path = request.path.replace(/([^/])\/$/, '$1');
  const told = health(path, request.query);
  if (told !== undefined) return told;
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
