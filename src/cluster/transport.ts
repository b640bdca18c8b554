import * as http from 'node:http';
import * as https from 'node:https';
import type { Connection } from './connection.js';
import { asConnectionError, ConnectionError, USERS_LIMIT } from './connection-error.js';

export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds without a byte after which the request is given up. */
  readonly idleTimeout: number;
  /** Whether it is the user who does not want to wait for longer. */
  readonly isUsersLimit?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The body as it arrives; it throws when the connection breaks. */
  readonly chunks: AsyncIterable<string>;
}

/** Sends one request; resolves when the head of the answer is there. Throws `ConnectionError`. */
export async function send(connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  refuseToWrite(connection, request.method);
  const { headers, agent } = await connection.credentials();
  const { protocol, pathname } = connection.server;
  const url = new URL(pathname.replace(/\/$/, '') + request.path, connection.server);
  const options: https.RequestOptions = {
    method: request.method,
    agent,
    headers: { ...headers, ...request.headers, ...bodyHeaders(request.body) },
    timeout: request.idleTimeout,
    ...(request.signal && { signal: request.signal }),
  };
  return new Promise((resolve, reject) => {
    const sent = protocol === 'http:' ? http.request(url, options) : https.request(url, options);
    sent.on('timeout', () => {
      const code = request.isUsersLimit === true ? USERS_LIMIT : 'ETIMEDOUT';
      sent.destroy(new ConnectionError(`no answer within ${request.idleTimeout / 1000}s`, code));
    });
    sent.on('error', (error) => reject(asConnectionError(error)));
    sent.on('response', (response) => {
      response.setEncoding('utf8');
      connection.answered();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, chunks: chunksOf(response) });
    });
    sent.end(request.body);
  });
}

/** What is only to be read is never written to, whoever got hold of the connection. */
export function refuseToWrite({ isReadOnly, server }: Connection, method: string): void {
  if (isReadOnly && method !== 'GET') throw new Error(`${method} to ${server.host}, which is only to be read`);
}

async function* chunksOf(response: http.IncomingMessage): AsyncGenerator<string> {
  try {
    for await (const chunk of response) yield String(chunk);
  } catch (error) {
    throw asConnectionError(error);
  }
}

function bodyHeaders(body: string | undefined): Record<string, string | number> {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}
