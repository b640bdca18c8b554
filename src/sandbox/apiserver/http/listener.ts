import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Authenticator } from '../auth/authenticator.js';
import { refuseAccess, refuseVisit } from '../auth/authorize.js';
import { impersonated } from '../auth/impersonate.js';
import type { User } from '../auth/user.js';
import type { Reply, Server } from '../request/request.js';
import { ApiError, methodNotAllowed } from '../status/api-error.js';
import { negotiate } from './accept.js';
import type { Accepted } from './accept.js';
import { setCommonHeaders } from './common-headers.js';
import type { PathRequest } from './discovery-paths.js';
import { Encoder } from './encode.js';
import { visit } from './non-resource.js';
import { readBody } from './read-body.js';
import type { Shape } from './representation.js';
import { requestInfo } from './request-info.js';
import type { NonResourceInfo } from './request-info.js';
import { respond, respondError, respondUnreadable } from './respond.js';
import { route } from './route.js';
import { styleOf } from './send.js';
import type { Style } from './send.js';
import { readTarget } from './target.js';
import type { Target } from './target.js';

/** Answers HTTP requests: who is it, what is it about, may they, and then the verb. */
export function createListener(server: Server, authenticator: Authenticator): RequestListener {
  const encoder = new Encoder();
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
    style: Style,
  ): Promise<void> => {
    const shape = (accepted: Accepted): Shape => ({
      representation: accepted.representation,
      rowObject: accepted.representation === 'table' ? rowObject(target.query) : 'Metadata',
      now: () => server.clock.now(),
      encoder,
    });
    const { reply, accepted } = await handle({ server, authenticator, request, target });
    respond(response, reply, { accepted, shape: shape(accepted), style });
  };
  return (request, response) => {
    setCommonHeaders(request, response);
    const target = readTarget(request.url ?? '/');
    if (target === undefined) {
      respondUnreadable(response);
      return;
    }
    const style = styleOf(request, target.query);
    answer(request, response, target, style).catch((error: unknown) => respondError(response, error, style));
  };
}

interface Call {
  readonly server: Server;
  readonly authenticator: Authenticator;
  readonly request: IncomingMessage;
  readonly target: Target;
}

interface Answer {
  readonly reply: Reply;
  readonly accepted: Accepted;
}

/** Verbs whose answers may come as a stream of events. */
const STREAMED = new Set(['list', 'watch']);

const JSON_ONLY: Accepted = { representation: 'object', format: 'json' };

async function handle({ server, authenticator, request, target }: Call): Promise<Answer> {
  const { method = 'GET', headers } = request;
  const { path, query } = target;
  // The body is read before anything is refused, so that the connection can be used again.
  const body = await readBody(server.kinds, request);
  const sender = authenticator.identify(headers.authorization);
  const user = impersonated(sender, request.headersDistinct, server.authorizer);
  const info = requestInfo(method, path, query);
  if (!info.isResource) {
    const reply = visitPath(server, user, info, { query, accept: headers.accept ?? '', address: headers.host ?? '' });
    return { reply, accepted: JSON_ONLY };
  }
  if (info.verb === '') throw methodNotAllowed();
  if (!server.authorizer.mayAccess(user, info)) throw refuseAccess(user, info);
  const accepted = negotiate(headers.accept ?? '', STREAMED.has(info.verb));
  return { reply: await route(server, { info, query, user, body }), accepted };
}

function visitPath(
  server: Server,
  user: User,
  { verb, path }: NonResourceInfo,
  client: Omit<PathRequest, 'path'>,
): Reply {
  if (!server.authorizer.mayVisit(user, verb, path)) throw refuseVisit(user, verb, path);
  const reply = visit(server, { path, ...client });
  if (reply.code !== 404 && verb !== 'get') throw methodNotAllowed();
  return reply;
}

function rowObject(query: URLSearchParams): Shape['rowObject'] {
  const wanted = query.get('includeObject') ?? '';
  const found = ROW_OBJECTS.find((one) => one === wanted);
  if (found !== undefined || wanted === '') return found ?? 'Metadata';
  const words = `Invalid value: ${JSON.stringify(wanted)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw new ApiError(400, 'BadRequest', `Unable to convert to Table as requested: includeObject: ${words}`, {});
}

const ROW_OBJECTS = ['Metadata', 'Object', 'None'] as const;
