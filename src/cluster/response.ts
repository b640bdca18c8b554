import type { Status } from '../petset/kubernetes-status.js';
import type { ApiError } from './api-error.js';
import type { HttpResponse } from './transport.js';

/** The whole body. Throws `ConnectionError` when the connection breaks before its end. */
export async function readAll({ chunks }: HttpResponse): Promise<string> {
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.join('');
}

/** The body line by line, as it arrives. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

export function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Status';
}

/** The refusal that an answer is, also where a proxy and not the server answered. */
export function statusError(response: HttpResponse, text: string): ApiError {
  const retryAfter = Number(response.headers['retry-after']);
  const after = Number.isFinite(retryAfter) ? retryAfter : undefined;
  try {
    const body: unknown = JSON.parse(text);
    if (isStatus(body)) return errorFrom(body, response.status, after);
  } catch {
    // A proxy before the server answers in words of its own.
  }
  const message = text.trim().slice(0, 200) || `the server answered ${response.status}`;
  return { from: 'server', code: response.status, reason: 'Unknown', message, details: undefined, retryAfter: after };
}

export function errorFrom(
  { code, reason, message, details }: Status,
  httpStatus: number,
  retryAfter?: number,
): ApiError {
  return {
    from: 'server',
    code: code ?? httpStatus,
    reason: reason ?? 'Unknown',
    message: message ?? 'unknown',
    details,
    retryAfter: retryAfter ?? details?.retryAfterSeconds,
  };
}

/** The warnings that came with an answer: `299 - "text"`, several separated by commas. Source: RFC 7234, section 5.5. */
export function warningsOf({ headers }: HttpResponse): readonly string[] {
  const warning = headers.warning;
  if (warning === undefined) return [];
  return [...warning.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
