import { createHash } from 'node:crypto';

import { AGGREGATED_TYPE, aggregatedList, wantsAggregated } from '../discovery/aggregated.js';
import { coreVersions, groupDocument, groupList, resourceList } from '../discovery/legacy.js';
import { documentsOf, openApiIndex } from '../discovery/openapi/document.js';
import { groupVersions } from '../discovery/resources.js';
import type { PlainReply, Server } from '../request/request.js';
import { notFoundResource } from './not-found.js';

/** Which document of discovery or OpenAPI is where. */

/** What is asked of a path that is about no object. */
export interface PathRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  /** Host and port, as the client knows the server. */
  readonly address: string;
  /** What the client has of it: `If-None-Match`. */
  readonly known?: string;
}

/** An answer that has one representation. */
export const plain = (body: object | string, contentType?: string): PlainReply => ({
  form: 'plain',
  code: 200,
  body,
  ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
});

/** `/api` and `/apis`, and what is below them; nothing if there is none such. */
export function discover(server: Server, { path, accept, address, known = '' }: PathRequest): PlainReply | undefined {
  const all = groupVersions(server.kinds.all);
  const [, root, first, second] = path.split('/');
  if (root !== 'api' && root !== 'apis') return undefined;
  if (first === undefined) {
    if (wantsAggregated(accept)) {
      const text = JSON.stringify(aggregatedList(all, root === 'api'));
      return tagged({ text, hash: hashOf(text) }, AGGREGATED_TYPE, known);
    }
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

/** `/openapi`. A document that a client has already is not sent again. */
export function openApi(server: Server, { path, accept, known = '' }: PathRequest): PlainReply | undefined {
  if (path === '/openapi/v2') return oldOpenApi(accept);
  if (path === '/openapi/v3') return plain(openApiIndex(server.kinds.all));
  const document = documentsOf(server.kinds.all).get(path.replace(/^\/openapi\/v3\//, ''));
  return document && tagged(document, 'application/json', known);
}

const hashOf = (text: string): string => createHash('sha512').update(text).digest('hex').toUpperCase();

/** A text by which a client can tell whether it has it already. */
function tagged({ text, hash }: { text: string; hash: string }, contentType: string, known: string): PlainReply {
  const headers = { 'Content-Type': contentType, Etag: JSON.stringify(hash), Vary: 'Accept' };
  if (known.includes(hash)) return { form: 'plain', code: 304, body: '', headers };
  return { form: 'plain', code: 200, body: text, headers };
}

const OLD_PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
/** As it is answered: an `@` has no place in a media type. */
const OLD_PROTOBUF_ANSWER = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Who asks for version 2 looks for what version 3 does not have, and does not find it there either: it is empty. */
function oldOpenApi(accept: string): PlainReply {
  if (accept.includes(OLD_PROTOBUF)) return plain('', OLD_PROTOBUF_ANSWER);
  return plain({ swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.34' }, paths: {}, definitions: {} });
}
