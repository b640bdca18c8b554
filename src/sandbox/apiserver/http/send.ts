import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';

import { dump } from 'js-yaml';

import { parseJson } from '../../model/json.js';

/** How a client wants the bytes of an answer, whatever it is about. */
export interface Style {
  readonly pretty: boolean;
  readonly yaml: boolean;
  readonly gzip: boolean;
}

export const PLAIN_STYLE: Style = { pretty: false, yaml: false, gzip: false };

/** Programs behind which a person sits (apiserver pkg/endpoints/handlers/negotiation, isPrettyPrint). */
const READ_BY_PEOPLE = /^(?:curl|Wget|Mozilla\/5\.0)/;

/** The style that the headers and the query of a request ask for. */
export function styleOf({ headers }: IncomingMessage, query: URLSearchParams): Style {
  const asked = query.get('pretty');
  return {
    pretty: asked === null ? READ_BY_PEOPLE.test(headers['user-agent'] ?? '') : /^(?:1|t|true)$/i.test(asked),
    yaml: /^\s*application\/yaml/.test(headers.accept ?? ''),
    gzip: (headers['accept-encoding'] ?? '').split(',').some((one) => one.trim() === 'gzip'),
  };
}

/** Go writes these letters of JSON as numbers, so that a browser takes none for HTML. */
const ESCAPED: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

const escapeHtml = (json: string): string => json.replace(/[<>&]/g, (letter) => ESCAPED[letter] ?? letter);

/** An object in the form that was asked for. */
export function sendObject(response: ServerResponse, code: number, json: string, style: Style, type?: string): void {
  if (style.yaml) {
    const text = dump(parseJson(json), { sortKeys: true, seqNoIndent: true, lineWidth: -1, quoteStyle: 'double' });
    sendText(response, code, 'application/yaml', text, style);
    return;
  }
  const text = style.pretty ? JSON.stringify(parseJson(json), null, 2) : `${json}\n`;
  sendText(response, code, type ?? 'application/json', escapeHtml(text), style);
}

/** What is shorter is not worth compressing (apiserver pkg/endpoints/handlers/responsewriters, defaultGzipThresholdBytes). */
const GZIP_FROM_BYTES = 128 * 1024;

export function sendText(response: ServerResponse, code: number, type: string, text: string, style: Style): void {
  // Bytes, since Node would write the headers in the encoding of a body that is text.
  const body = Buffer.from(text);
  response.setHeader('Content-Type', type);
  if (!style.gzip || body.length <= GZIP_FROM_BYTES) {
    response.writeHead(code, { 'Content-Length': body.length });
    response.end(body);
    return;
  }
  gzip(body, { level: 1 }, (error, packed) => {
    if (error !== null) {
      response.destroy(error);
      return;
    }
    response.writeHead(code, { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding', 'Content-Length': packed.length });
    response.end(packed);
  });
}
