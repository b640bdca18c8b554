import type { KubeObject } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { PlainReply, RequestBody, Server } from '../request/request.js';
import { readObject } from '../rest/body.js';
import { badRequest, invalid } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import type { Authorizer } from './authorizer.js';
import type { User } from './user.js';

/** A resource that stores nothing: what is posted is answered. */
export interface Review {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** What is answered besides kind, apiVersion and an empty metadata. */
  readonly answer: (asked: KubeObject, user: User, server: Server) => object;
}

/** All that somebody may ask about himself. */
export const REVIEWS: readonly Review[] = [
  { group: 'authentication.k8s.io', version: 'v1', kind: 'SelfSubjectReview', answer: whoIs },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview', answer: accessOf },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview', answer: rulesOf },
];

export const pluralOf = ({ kind }: Review): string => `${kind.toLowerCase()}s`;

/** POST of a review. */
export function answerReview(review: Review, server: Server, user: User, body: RequestBody): PlainReply {
  const { group, version, kind } = review;
  const { draft } = readObject(body, { group, version, kind, struct: kind }, 'Ignore');
  const answer = review.answer(draft, user, server);
  return {
    form: 'plain',
    code: 201,
    body: { kind, apiVersion: apiVersionOf(review), metadata: {}, ...answer },
  };
}

/** `kubectl auth whoami`. */
function whoIs(_asked: KubeObject, { name, groups }: User, { clock }: Server): object {
  return {
    metadata: { creationTimestamp: timestamp(clock.now()) },
    status: { userInfo: { username: name, groups } },
  };
}

interface AccessReview extends KubeObject {
  spec: {
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

function isAllowed(authorizer: Authorizer, user: User, spec: AccessReview['spec']): boolean {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    const words = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    // The server forgets the kind here.
    throw invalid({ group: 'authorization.k8s.io', kind: '' }, '', [
      invalidValue('spec.resourceAttributes', null, words),
    ]);
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
