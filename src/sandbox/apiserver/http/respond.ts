import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { dump } from 'js-yaml';

import { parseJson } from '../../model/json.js';
import type { ListReply, ObjectReply, PlainReply, Reply, StreamReply, WatchReply } from '../request/request.js';
import { ApiError } from '../status/api-error.js';
import type { Accepted } from './accept.js';
import { showEvent, showList, showObject } from './representation.js';
import type { Shape } from './representation.js';

/** Sends a reply in the representation that was negotiated. */
export function respond(response: ServerResponse, reply: Reply, accepted: Accepted, shape: Shape): void {
  for (const warning of reply.warnings ?? []) {
    response.appendHeader('Warning', `299 - ${JSON.stringify(warning)}`);
  }
  if (reply.form === 'watch') stream(response, reply, shape);
  else if (reply.form === 'stream') passOn(response, reply);
  else if (reply.form === 'plain') sendPlain(response, reply);
  else sendText(response, reply.code, show(reply, shape), accepted.format);
}

function show(reply: ObjectReply | ListReply, shape: Shape): string {
  return reply.form === 'object'
    ? showObject(reply.kind, reply.object, shape)
    : showList(reply.kind, reply.items, reply.metadata, shape);
}

function sendText(response: ServerResponse, code: number, json: string, format: Accepted['format']): void {
  const text = format === 'yaml' ? dump(parseJson(json)) : json;
  send(response, code, `application/${format}`, `${text}\n`);
}

function sendPlain(response: ServerResponse, { code, body, headers = {} }: PlainReply): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : (headers['Content-Type'] ?? 'application/json');
  send(response, code, type, isText ? body : `${JSON.stringify(body)}\n`);
}

/** Until either end has had enough. */
function passOn(response: ServerResponse, { code, body }: StreamReply): void {
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.flushHeaders();
  pipeline(body, response, () => undefined);
}

/** Sends a refusal; errors that are no {@link ApiError} are faults of ours and say so. */
export function respondError(response: ServerResponse, error: unknown): void {
  const told = error instanceof ApiError ? error : internalError(error);
  if (response.headersSent) {
    response.end();
    return;
  }
  const seconds = told.details?.retryAfterSeconds;
  if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
  send(response, told.code, 'application/json', `${JSON.stringify(told.status)}\n`);
}

function internalError(error: unknown): ApiError {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${words}`, { causes: [{ message: words }] });
}

function send(response: ServerResponse, code: number, contentType: string, text: string): void {
  response.writeHead(code, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/** Each event is written when it happens; a slow client's events wait in memory, none is left out. */
function stream(response: ServerResponse, reply: WatchReply, shape: Shape): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
  response.flushHeaders();
  let isFirst = true;
  const stop = reply.open({
    send: ({ type, object }) => {
      response.write(showEvent(reply.kind, type, object, shape, isFirst));
      isFirst = false;
    },
    end: () => response.end(),
  });
  response.once('close', stop);
}
