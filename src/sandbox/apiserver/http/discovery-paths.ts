import { AGGREGATED_TYPE, aggregatedList, wantsAggregated } from '../discovery/aggregated.js';
import { coreVersions, groupDocument, groupList, resourceList } from '../discovery/legacy.js';
import { openApiDocument, openApiIndex } from '../discovery/openapi.js';
import { groupVersions } from '../discovery/resources.js';
import type { PlainReply, Server } from '../request/request.js';
import { notFoundResource } from './not-found.js';

/** Which document of discovery or OpenAPI is where. */

/** What is asked of a path that is about no object. */
export interface PathRequest {
  readonly path: string;
  readonly accept: string;
  /** Host and port, as the client knows the server. */
  readonly address: string;
}

/** An answer that has one representation. */
export const plain = (body: object | string, contentType?: string): PlainReply => ({
  form: 'plain',
  code: 200,
  body,
  ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
});

/** `/api` and `/apis`, and what is below them; nothing if there is none such. */
export function discover(server: Server, { path, accept, address }: PathRequest): PlainReply | undefined {
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
  const isBuiltIn = all.some((one) => one.group === group && !one.resources.some(({ isCustom }) => isCustom));
  if (isBuiltIn) throw notFoundResource();
  return undefined;
}

/** `/openapi`. */
export function openApi(server: Server, path: string): PlainReply | undefined {
  if (path === '/openapi/v3') return plain(openApiIndex(server.kinds.all));
  const document = openApiDocument(path.replace(/^\/openapi\/v3\//, ''), server.kinds.all);
  return document && plain(document);
}
