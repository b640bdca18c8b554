import type { ApiError } from './api-error.js';
import type { Connection } from './connection.js';
import { ConnectionError } from './connection-error.js';

/** Why a request has no answer, where the connection failed or what came is no JSON. Throws on what is anything else. */
export function unanswered({ server, hasAnswered }: Connection, error: unknown): ApiError {
  if (error instanceof ConnectionError || error instanceof SyntaxError) {
    const code = error instanceof ConnectionError ? error.code : 'BAD_JSON';
    return { from: 'connection', server: server.host, code, message: error.message, hasAnswered };
  }
  throw error;
}
