import type { Clock } from './clock.js';
import type { RetryDeps } from './retry.js';

/** One request and how it went. */
export interface RequestNote {
  readonly method: string;
  readonly path: string;
  /** The HTTP status, or why there is none. */
  readonly status: number | string;
  readonly ms: number;
}

export interface ClientOptions {
  /** Milliseconds; nothing means no limit but the one after which a request is dead. */
  readonly requestTimeout?: number | undefined;
  /** Told of the warnings that a server sends along. */
  readonly onWarning: (text: string) => void;
  /** Told of every request, for `-v`. */
  readonly onRequest?: (request: RequestNote) => void;
  readonly clock: Clock;
  /** Where it is given, requests are made again when the server does not answer well, as far as that does no harm. */
  readonly retry?: Pick<RetryDeps, 'random' | 'onTrouble'>;
}
