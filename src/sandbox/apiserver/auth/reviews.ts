import type { KubeObject } from '../../model/meta.js';
import type { PlainReply, RequestBody } from '../request/request.js';
import { readObject } from '../rest/body.js';
import { badRequest, invalid } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import { mayAccess, mayVisit } from './authorize.js';
import type { User } from './user.js';

const GROUP = { group: 'authorization.k8s.io', version: 'v1' } as const;

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

/** POST of a SelfSubjectAccessReview: `kubectl auth can-i`. */
export function reviewAccess(user: User, body: RequestBody): PlainReply {
  const kind = 'SelfSubjectAccessReview';
  const { spec } = readObject(body, { ...GROUP, kind, struct: kind }, 'Ignore').draft as AccessReview;
  const status = { allowed: isAllowed(user, spec) };
  return {
    form: 'plain',
    code: 201,
    body: { kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec, status },
  };
}

function isAllowed(user: User, { resourceAttributes, nonResourceAttributes }: AccessReview['spec']): boolean {
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    const words = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    // The server forgets the kind here.
    throw invalid({ ...GROUP, kind: '' }, '', [invalidValue('spec.resourceAttributes', null, words)]);
  }
  if (resourceAttributes === undefined) {
    return mayVisit(user, nonResourceAttributes?.verb ?? '', nonResourceAttributes?.path ?? '');
  }
  const nothing = { verb: '', group: '', resource: '', subresource: '', namespace: '', name: '' };
  return mayAccess(user, { ...nothing, ...resourceAttributes });
}

interface RulesReview extends KubeObject {
  spec: { namespace?: string };
}

/** POST of a SelfSubjectRulesReview: `kubectl auth can-i --list`. */
export function reviewRules(user: User, body: RequestBody): PlainReply {
  const kind = 'SelfSubjectRulesReview';
  const { spec } = readObject(body, { ...GROUP, kind, struct: kind }, 'Ignore').draft as RulesReview;
  const asked = spec.namespace ?? '';
  if (asked === '') throw badRequest('no namespace on request');
  const rules = user.grants
    .filter(({ namespace }) => namespace === '' || namespace === asked)
    .flatMap((grant) => grant.rules);
  const status = {
    resourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs === undefined),
    nonResourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs !== undefined),
    incomplete: false,
  };
  return {
    form: 'plain',
    code: 201,
    body: { kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec: {}, status },
  };
}
