import type { Json } from '../../model/json.js';
import { isObject, parseJson } from '../../model/json.js';
import { goSyntaxError } from '../schema/go-syntax.js';
import { badRequest } from '../status/api-error.js';

/** Where a list goes on: at which revision it began, and from which key. */
export interface Continue {
  readonly revision: number;
  readonly start: string;
}

const TOKEN_VERSION = 'meta.k8s.io/v1';

export function writeContinue({ revision, start }: Continue): string {
  return Buffer.from(JSON.stringify({ v: TOKEN_VERSION, rv: revision, start })).toString('base64url');
}

export function readContinue(token: string): Continue {
  const value = parse(Buffer.from(token, 'base64url'));
  if (!isObject(value) || value.v !== TOKEN_VERSION || typeof value.start !== 'string') {
    throw invalidToken('server does not recognize this encoded version');
  }
  return { revision: Number(value.rv), start: value.start };
}

function parse(bytes: Buffer): Json {
  // Go tells bytes that are no UTF-8 as the characters of these numbers.
  const text = bytes.toString('latin1');
  try {
    return parseJson(bytes.toString());
  } catch {
    throw invalidToken(goSyntaxError(text));
  }
}

const invalidToken = (words: string): Error =>
  badRequest(`invalid continue token: continue key is not valid: ${words}`);
