import { own } from '../../model/json.js';
import { timestamp } from '../../platform/clock.js';
import { AUTHENTICATED } from '../auth/user.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { readObject } from '../rest/body.js';
import { readWriteOptions } from '../rest/options.js';
import { presentObject } from '../rest/stored.js';
import { invalid, notFound } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

interface TokenRequest {
  metadata: { name?: string };
  spec: {
    audiences: string[] | null;
    expirationSeconds?: number;
    boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string };
  };
}

const TOKEN_REQUEST = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', struct: 'TokenRequest' };

const HOUR_SECONDS = 3600;
const LEAST_SECONDS = 600;
const MOST_SECONDS = 2 ** 32;

/** For whom tokens are that name nobody. */
const ISSUER = 'https://kubernetes.default.svc';

/** POST of a request for a token: `kubectl create token`. Whoever has it may what the service account may. */
export function createToken(server: Server, request: ResourceRequest): Reply {
  const { dryRun, fieldValidation } = readWriteOptions(request.query, 'CreateOptions');
  const { draft, warnings } = readObject(request.body, TOKEN_REQUEST, fieldValidation);
  for (const warning of warnings) request.warn(warning);
  const { metadata: given, spec } = draft as object as TokenRequest;
  const { metadata } = presentObject(server, request);
  const { name, namespace = '', uid = '' } = metadata;
  const errors = validate(given.name, name, spec.expirationSeconds);
  if (errors.length > 0) throw invalid(TOKEN_REQUEST, given.name === undefined ? '' : name, errors);
  refuseUnbound(server, namespace, spec.boundObjectRef);
  const audiences = (spec.audiences ?? []).length === 0 ? [ISSUER] : (spec.audiences ?? []);
  const seconds = spec.expirationSeconds ?? HOUR_SECONDS;
  const now = server.clock.now();
  const subject = `system:serviceaccount:${namespace}:${name}`;
  const token = writeToken(server, {
    aud: audiences,
    exp: Math.floor(now / 1000) + seconds,
    iss: ISSUER,
    sub: subject,
  });
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED];
  if (!dryRun) server.authenticator.add(token, { name: subject, groups, uid });
  return {
    form: 'plain',
    code: 201,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, uid, creationTimestamp: timestamp(now) },
      spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec.boundObjectRef ?? null },
      status: { token, expirationTimestamp: timestamp(now + seconds * 1000) },
    },
  };
}

function validate(given: string | undefined, name: string, seconds: number | undefined): FieldError[] {
  const field = 'spec.expirationSeconds';
  return [
    ...(given === undefined || given === name
      ? []
      : [invalidValue('metadata.name', given, 'must match the service account name if specified')]),
    ...(seconds !== undefined && seconds < LEAST_SECONDS
      ? [invalidValue(field, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds !== undefined && seconds > MOST_SECONDS
      ? [invalidValue(field, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
  ];
}

const BINDABLE: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** A token may be bound to the life of an object, which must be there. */
function refuseUnbound({ store }: Server, namespace: string, bound: TokenRequest['spec']['boundObjectRef']): void {
  const plural = own(BINDABLE, bound?.kind ?? '');
  if (plural === undefined || bound === undefined) return;
  const name = bound.name ?? '';
  if (store.collection(plural).get(plural === 'nodes' ? '' : namespace, name) === undefined) {
    throw notFound({ group: '', plural }, name);
  }
}

/** Has the shape of a JSON web token; the signature is nobody's: the server knows its tokens by heart. */
function writeToken({ random }: Server, claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'RS256', kid: 'sandbox' })}.${encode(claims)}.${random.token()}`;
}
