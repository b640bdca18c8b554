import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Authenticator } from '../auth/authenticator.js';
import { refuseAccess, refuseVisit } from '../auth/authorize.js';
import { impersonated } from '../auth/impersonate.js';
import type { User } from '../auth/user.js';
import type { Reply, Server } from '../request/request.js';
import { methodNotAllowed } from '../status/api-error.js';
import { negotiate } from './accept.js';
import type { Accepted } from './accept.js';
import { Encoder } from './encode.js';
import { visit } from './non-resource.js';
import { readBody } from './read-body.js';
import type { Shape } from './representation.js';
import { requestInfo } from './request-info.js';
import type { NonResourceInfo } from './request-info.js';
import { respond, respondError, respondUnreadable } from './respond.js';
import { route } from './route.js';
import { readTarget } from './target.js';
import type { Target } from './target.js';

/** Answers HTTP requests: who is it, what is it about, may they, and then the verb. */
export function createListener(server: Server, authenticator: Authenticator): RequestListener {
  const encoder = new Encoder();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = readTarget(request.url ?? '/');
    if (target === undefined) {
      respondUnreadable(response);
      return;
    }
    const shape = (accepted: Accepted): Shape => ({
      representation: accepted.representation,
      rowObject: rowObject(target.query),
      now: () => server.clock.now(),
      encoder,
    });
    const { reply, accepted } = await handle({ server, authenticator, request, target });
    respond(response, reply, accepted, shape(accepted));
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => respondError(response, error));
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
    const reply = visitPath(server, user, info, {
      accept: headers.accept ?? '',
      address: headers.host ?? '',
      known: headers['if-none-match'] ?? '',
    });
    return { reply, accepted: JSON_ONLY };
  }
  if (info.verb === '') throw methodNotAllowed();
  if (!server.authorizer.mayAccess(user, info)) throw refuseAccess(user, info);
  const accepted = negotiate(headers.accept ?? '');
  return { reply: await route(server, { info, query, user, body }), accepted };
}

function visitPath(
  server: Server,
  user: User,
  { verb, path }: NonResourceInfo,
  client: { accept: string; address: string; known: string },
): Reply {
  if (!server.authorizer.mayVisit(user, verb, path)) throw refuseVisit(user, verb, path);
  if (verb !== 'get' && verb !== 'head') throw methodNotAllowed();
  return visit(server, { path, ...client });
}

function rowObject(query: URLSearchParams): Shape['rowObject'] {
  const wanted = query.get('includeObject');
  return wanted === 'Object' || wanted === 'None' ? wanted : 'Metadata';
}
