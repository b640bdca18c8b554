import type { Answer, ApiError } from './api-error.js';
import type { Clock } from './clock.js';
import { USERS_LIMIT } from './connection-error.js';

/** How often a question is asked that a user waits for: a server that stays in trouble is soon said to be. */
export const A_FEW_TIMES = 5;

const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

/** Codes of answers after which the same request may well succeed: too many requests, and a server or proxy in trouble. */
const PASSING = new Set([429, 500, 502, 503, 504]);
/** No server where there was one may come back; a name or certificate that is wrong stays wrong. */
const LASTING = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'AbortError', 'ABORT_ERR', 'EPROTO', 'CREDENTIALS']);

/** Whether the same request may get a better answer later. */
export function mayPass(error: ApiError): boolean {
  if (error.from === 'server') return PASSING.has(error.code) || isNewNamespace(error) || isContended(error);
  return !LASTING.has(error.code) && !/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL)/.test(error.code);
}

/** Whether the same write may be sent again without asking first: the server did not take it. */
export function wasNotTaken(error: ApiError): boolean {
  return error.from === 'server' && (error.code === 429 || isNewNamespace(error) || isContended(error));
}

/**
 * Whether a user who waits for an answer should wait for another attempt: where no server listens none will in a second,
 * and who has said how long to wait has waited for so long.
 */
export function isWorthAskingAgain(error: ApiError): boolean {
  return mayPass(error) && error.code !== 'ECONNREFUSED' && error.code !== USERS_LIMIT;
}

/** A namespace gets its service accounts a moment after it was made; until then no pod can be. */
function isNewNamespace(error: ApiError): boolean {
  return error.from === 'server' && error.code === 403 && error.message.includes('error looking up service account');
}

/** Whoever creates objects at the same time charges the same quota (kubernetes apiserver/pkg/admission/plugin/resourcequota). */
function isContended(error: ApiError): boolean {
  return error.from === 'server' && error.code === 409 && error.details?.kind === 'resourcequotas';
}

export interface RetryDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Makes a call again while `isWorthIt`, a few times, with exponential back-off and jitter or after what the server asks for. */
export async function withRetry<T>(
  call: () => Promise<Answer<T>>,
  isWorthIt: (error: ApiError) => boolean,
  { clock, random }: RetryDeps,
): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await call();
    if (answer.ok || attempt === A_FEW_TIMES || !isWorthIt(answer.error)) return answer;
    await clock.sleep(delayBefore(attempt, random, answer.error));
  }
}

/** Milliseconds to wait after that many failed attempts: ever longer, with jitter, and at least as long as the server asks. */
export function delayBefore(failures: number, random: () => number, error?: ApiError): number {
  const asked = error?.from === 'server' ? (error.retryAfter ?? 0) * 1000 : 0;
  const full = Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY);
  return Math.max(asked, full / 2) + (random() * full) / 2;
}
