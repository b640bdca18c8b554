import type { RequestInfo } from '../http/request-info.js';
import {
  alreadyExists,
  ApiError,
  badRequest,
  conflict,
  forbidden,
  gone,
  invalid,
  methodNotAllowed,
  MODIFIED,
  notFound,
} from '../status/api-error.js';
import type { ResourceName } from '../status/api-error.js';
import type { Refusal } from '../../faults/fault.js';

interface Refused {
  readonly resource: ResourceName;
  readonly name: string;
  readonly isCreation: boolean;
}

/** What the words of a server are followed by where a reason would stand. */
const WHY = 'a fault of the rehearsal';

/** The refusal that a server gives with each code, in its words. */
const REFUSALS: Readonly<Record<number, (refused: Refused) => ApiError>> = {
  400: () => badRequest(WHY),
  401: () => new ApiError(401, 'Unauthorized', 'Unauthorized'),
  403: ({ resource, name }) => forbidden(resource, name, WHY),
  404: ({ resource, name }) => notFound(resource, name),
  405: () => methodNotAllowed(),
  409: ({ resource, name, isCreation }) =>
    isCreation ? alreadyExists(resource, name) : conflict(resource, name, MODIFIED),
  410: () => gone('The resourceVersion for the provided list is too old.'),
  422: ({ resource, name }) => invalid({ group: resource.group, kind: resource.plural }, name, []),
  429: () =>
    new ApiError(429, 'TooManyRequests', 'Too many requests, please try again later.', { retryAfterSeconds: 1 }),
  500: () => {
    const causes = [{ message: WHY }];
    return new ApiError(500, 'InternalError', `Internal error occurred: ${WHY}`, { causes });
  },
  503: () => new ApiError(503, 'ServiceUnavailable', 'the server is currently unable to handle the request'),
  504: () => new ApiError(504, 'Timeout', `Timeout: request did not complete within requested timeout - ${WHY}`, {}),
};

/** The refusal of a request, in the words of the fault where it has some. */
export function refusalOf(refusal: Refusal, info: RequestInfo, name: string): ApiError {
  const resource = info.isResource ? { group: info.group, plural: info.resource } : { group: '', plural: info.path };
  const { code, reason, message, retryAfterSeconds } = refusal;
  const usual = REFUSALS[code]?.({ resource, name, isCreation: info.verb === 'create' }) ?? new ApiError(code, '', WHY);
  const details = retryAfterSeconds === undefined ? usual.details : { ...usual.details, retryAfterSeconds };
  return new ApiError(code, reason ?? usual.reason, message ?? usual.message, details);
}
