import type { IncomingMessage } from 'node:http';

import type { KindTable } from '../kinds/lookup.js';
import type { RequestBody } from '../request/request.js';
import { ApiError } from '../status/api-error.js';
import { PROTOBUF, protobufToJson } from './protobuf-body.js';

/** The most that a request may carry (apiserver's --max-resource-write-bytes). */
const MOST_BYTES = 3 * 1024 * 1024;

/** The body of a request; one in protobuf becomes JSON at the door. */
export async function readBody(kinds: KindTable, request: IncomingMessage): Promise<RequestBody> {
  const mediaType = mediaTypeOf(request.headers['content-type']);
  const bytes = await readBytes(request);
  if (mediaType === PROTOBUF) return { mediaType: 'application/json', text: protobufToJson(kinds, bytes) };
  return { mediaType, text: bytes.toString() };
}

export const mediaTypeOf = (contentType = ''): string => contentType.replace(/;.*$/s, '').trim();

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    // All of it has to go by: the next request of the same connection comes behind it.
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  refuseTooLarge(length);
  return Buffer.concat(chunks);
}

/** Refuses what has so many bytes. */
export function refuseTooLarge(length: number): void {
  if (length <= MOST_BYTES) return;
  throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MOST_BYTES}`);
}

const READABLE = ['', 'application/json', 'application/yaml'];

/** Objects come as JSON, YAML or protobuf. */
export function refuseUnreadable({ mediaType }: RequestBody): void {
  if (READABLE.includes(mediaType)) return;
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );
}
