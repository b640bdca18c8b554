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
  for (const warning of reply.warnings ?? []) warn(response, warning);
  if (reply.form === 'watch') stream(response, reply, shape);
  else if (reply.form === 'stream') passOn(response, reply);
  else if (reply.form === 'plain') sendPlain(response, reply);
  else sendText(response, reply.code, show(reply, shape), accepted.format);
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

function sendText(response: ServerResponse, code: number, json: string, format: Accepted['format']): void {
  const text = format === 'yaml' ? dump(parseJson(json)) : json;
  send(response, code, `application/${format}`, `${text}\n`);
}

function sendPlain(response: ServerResponse, { code, body, headers = {} }: PlainReply): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const isText = typeof body === 'string';
  const type = headers['Content-Type'] ?? (isText ? 'text/plain; charset=utf-8' : 'application/json');
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

/** What Go's HTTP server says of a request line that it cannot read, before anybody else sees it. */
export function respondUnreadable(response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  send(response, 400, 'text/plain; charset=utf-8', '400 Bad Request');
}

function internalError(error: unknown): ApiError {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ApiError(500, 'InternalError', `Internal error occurred: ${words}`, { causes: [{ message: words }] });
}

function send(response: ServerResponse, code: number, contentType: string, text: string): void {
  // Bytes, since Node would write the headers in the encoding of a body that is text.
  const body = Buffer.from(text);
  response.writeHead(code, { 'Content-Type': contentType, 'Content-Length': body.length });
  response.end(body);
}

/**
 * How much may wait for a client that reads slowly, beyond what it was sent at first: far more than clients fall behind
 * while thousands of pods start, and still what a process can hold for several of them.
 */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Each event is written when it happens, none is left out. A client that does not keep up finds its watch ended, as a
 * server ends it (apiserver pkg/storage/cacher/cache_watcher.go), and goes on from the last event that it read.
 */
function stream(response: ServerResponse, reply: WatchReply, shape: Shape): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
  response.flushHeaders();
  let isFirst = true;
  let most = Infinity;
  const stop = reply.open({
    send: ({ type, object }) => {
      if (response.writableEnded) return;
      response.write(showEvent(reply.kind, type, object, shape, isFirst));
      isFirst = false;
      if (response.writableLength > most) response.end();
    },
    end: () => response.end(),
  });
  most = response.writableLength + MOST_WAITING_BYTES;
  response.once('close', stop);
}
