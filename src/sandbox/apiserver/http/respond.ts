import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { ListReply, ObjectReply, PlainReply, Reply, StreamReply } from '../request/request.js';
import { ApiError, badRequest } from '../status/api-error.js';
import type { Accepted } from './accept.js';
import { showList, showObject } from './representation.js';
import { sendEvents } from './send-events.js';
import { PLAIN_STYLE, sendObject, sendText } from './send.js';
import type { Style } from './send.js';
import type { Shape } from './representation.js';

/** What a client wants to see of an answer. */
export interface Form {
  readonly accepted: Accepted;
  readonly shape: Shape;
  readonly style: Style;
}

/** Sends a reply in the representation that was negotiated. */
export function respond(response: ServerResponse, reply: Reply, { accepted, shape, style }: Form): void {
  for (const warning of reply.warnings ?? []) warn(response, warning);
  if (reply.form === 'upgrade') throw badRequest('Upgrade request required');
  if (reply.form === 'watch') sendEvents(response, reply, shape);
  else if (reply.form === 'stream') passOn(response, reply);
  else if (reply.form === 'plain') sendPlain(response, reply, style);
  else sendObject(response, reply.code, show(reply, shape), { ...style, yaml: accepted.format === 'yaml' });
}

/** Headers are bytes: those of UTF-8 here. What has control characters in it is not told (apimachinery util/net, NewWarningHeader). */
function warn(response: ServerResponse, warning: string): void {
  if (/\p{Cc}/u.test(warning)) return;
  response.appendHeader('Warning', `299 - ${Buffer.from(JSON.stringify(warning)).toString('latin1')}`);
}

function show(reply: ObjectReply | ListReply, shape: Shape): string {
  return reply.form === 'object'
    ? showObject(reply.kind, reply.object, shape)
    : showList(reply.kind, reply.items, reply.metadata, shape);
}

function sendPlain(response: ServerResponse, { code, body, headers = {} }: PlainReply, style: Style): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (typeof body !== 'string') {
    sendObject(response, code, JSON.stringify(body), style, headers['Content-Type']);
    return;
  }
  response.setHeader('X-Content-Type-Options', 'nosniff');
  sendText(response, code, headers['Content-Type'] ?? 'text/plain; charset=utf-8', body, style);
}

/** Until either end has had enough. */
function passOn(response: ServerResponse, { code, body }: StreamReply): void {
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.flushHeaders();
  pipeline(body, response, () => undefined);
}

/** What is answered instead; errors that are no {@link ApiError} are faults of ours and say so. */
export const refusalFor = (error: unknown): ApiError => (error instanceof ApiError ? error : internalError(error));

/** Sends a refusal. */
export function respondError(response: ServerResponse, error: unknown, style: Style): void {
  const told = refusalFor(error);
  if (response.headersSent) {
    response.end();
    return;
  }
  for (const warning of told.warnings) warn(response, warning);
  const seconds = told.details?.retryAfterSeconds;
  if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
  sendObject(response, told.code, JSON.stringify(told.status), style);
}

/** What Go's HTTP server says of a request line that it cannot read, before anybody else sees it. */
export function respondUnreadable(response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  sendText(response, 400, 'text/plain; charset=utf-8', '400 Bad Request', PLAIN_STYLE);
}

/** More is none of a client's business. */
const MOST_LETTERS = 1000;

function internalError(error: unknown): ApiError {
  const words = (error instanceof Error ? error.message : String(error)).slice(0, MOST_LETTERS);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${words}`, { causes: [{ message: words }] });
}
