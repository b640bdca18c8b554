/** The code of a request that took longer than `--request-timeout` allows. */
export const USERS_LIMIT = 'REQUEST_TIMEOUT';

/** No answer, or not a whole one. */
export class ConnectionError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'ConnectionError';
    this.code = code;
  }
}

/** Whatever Node throws when a connection fails. */
export function asConnectionError(error: unknown): ConnectionError {
  if (error instanceof ConnectionError) return error;
  if (!(error instanceof Error)) return new ConnectionError(String(error), 'UNKNOWN');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  // An AggregateError, as from a host with several addresses, has no message of its own.
  const message = error instanceof AggregateError ? error.errors.map(String).join(', ') : error.message;
  return new ConnectionError(message, code);
}
