import type { Answer, ApiError } from './api-error.js';
import type { Clock } from './clock.js';
import { USERS_LIMIT } from './connection-error.js';

/** How often a request is made that a user waits for: after 6 to 13 s a server that stays in trouble is said to be. */
const A_FEW_TIMES = 8;
/** Milliseconds after which no further attempt begins, where each of them takes long. */
const PATIENCE = 60_000;
/** Milliseconds of waiting that a user wants to be told the reason of. */
export const NOTICEABLE = 1_000;

const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

/** Codes of answers after which the same request may well succeed: too many requests, and a server or proxy in trouble. */
const PASSING = new Set([429, 500, 502, 503, 504]);
/** No server where there was one may come back; a name or certificate that is wrong stays wrong. */
const LASTING = new Set(['ERR_INVALID_URL', 'AbortError', 'ABORT_ERR', 'EPROTO', 'CREDENTIALS']);

/** Whether the same request may get a better answer later. */
export function mayPass(error: ApiError): boolean {
  if (error.from === 'server') {
    return (PASSING.has(error.code) && !isMisfit(error)) || isNewNamespace(error) || isContended(error);
  }
  if (error.code === 'ENOTFOUND') return error.hasAnswered;
  return !LASTING.has(error.code) && !/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL)/.test(error.code);
}

/** Whether the same write may be sent again without asking first: the server did not take it. */
export function wasNotTaken(error: ApiError): boolean {
  return error.from === 'server' && (error.code === 429 || isNewNamespace(error) || isContended(error));
}

/**
 * Whether a user who waits for an answer should wait for another attempt: where no server has been heard of none will
 * listen in a second, and who has said how long to wait has waited for so long.
 */
export function isWorthAskingAgain(error: ApiError): boolean {
  if (!mayPass(error) || error.code === USERS_LIMIT) return false;
  return error.from === 'server' || error.code !== 'ECONNREFUSED' || error.hasAnswered;
}

/** Whether a user has waited for long enough: so many attempts have failed since `startedAt`. */
export function isEnough(attempts: number, startedAt: number, { clock }: Pick<RetryDeps, 'clock'>): boolean {
  return attempts >= A_FEW_TIMES || clock.now() - startedAt >= PATIENCE;
}

/** A namespace gets its service accounts a moment after it was made; until then no pod can be. */
function isNewNamespace(error: ApiError): boolean {
  return error.from === 'server' && error.code === 403 && error.message.includes('error looking up service account');
}

/** Whoever creates objects at the same time charges the same quota (kubernetes apiserver/pkg/admission/plugin/resourcequota). */
function isContended(error: ApiError): boolean {
  return error.from === 'server' && error.code === 409 && error.details?.kind === 'resourcequotas';
}

/** What is applied and does not fit its schema is a server's mistake to the server (apiserver managedfields/internal, structuredmerge.go). */
function isMisfit(error: ApiError): boolean {
  return error.from === 'server' && error.message.startsWith('failed to create typed patch object');
}

export interface RetryDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Told before each further attempt: why, in how many milliseconds, and how many have passed since the first one. */
  readonly onTrouble?: (error: ApiError, delay: number, waited: number) => void;
  /** Ends it with the answer that there is. */
  readonly signal?: AbortSignal;
}

/** Makes a call again while `isWorthIt`, a few times, with exponential back-off and jitter or after what the server asks for. */
export async function withRetry<T>(
  call: () => Promise<Answer<T>>,
  isWorthIt: (error: ApiError) => boolean,
  deps: RetryDeps,
): Promise<Answer<T>> {
  const { clock, random, onTrouble, signal } = deps;
  const startedAt = clock.now();
  for (let attempt = 1; ; attempt++) {
    const answer = await call();
    if (answer.ok || !isWorthIt(answer.error) || isEnough(attempt, startedAt, deps)) return answer;
    const delay = delayBefore(attempt, random, answer.error);
    onTrouble?.(answer.error, delay, clock.now() - startedAt);
    await clock.sleep(delay, signal);
    if (signal?.aborted === true) return answer;
  }
}

/** Milliseconds to wait after that many failed attempts: ever longer, with jitter, and at least as long as the server asks. */
export function delayBefore(failures: number, random: () => number, error?: ApiError): number {
  const asked = error?.from === 'server' ? (error.retryAfter ?? 0) * 1000 : 0;
  const full = Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY);
  return Math.max(asked, full / 2) + (random() * full) / 2;
}
