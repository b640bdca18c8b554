import { answerReview, pluralOf, REVIEWS } from '../auth/reviews.js';
import type { User } from '../auth/user.js';
import { subresourcesOf, verbsOf } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import type { Reply, RequestBody, ResourceRequest, Server } from '../request/request.js';
import { create } from '../rest/create.js';
import { deleteCollection } from '../rest/delete-collection.js';
import { remove } from '../rest/delete.js';
import { patch } from '../rest/patch.js';
import { get, list } from '../rest/read.js';
import { update } from '../rest/update.js';
import { watch } from '../rest/watch.js';
import { ApiError, methodNotAllowed } from '../status/api-error.js';
import { SUBRESOURCE_HANDLERS } from '../subresources/handlers.js';
import { notFoundPage, notFoundResource } from './not-found.js';
import { refuseUnreadable } from './read-body.js';
import type { ResourceInfo } from './request-info.js';

type Handler = (server: Server, request: ResourceRequest) => Reply | Promise<Reply>;

const VERBS: Readonly<Record<string, Handler>> = {
  create: readable(create),
  delete: remove,
  deletecollection: deleteCollection,
  get,
  list,
  patch: (server, request) => patch(server, request, 'main'),
  update: readable((server, request) => update(server, request, 'main')),
  watch,
};

/** For verbs whose body is an object. */
function readable(handler: Handler): Handler {
  return (server, request) => {
    refuseUnreadable(request.body);
    return handler(server, request);
  };
}

export interface Incoming {
  readonly info: ResourceInfo;
  readonly query: URLSearchParams;
  readonly user: User;
  readonly userAgent: string;
  readonly body: RequestBody;
}

/** Finds what answers a request about a resource, and asks it. */
export async function route(server: Server, { info, query, user, userAgent, body }: Incoming): Promise<Reply> {
  const review = REVIEWS.find((one) => one.group === info.group && pluralOf(one) === info.resource);
  if (review !== undefined) {
    if (info.name !== '' || (review.namespaced === true) !== (info.namespace !== '')) throw notFoundResource();
    if (info.verb !== 'create') throw methodNotAllowed();
    return answerReview(review, server, user, body);
  }
  const kind = server.kinds.ofResource(info.group, info.version, info.resource);
  if (kind === undefined) return unknownResource(server, info);
  const { namespace, name } = info;
  const handler = handlerFor(kind, info);
  const told: string[] = kind.deprecation === undefined ? [] : [kind.deprecation];
  // The namespace of a namespace is only a matter of rights.
  const request: ResourceRequest = {
    kind,
    namespace: kind.namespaced ? namespace : '',
    name,
    query,
    user,
    userAgent,
    body,
    warn: (warning) => void told.push(warning),
  };
  try {
    const reply = await handler(server, request);
    return { ...reply, warnings: [...told, ...(reply.warnings ?? [])] };
  } catch (error) {
    if (error instanceof ApiError) error.warnings = told;
    throw error;
  }
}

function unknownResource(server: Server, { group }: ResourceInfo): Reply {
  const isServed = group === '' || [...server.kinds.all, ...REVIEWS].some((kind) => kind.group === group);
  if (isServed) throw notFoundResource();
  return notFoundPage();
}

function handlerFor(kind: Kind, info: ResourceInfo): Handler {
  const { verb, subresource, name, namespace } = info;
  if (subresource !== '') return subresourceHandler(kind, verb, subresource);
  // One object of a namespaced kind has no address without its namespace.
  if (kind.namespaced && namespace === '' && name !== '') throw notFoundResource();
  const handler = VERBS[verb];
  const isServed = verbsOf(kind).some((served) => served === verb) && fitsPath(verb, kind, info);
  if (handler === undefined || !isServed) throw methodNotAllowed();
  return handler;
}

/** Creating needs the collection of a namespace, updating an object. */
function fitsPath(verb: string, kind: Kind, { name, namespace }: ResourceInfo): boolean {
  const isCollectionOfAll = kind.namespaced && namespace === '';
  if (verb === 'create') return name === '' && !isCollectionOfAll;
  if (verb === 'update' || verb === 'patch') return name !== '';
  return verb !== 'deletecollection' || !isCollectionOfAll;
}

function subresourceHandler(kind: Kind, verb: string, name: string): Handler {
  const subresource = subresourcesOf(kind).find((one) => one.name === name);
  if (subresource === undefined) throw notFoundResource();
  const handler = SUBRESOURCE_HANDLERS[`${verb} ${name}`];
  if (handler === undefined || !subresource.verbs.includes(verb)) throw methodNotAllowed();
  return handler;
}
