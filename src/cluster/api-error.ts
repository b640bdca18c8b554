import { Failure } from '../petset/failure.js';
import type { Status } from '../petset/kubernetes-status.js';

/** Why a request has no result: the server's refusal, or no answer at all. */
export type ApiError =
  | {
      readonly from: 'server';
      /** The HTTP status code. */
      readonly code: number;
      /** `NotFound`, `Conflict`, ...; `Unknown` where the server names none. */
      readonly reason: string;
      readonly message: string;
      readonly details: Status['details'];
      /** Seconds the server asks us to wait. */
      readonly retryAfter: number | undefined;
    }
  | {
      readonly from: 'connection';
      /** `host:port` */
      readonly server: string;
      /** Node's code: `ECONNREFUSED`, `ETIMEDOUT`, ... */
      readonly code: string;
      readonly message: string;
      /** This server has answered us before: there is one, and it may come back. */
      readonly hasAnswered: boolean;
    };

/** A request's result, or why there is none. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ApiError };

export function is(error: ApiError, reason: string): boolean {
  return error.from === 'server' && error.reason === reason;
}

/** Whether there is no such object; or no such kind, to which a server answers in plain words, not with a Status. */
export function isMissing(error: ApiError): boolean {
  return error.code === 404;
}

/**
 * Whether an object is gone, or another one of its name by now: where a uid was its precondition. In a patch, that is no
 * conflict to a server, but no valid patch.
 */
export function isOfAnother(error: ApiError): boolean {
  const isAnotherUid = is(error, 'Invalid') && causesOf(error).some(({ field }) => field === 'metadata.uid');
  return isMissing(error) || is(error, 'Conflict') || isAnotherUid;
}

/** Nothing is created any more where everything is being deleted. Source: plugin/pkg/admission/namespace/lifecycle. */
export function isOfGoingNamespace(error: ApiError): boolean {
  return causesOf(error).some(({ reason }) => reason === 'NamespaceTerminating');
}

function causesOf(error: ApiError): NonNullable<NonNullable<Status['details']>['causes']> {
  return error.from === 'server' ? (error.details?.causes ?? []) : [];
}

/** The error in kubectl's words. Source: kubectl pkg/cmd/util/helpers.go. */
export function describeApiError(error: ApiError): string {
  if (error.from === 'connection') return describeConnection(error);
  const { reason, message, details } = error;
  if (reason === 'Unauthorized') return 'error: You must be logged in to the server (Unauthorized)';
  if (reason === 'Invalid' && details?.kind !== undefined) return describeInvalid(error.message, details);
  return reason === 'Unknown' ? `Error from server: ${message}` : `Error from server (${reason}): ${message}`;
}

function describeInvalid(message: string, { kind, name, causes = [] }: NonNullable<Status['details']>): string {
  const title = `The ${kind ?? ''} "${name ?? ''}" is invalid`;
  const told = causes.map((cause) => `${cause.field === undefined ? '' : `${cause.field}: `}${cause.message ?? ''}`);
  if (told.length === 0) return `${title}: ${message}`;
  return told.length === 1
    ? `${title}: ${told[0] ?? ''}`
    : [`${title}: `, ...told.map((line) => `* ${line}`)].join('\n');
}

function describeConnection({ server, code, message }: Extract<ApiError, { from: 'connection' }>): string {
  if (code === 'ECONNREFUSED') {
    return `The connection to the server ${server} was refused - did you specify the right host or port?`;
  }
  return `Unable to connect to the server: ${message}`;
}

/** The value, or a failure in kubectl's words. */
export function orFail<T>(answer: Answer<T>, next: readonly string[] = []): T {
  if (answer.ok) return answer.value;
  throw new Failure(describeApiError(answer.error), { next });
}

/** The answer to a look for something that need not be there: nothing where it is not. */
export function ifThere<T>(answer: Answer<T>): Answer<T | undefined> {
  return !answer.ok && isMissing(answer.error) ? { ok: true, value: undefined } : answer;
}
