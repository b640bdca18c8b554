import type { PlainReply } from '../request/request.js';
import { ApiError } from '../status/api-error.js';

/** What a server says of a path that nobody registered. */
export function notFoundPage(): PlainReply {
  return { form: 'plain', code: 404, body: '404 page not found\n' };
}

/** What it says of a path in a group that it has. */
export function notFoundResource(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}
