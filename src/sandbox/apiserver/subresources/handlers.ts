import type { Reply, ResourceRequest, Server } from '../request/request.js';
import type { Part } from '../rest/commit.js';
import { patch } from '../rest/patch.js';
import { get } from '../rest/read.js';
import { update } from '../rest/update.js';
import { bind } from './binding.js';
import { evict } from './eviction.js';
import { attach, exec, forwardPort, proxyToPod, proxyToService } from './exec.js';
import { finalize } from './finalize.js';
import { readLog } from './log.js';
import { createToken } from './token.js';
import { getScale, patchScale, updateScale } from './scale.js';

/** A verb on a subresource. Some wait for others: logs come from a node. */
type Handler = (server: Server, request: ResourceRequest) => Reply | Promise<Reply>;

/** A path below a pod or service, which takes every method. */
const proxy: Handler = (server, request) =>
  request.kind.kind === 'Pod' ? proxyToPod(server, request) : proxyToService(server, request);
/** A subresource that shows the whole object and writes a part of it. */
const ofPart = (part: Exclude<Part, 'main'>): Record<string, Handler> => ({
  [`get ${part}`]: get,
  [`update ${part}`]: (server, request) => update(server, request, part),
  [`patch ${part}`]: (server, request) => patch(server, request, part),
});

/** By verb and name; which kind has which is in the table of kinds. */
export const SUBRESOURCE_HANDLERS: Readonly<Record<string, Handler>> = {
  ...ofPart('status'),
  ...ofPart('ephemeralcontainers'),
  ...ofPart('resize'),
  'get scale': getScale,
  'update scale': updateScale,
  'patch scale': patchScale,
  'create attach': attach,
  'get attach': attach,
  'create binding': bind,
  'create eviction': evict,
  'create exec': exec,
  'get exec': exec,
  'get log': readLog,
  'create portforward': forwardPort,
  'get portforward': forwardPort,
  'create proxy': proxy,
  'delete proxy': proxy,
  'get proxy': proxy,
  'patch proxy': proxy,
  'update proxy': proxy,
  'create token': createToken,
  'update finalize': finalize,
};
