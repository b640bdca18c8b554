import { answerReview, pluralOf, REVIEWS } from '../auth/reviews.js';
import type { Review } from '../auth/reviews.js';
import type { User } from '../auth/user.js';
import { BINDING } from '../kinds/core/bindings.js';
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
import { ApiError, methodNotAllowed, notFound, qualified } from '../status/api-error.js';
import { bindByName } from '../subresources/binding.js';
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
export async function route(server: Server, incoming: Incoming): Promise<Reply> {
  const { info, user, body } = incoming;
  const review = REVIEWS.find((one) => one.group === info.group && pluralOf(one) === info.resource);
  if (review !== undefined) {
    checkReviewPath(review, info);
    return answerReview(review, server, user, body);
  }
  const kind = server.kinds.ofResource(info.group, info.version, info.resource);
  if (kind === undefined) return unknownResource(server, info);
  if (kind.custom !== undefined && !isCustomPath(kind, info)) return notFoundPage();
  return askHandler(handlerFor(kind, info), server, kind, incoming);
}

function checkReviewPath(review: Review, { name, namespace, verb }: ResourceInfo): void {
  if (name !== '' || (review.namespaced === true) !== (namespace !== '')) throw notFoundResource();
  if (verb !== 'create') throw methodNotAllowed();
}

/** What the client is told beside the answer goes with it, also where that is a refusal. */
async function askHandler(handler: Handler, server: Server, kind: Kind, incoming: Incoming): Promise<Reply> {
  const { info, ...rest } = incoming;
  const told: string[] = kind.deprecation === undefined ? [] : [kind.deprecation];
  // The namespace of a namespace is only a matter of rights.
  const namespace = kind.namespaced ? info.namespace : '';
  const warn = (warning: string): void => void told.push(warning);
  try {
    const reply = await handler(server, { ...rest, kind, namespace, name: info.name, warn });
    return { ...reply, warnings: [...told, ...(reply.warnings ?? [])] };
  } catch (error) {
    if (error instanceof ApiError) error.warnings = told;
    throw error;
  }
}

function unknownResource(server: Server, { group }: ResourceInfo): Reply {
  const builtIn = server.kinds.all.filter(({ custom }) => custom === undefined);
  const isServed = group === '' || [...builtIn, ...REVIEWS].some((kind) => kind.group === group);
  if (isServed) throw notFoundResource();
  return notFoundPage();
}

/** Verbs that go over all namespaces. */
const ACROSS = ['list', 'watch'];

/** For custom resources a path of the wrong scope is none. */
const isCustomPath = ({ namespaced }: Kind, { namespace, verb }: ResourceInfo): boolean =>
  namespaced ? namespace !== '' || ACROSS.includes(verb) : namespace === '';

function handlerFor(kind: Kind, info: ResourceInfo): Handler {
  const { verb, subresource, name, namespace } = info;
  if (subresource !== '') return subresourceHandler(kind, info);
  // One object of a namespaced kind has no address without its namespace.
  if (kind.namespaced && namespace === '' && name !== '') throw notFoundResource();
  const handler = kind === BINDING && verb === 'create' ? readable(bindByName) : VERBS[verb];
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

function subresourceHandler(kind: Kind, info: ResourceInfo): Handler {
  const { verb, subresource: name } = info;
  const subresource = subresourcesOf(kind).find((one) => one.name === name);
  if (subresource === undefined) throw kind.custom === undefined ? notFoundResource() : notFound(kind, info.name);
  const handler = SUBRESOURCE_HANDLERS[`${verb} ${name}`];
  if (handler === undefined || !subresource.verbs.includes(verb)) {
    throw kind.custom === undefined ? methodNotAllowed() : notSupportedOn(kind, verb);
  }
  return handler;
}

function notSupportedOn(kind: Kind, verb: string): ApiError {
  const words = `${verb} is not supported on resources of kind "${qualified(kind)}"`;
  return new ApiError(405, 'MethodNotAllowed', words, { group: kind.group, kind: kind.plural });
}
