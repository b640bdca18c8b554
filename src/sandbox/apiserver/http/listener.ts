import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Authenticator } from '../auth/authenticator.js';
import { refuseAccess, refuseVisit } from '../auth/authorize.js';
import { impersonated } from '../auth/impersonate.js';
import type { User } from '../auth/user.js';
import type { Asked } from '../../platform/way.js';
import type { Reply, RequestBody, Server } from '../request/request.js';
import { ApiError, badRequest, methodNotAllowed } from '../status/api-error.js';
import { negotiate } from './accept.js';
import type { Accepted } from './accept.js';
import { breakConnection } from './break-connection.js';
import { setCommonHeaders } from './common-headers.js';
import { Encoder } from './encode.js';
import type { PathRequest } from './discovery-paths.js';
import { visit } from './non-resource.js';
import { Broken } from './interference.js';
import type { Interference } from './interference.js';
import { responseTo } from './raw-response.js';
import { mediaTypeOf, readBody, refuseTooLarge } from './read-body.js';
import type { Shape } from './representation.js';
import { requestInfo } from './request-info.js';
import type { NonResourceInfo } from './request-info.js';
import { respond, respondError, respondUnreadable } from './respond.js';
import { route } from './route.js';
import { PLAIN_STYLE, styleOf } from './send.js';
import type { Shown } from './short-way.js';
import type { Style } from './send.js';
import { readTarget } from './target.js';
import type { Target } from './target.js';
import { tunnel } from './tunnel.js';
import type { Upgrade } from './tunnel.js';

export interface Listener {
  readonly request: RequestListener;
  /** For a client that wants to go on in another protocol. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** For a client in this process. Throws what it is refused with. */
  readonly answer: (asked: Asked) => Promise<Shown>;
}

/** Answers HTTP requests: who is it, what is it about, may they, and then the verb. */
export function createListener(server: Server, authenticator: Authenticator, interference: Interference): Listener {
  const encoder = new Encoder();
  const shape = (target: Target, { representation }: Accepted): Shape => ({
    representation,
    rowObject: representation === 'table' ? rowObject(target.query) : 'Metadata',
    now: () => server.clock.now(),
    encoder,
  });
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
    style: Style,
  ): Promise<void> => {
    // The body is read before anything is refused, so that the connection can be used again.
    const body = await readBody(server.kinds, request);
    const { reply, accepted } = await handle({ server, authenticator, interference, request, target, body });
    respond(response, reply, { accepted, shape: shape(target, accepted), style });
  };
  const connect = async (upgrade: Upgrade): Promise<void> => {
    const { request } = upgrade;
    const target = readTarget(request.url ?? '/') ?? { path: '/', query: new URLSearchParams() };
    const { reply } = await handle({ server, authenticator, interference, request, target, body: NO_BODY });
    if (reply.form !== 'upgrade') throw badRequest('nothing to upgrade to');
    await tunnel(upgrade, reply, server.kubelets);
  };
  return {
    request: (request, response) => {
      setCommonHeaders(request, response);
      const target = readTarget(request.url ?? '/');
      if (target === undefined) {
        respondUnreadable(response);
        return;
      }
      const style = styleOf(request, target.query);
      answer(request, response, target, style).catch((error: unknown) => refuse(error, response, style));
    },
    upgrade: (request, socket, head) => {
      const upgrade = { request, socket, head };
      socket.on('error', () => socket.destroy());
      connect(upgrade).catch((error: unknown) => refuse(error, responseTo(upgrade), PLAIN_STYLE));
    },
    answer: async ({ method, path, headers, text }) => {
      const target = readTarget(path);
      if (target === undefined) throw badRequest(`${path} is no path`);
      refuseTooLarge(Buffer.byteLength(text));
      const body = { mediaType: mediaTypeOf(headers['content-type']), text };
      const headersDistinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
      const request = { method, headers, headersDistinct };
      const { reply, accepted } = await handle({ server, authenticator, interference, request, target, body });
      return { reply, shape: shape(target, accepted) };
    },
  };
}

/** A refusal that cannot be written either ends the connection: nobody is behind this to catch it. */
function refuse(error: unknown, response: ServerResponse, style: Style): void {
  try {
    if (!(error instanceof Broken)) respondError(response, error, style);
    else if (error.isReset) breakConnection(response.req.socket);
  } catch {
    response.req.socket.destroy();
  }
}

interface Call {
  readonly server: Server;
  readonly authenticator: Authenticator;
  readonly interference: Interference;
  readonly request: Pick<IncomingMessage, 'method' | 'headers' | 'headersDistinct'>;
  readonly target: Target;
  readonly body: RequestBody;
}

interface Answer {
  readonly reply: Reply;
  readonly accepted: Accepted;
}

const NO_BODY: RequestBody = { mediaType: '', text: '' };

/** Verbs whose answers may come as a stream of events. */
const STREAMED = new Set(['list', 'watch']);

const JSON_ONLY: Accepted = { representation: 'object', format: 'json' };

async function handle({ server, authenticator, interference, request, target, body }: Call): Promise<Answer> {
  const { method = 'GET', headers } = request;
  const { path, query } = target;
  const sender = authenticator.identify(headers.authorization);
  const user = impersonated(sender, request.headersDistinct, server.authorizer);
  const info = requestInfo(method, path, query);
  const { accept = '', host = '', 'user-agent': userAgent = '' } = headers;
  return interference.pass({ info, query, user, agent: userAgent, body }, async () => {
    if (!info.isResource) {
      const client = { query, accept, address: host, known: headers['if-none-match'] ?? '' };
      return { reply: visitPath(server, user, info, client), accepted: JSON_ONLY };
    }
    if (info.verb === '') throw methodNotAllowed();
    if (!server.authorizer.mayAccess(user, info)) throw refuseAccess(user, info);
    const accepted = negotiate(accept, STREAMED.has(info.verb));
    return { reply: await route(server, { info, query, user, userAgent, body }), accepted };
  });
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
