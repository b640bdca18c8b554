import { describe, expect, it } from 'vitest';

import { ADMIN, Authenticator, editor } from '../../../../../src/sandbox/apiserver/auth/authenticator.js';
import { mayAccess, mayVisit, refuseAccess, refuseVisit } from '../../../../../src/sandbox/apiserver/auth/authorize.js';
import type { ResourceAccess } from '../../../../../src/sandbox/apiserver/auth/authorize.js';
import type { User } from '../../../../../src/sandbox/apiserver/auth/user.js';

const DEV = editor('rec');

/** `update pods/status rec/name`, `list nodes`. */
function access(text: string): ResourceAccess {
  const [verb = '', what = '', where = ''] = text.split(' ');
  const [, resource = '', group = '', subresource = ''] = /^([a-z]+)(?:\.([^/]+))?(?:\/(.+))?$/.exec(what) ?? [];
  const [namespace = '', name = ''] = where.split('/');
  return { verb, group, resource, subresource, namespace, name };
}

describe('the role edit', () => {
  it.each([
    'create pods rec',
    'get pods/log rec/p',
    'create pods/eviction rec/p',
    'get pods/status rec/p',
    'patch configmaps rec/c',
    'update leases.coordination.k8s.io rec/l',
    'watch leases.coordination.k8s.io rec',
    'delete persistentvolumeclaims rec/c',
    'patch statefulsets.apps/scale rec/s',
    'get namespaces rec/rec',
    'get secrets rec/s',
  ])('may %s', (text) => {
    expect(mayAccess(DEV, access(text))).toBe(true);
  });

  it.each([
    'create pods default',
    'list pods',
    'update pods/status rec/p',
    'create pods/binding rec/p',
    'create resourcequotas rec',
    'create rolebindings.rbac.authorization.k8s.io rec',
    'create endpointslices.discovery.k8s.io rec',
    'create namespaces',
    'list nodes',
    'get pods.apps rec/p',
  ])('may not %s', (text) => {
    expect(mayAccess(DEV, access(text))).toBe(false);
  });
});

describe('rights', () => {
  it('are without limits for the admin', () => {
    expect(
      ['delete nodes', 'update pods/status x/y', 'create namespaces'].map((text) => mayAccess(ADMIN, access(text))),
    ).toEqual([true, true, true]);
  });

  it('are limited to names', () => {
    const user: User = {
      name: 'one',
      groups: [],
      grants: [
        { namespace: '', rules: [{ verbs: ['get'], apiGroups: [''], resources: ['*'], resourceNames: ['mine'] }] },
      ],
    };
    expect([mayAccess(user, access('get pods x/mine')), mayAccess(user, access('get pods x/yours'))]).toEqual([
      true,
      false,
    ]);
  });

  it('cover paths', () => {
    const anonymous = new Authenticator().identify(undefined);
    expect(['/healthz', '/version', '/api', '/metrics'].map((path) => mayVisit(anonymous, 'get', path))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['/apis/apps/v1', '/openapi/v3', '/metrics'].map((path) => mayVisit(DEV, 'get', path))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('refusals', () => {
  it.each([
    [
      'list pods rec',
      'pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "rec"',
    ],
    [
      'get nodes /n',
      'nodes "n" is forbidden: User "dev" cannot get resource "nodes" in API group "" at the cluster scope',
    ],
    [
      'patch deployments.apps/scale x/d',
      'deployments.apps "d" is forbidden: User "dev" cannot patch resource "deployments/scale" in API group "apps" in the namespace "x"',
    ],
  ])('%s', (text, words) => {
    expect(refuseAccess(DEV, access(text)).message).toBe(words);
  });

  it('of paths', () => {
    expect(refuseVisit(DEV, 'get', '/metrics').status).toMatchObject({
      code: 403,
      message: 'forbidden: User "dev" cannot get path "/metrics"',
    });
  });
});

describe('tokens', () => {
  it('tell who somebody is', () => {
    const authenticator = new Authenticator();
    authenticator.add('secret', DEV);
    expect(authenticator.identify('Bearer secret').name).toBe('dev');
    expect(authenticator.identify('bearer secret').name).toBe('dev');
    expect(authenticator.identify('Basic secret').name).toBe('system:anonymous');
    expect(() => authenticator.identify('Bearer wrong')).toThrow('Unauthorized');
  });
});
