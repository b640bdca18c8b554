import { readSwitch } from '../request/switch.js';

/** What a path and method are about, before it is known whether such a kind exists (apiserver pkg/endpoints/request). */
export type RequestInfo = ResourceInfo | NonResourceInfo;

export interface ResourceInfo {
  readonly isResource: true;
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
}

export interface NonResourceInfo {
  readonly isResource: false;
  /** The method in lower case. */
  readonly verb: string;
  readonly path: string;
}

export function requestInfo(method: string, path: string, query: URLSearchParams): RequestInfo {
  const [root, ...segments] = path.split('/').filter((segment) => segment !== '');
  const other: NonResourceInfo = { isResource: false, verb: method.toLowerCase(), path };
  const groupLength = root === 'api' ? 1 : root === 'apis' ? 2 : 0;
  if (groupLength === 0 || segments.length <= groupLength) return other;
  const group = root === 'api' ? '' : (segments[0] ?? '');
  const version = segments[groupLength - 1] ?? '';
  const { isWatch, target } = readPath(segments.slice(groupLength).map(decodeURIComponent));
  const verb = isWatch && method === 'GET' ? 'watch' : verbOf(method, target.name, query);
  return { isResource: true, verb, group, version, ...target };
}

/** With a prefix of old: `/api/v1/watch/pods` is `/api/v1/pods?watch=1`. */
function readPath(segments: readonly string[]): { isWatch: boolean; target: Target } {
  const isWatch = segments[0] === 'watch' && segments.length > 1;
  return { isWatch, target: readTarget(isWatch ? segments.slice(1) : segments) };
}

interface Target {
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
}

/** Subresources of namespaces, which are no resources in a namespace. */
const OF_NAMESPACE = new Set(['status', 'finalize']);

function readTarget(segments: readonly string[]): Target {
  const [first = '', second = '', third = '', name = '', subresource = ''] = segments;
  const isInNamespace = first === 'namespaces' && third !== '' && !OF_NAMESPACE.has(third);
  return isInNamespace
    ? { namespace: second, resource: third, name, subresource }
    : // A namespace lies in itself, as far as rights go.
      { namespace: first === 'namespaces' ? second : '', resource: first, name: second, subresource: third };
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function verbOf(method: string, name: string, query: URLSearchParams): string {
  const verb = VERBS[method] ?? '';
  if (verb === 'delete' && name === '') return 'deletecollection';
  if (verb !== 'get' || name !== '') return verb;
  return readSwitch(query, 'watch') ? 'watch' : 'list';
}
