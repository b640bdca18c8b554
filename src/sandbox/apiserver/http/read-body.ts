import type { IncomingMessage } from 'node:http';

import type { RequestBody } from '../request/request.js';
import { ApiError } from '../status/api-error.js';

/** The most that a request may carry (apiserver's --max-resource-write-bytes). */
const MOST_BYTES = 3 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const mediaType = (request.headers['content-type'] ?? '').replace(/;.*$/s, '').trim();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new ApiError(413, 'RequestEntityTooLarge', `limit is ${MOST_BYTES}`, {});
    }
    chunks.push(chunk);
  }
  return { mediaType, text: Buffer.concat(chunks).toString() };
}

const READABLE = ['', 'application/json', 'application/yaml'];

/** Objects come as JSON or YAML; protobuf is not spoken here, though a server would name it. */
export function refuseUnreadable({ mediaType }: RequestBody): void {
  if (READABLE.includes(mediaType)) return;
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );
}
