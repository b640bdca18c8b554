import type { Json } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { PlainReply, RequestBody, Server } from '../request/request.js';
import { readObject } from '../rest/body.js';
import type { ApiError } from '../status/api-error.js';
import { badRequest, invalid } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import type { Authorizer } from './authorizer.js';
import type { User } from './user.js';

/** A resource that stores nothing: what is posted is answered. */
export interface Review {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The struct of what is asked, where it is not called as the kind is. */
  readonly struct?: string;
  readonly namespaced?: boolean;
  /** What is answered besides kind, apiVersion and an empty metadata. */
  readonly answer: (asked: KubeObject, user: User, server: Server) => object;
}

/** All that somebody may ask about himself and others. */
export const REVIEWS: readonly Review[] = [
  { group: 'authentication.k8s.io', version: 'v1', kind: 'SelfSubjectReview', answer: whoIs },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview', answer: accessOf },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview', answer: rulesOf },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview', answer: accessOfOther },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    kind: 'LocalSubjectAccessReview',
    struct: 'SubjectAccessReview',
    namespaced: true,
    answer: localAccess,
  },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenReview', answer: whoseToken },
];

export const pluralOf = ({ kind }: Review): string => `${kind.toLowerCase()}s`;

/** POST of a review. */
export function answerReview(review: Review, server: Server, user: User, body: RequestBody): PlainReply {
  const { group, version, kind } = review;
  const { draft } = readObject(body, { group, version, kind, struct: review.struct ?? kind }, 'Ignore');
  const answer = review.answer(draft, user, server);
  return {
    form: 'plain',
    code: 201,
    body: { kind, apiVersion: apiVersionOf(review), metadata: {}, ...answer },
  };
}

/** `kubectl auth whoami`. */
function whoIs(_asked: KubeObject, { name, uid, groups }: User, { clock }: Server): object {
  return {
    metadata: { creationTimestamp: timestamp(clock.now()) },
    status: { userInfo: { username: name, ...(uid !== undefined && { uid }), groups } },
  };
}

interface AccessReview extends KubeObject {
  spec: {
    user?: string;
    groups?: string[];
    resourceAttributes?: {
      namespace?: string;
      verb?: string;
      group?: string;
      resource?: string;
      subresource?: string;
      name?: string;
    };
    nonResourceAttributes?: { path?: string; verb?: string };
  };
}

/** `kubectl auth can-i`. */
function accessOf(asked: KubeObject, user: User, { authorizer }: Server): object {
  const { spec } = asked as AccessReview;
  return { spec, status: { allowed: isAllowed(authorizer, user, spec) } };
}

/** What somebody else may. */
function accessOfOther(asked: KubeObject, _user: User, { authorizer }: Server): object {
  const { spec } = asked as AccessReview;
  const { user: name = '', groups = [] } = spec;
  if (name === '' && groups.length === 0) {
    throw refuse('spec.user', '', 'at least one of user or group must be specified');
  }
  return { spec, status: { allowed: isAllowed(authorizer, { name, groups }, spec) } };
}

function localAccess(asked: KubeObject, user: User, server: Server): object {
  const { metadata, spec } = asked as AccessReview;
  const { namespace = '' } = spec.resourceAttributes ?? {};
  if (namespace !== metadata.namespace) {
    throw refuse('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace');
  }
  return { metadata: { namespace }, ...accessOfOther(asked, user, server) };
}

/** Whose a token is. */
function whoseToken(asked: KubeObject, _user: User, { authenticator }: Server): object {
  const { spec } = asked as KubeObject & { spec: { token?: string } };
  if ((spec.token ?? '') === '') throw badRequest('token is required for TokenReview in authentication');
  const found = authenticator.userOf(spec.token ?? '');
  if (found === undefined) return { spec, status: { user: {}, error: 'invalid bearer token' } };
  const { name, uid, groups } = found;
  const user = { username: name, ...(uid !== undefined && { uid }), groups };
  return { spec, status: { authenticated: true, user, audiences: ['https://kubernetes.default.svc'] } };
}

/** The server forgets the kind here. */
const refuse = (field: string, value: Json, words: string): ApiError =>
  invalid({ group: 'authorization.k8s.io', kind: '' }, '', [invalidValue(field, value, words)]);

function isAllowed(authorizer: Authorizer, user: User, spec: AccessReview['spec']): boolean {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const { path = '', verb = '' } = nonResourceAttributes;
    const words = 'cannot be specified in combination with resourceAttributes';
    throw refuse('spec.nonResourceAttributes', { Path: path, Verb: verb }, words);
  }
  if (resourceAttributes === undefined && nonResourceAttributes === undefined) {
    const words = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw refuse('spec.resourceAttributes', null, words);
  }
  if (resourceAttributes === undefined) {
    return authorizer.mayVisit(user, nonResourceAttributes?.verb ?? '', nonResourceAttributes?.path ?? '');
  }
  const nothing = { verb: '', group: '', resource: '', subresource: '', namespace: '', name: '' };
  return authorizer.mayAccess(user, { ...nothing, ...resourceAttributes });
}

interface RulesReview extends KubeObject {
  spec: { namespace?: string };
}

/** `kubectl auth can-i --list`. */
function rulesOf(asked: KubeObject, user: User, { authorizer }: Server): object {
  const { namespace: wanted = '' } = (asked as RulesReview).spec;
  if (wanted === '') throw badRequest('no namespace on request');
  const rules = authorizer.rulesOf(user, wanted);
  const status = {
    resourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs === undefined),
    nonResourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs !== undefined),
    incomplete: false,
  };
  return { spec: {}, status };
}
