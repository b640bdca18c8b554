import type { Answer, ApiError } from './api-error.js';
import type { Clock } from './clock.js';

/** How long to go on trying. */
export interface RetryPolicy {
  readonly attempts: number;
}

/** For a question that a user waits for: a server that stays silent is soon said to be. */
export const A_FEW_TIMES: RetryPolicy = { attempts: 5 };
/** For a step of a reconciliation, which goes on until the user or `--timeout` ends it. */
export const FOR_EVER: RetryPolicy = { attempts: Number.POSITIVE_INFINITY };

const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

/** Codes of answers after which the same request may well succeed: too many requests, and a server or proxy in trouble. */
const PASSING = new Set([429, 500, 502, 503, 504]);
/** No server where there was one may come back; a name or certificate that is wrong stays wrong. */
const LASTING = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'AbortError', 'ABORT_ERR', 'EPROTO', 'CREDENTIALS']);

export function mayPass(error: ApiError): boolean {
  if (error.from === 'server') return PASSING.has(error.code);
  return !LASTING.has(error.code) && !/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL)/.test(error.code);
}

export interface RetryDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Told before each new attempt, with its delay in milliseconds. */
  readonly onRetry?: ((error: ApiError, delay: number) => void) | undefined;
}

/** Repeats a call while its error may pass, with exponential back-off and jitter, or as long as the server asks to wait. */
export async function withRetry<T>(
  call: () => Promise<Answer<T>>,
  { attempts }: RetryPolicy,
  { clock, random, signal, onRetry }: RetryDeps,
): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await call();
    if (answer.ok || attempt >= attempts || !mayPass(answer.error) || signal?.aborted) return answer;
    const delay = delayBefore(attempt, random, answer.error);
    onRetry?.(answer.error, delay);
    await clock.sleep(delay, signal);
    if (signal?.aborted) return answer;
  }
}

/** Milliseconds to wait after that many failed attempts: as long as the server asks, else ever longer, with jitter. */
export function delayBefore(failures: number, random: () => number, error?: ApiError): number {
  if (error?.from === 'server' && error.retryAfter !== undefined) return error.retryAfter * 1000;
  const full = Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY);
  return full / 2 + (random() * full) / 2;
}
