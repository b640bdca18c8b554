import { beforeEach, describe, expect, it } from 'vitest';

import { ADMIN, Authenticator, editor } from '../../../../../src/sandbox/apiserver/auth/authenticator.js';
import { refuseAccess, refuseVisit } from '../../../../../src/sandbox/apiserver/auth/authorize.js';
import type { ResourceAccess } from '../../../../../src/sandbox/apiserver/auth/authorize.js';
import { Authorizer } from '../../../../../src/sandbox/apiserver/auth/authorizer.js';
import { impersonated } from '../../../../../src/sandbox/apiserver/auth/impersonate.js';
import { BUILT_IN_BINDINGS, BUILT_IN_ROLES } from '../../../../../src/sandbox/apiserver/auth/roles.js';
import { ANONYMOUS } from '../../../../../src/sandbox/apiserver/auth/user.js';
import type { User } from '../../../../../src/sandbox/apiserver/auth/user.js';
import { Store } from '../../../../../src/sandbox/apiserver/storage/store.js';
import type { PolicyRule, Role, RoleBinding, Subject } from '../../../../../src/sandbox/model/rbac.js';

const GROUP = 'rbac.authorization.k8s.io';
const DEV = editor('rec');
const user = (name: string, ...groups: string[]): User => ({ name, groups });

/** Roles and bindings, and the rights that follow. */
class Policies {
  readonly store = new Store(
    ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings'].map((one) => `${one}.${GROUP}`),
    () => 0,
  );
  readonly authorizer = new Authorizer(this.store);

  role(namespace: string, name: string, rules: readonly PolicyRule[]): void {
    const [plural, kind] = namespace === '' ? ['clusterroles', 'ClusterRole'] : ['roles', 'Role'];
    const role: Role = { kind, apiVersion: `${GROUP}/v1`, metadata: { name, namespace }, rules };
    this.store.collection(`${plural}.${GROUP}`).create(role);
  }

  bind(namespace: string, kind: string, name: string, ...subjects: Subject[]): void {
    const [plural, own] =
      namespace === '' ? ['clusterrolebindings', 'ClusterRoleBinding'] : ['rolebindings', 'RoleBinding'];
    const binding: RoleBinding = {
      ...{ kind: own, apiVersion: `${GROUP}/v1`, metadata: { name, namespace } },
      ...{ subjects, roleRef: { apiGroup: GROUP, kind, name } },
    };
    this.store.collection(`${plural}.${GROUP}`).create(binding);
  }

  may(who: User, text: string): boolean {
    return this.authorizer.mayAccess(who, access(text));
  }
}

/** `update pods/status rec/name`, `list nodes`. */
function access(text: string): ResourceAccess {
  const [verb = '', what = '', where = ''] = text.split(' ');
  const [, resource = '', group = '', subresource = ''] = /^([a-z]+)(?:\.([^/]+))?(?:\/(.+))?$/.exec(what) ?? [];
  const [namespace = '', name = ''] = where.split('/');
  return { verb, group, resource, subresource, namespace, name };
}

let policies: Policies;
beforeEach(() => {
  policies = new Policies();
  for (const [name, rules] of Object.entries(BUILT_IN_ROLES)) policies.role('', name, rules);
});

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
    expect(policies.may(DEV, text)).toBe(true);
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
    expect(policies.may(DEV, text)).toBe(false);
  });
});

describe('rights', () => {
  const podReader: PolicyRule[] = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];

  it('are without limits for the admin, whatever is bound', () => {
    for (const text of ['delete nodes', 'update pods/status x/y', 'create namespaces']) {
      expect(policies.may(ADMIN, text)).toBe(true);
    }
  });

  it('come from bindings, in a namespace or in all', () => {
    policies.role('', 'reader', podReader);
    policies.bind('x', 'ClusterRole', 'reader', { kind: 'User', name: 'ann' });
    policies.bind('', 'ClusterRole', 'reader', { kind: 'Group', name: 'auditors' });
    expect(['get pods x/p', 'get pods y/p', 'list pods x'].map((text) => policies.may(user('ann'), text))).toEqual([
      true,
      false,
      false,
    ]);
    expect(['get pods x/p', 'get pods y/p'].map((text) => policies.may(user('bob', 'auditors'), text))).toEqual([
      true,
      true,
    ]);
    expect(policies.may(user('bob'), 'get pods x/p')).toBe(false);
  });

  it('may come from a role of the namespace', () => {
    policies.role('x', 'reader', podReader);
    policies.bind('x', 'Role', 'reader', { kind: 'User', name: 'ann' });
    policies.bind('y', 'Role', 'reader', { kind: 'User', name: 'ann' });
    expect([policies.may(user('ann'), 'get pods x/p'), policies.may(user('ann'), 'get pods y/p')]).toEqual([
      true,
      false,
    ]);
  });

  it('of a service account are those of its name, in the namespace of the binding if it has none', () => {
    policies.role('', 'reader', podReader);
    policies.bind('x', 'ClusterRole', 'reader', { kind: 'ServiceAccount', name: 'a' });
    expect(policies.may(user('system:serviceaccount:x:a'), 'get pods x/p')).toBe(true);
    expect(policies.may(user('system:serviceaccount:y:a'), 'get pods x/p')).toBe(false);
  });

  it('are limited to names, to subresources, and widened by stars', () => {
    policies.role('', 'one', [
      { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['mine'] },
      { verbs: ['*'], apiGroups: ['apps'], resources: ['*/scale'] },
    ]);
    policies.bind('', 'ClusterRole', 'one', { kind: 'User', name: 'ann' });
    const may = (text: string): boolean => policies.may(user('ann'), text);
    expect([may('get pods x/mine'), may('get pods x/yours'), may('get pods/log x/mine')]).toEqual([true, false, false]);
    expect([may('patch deployments.apps/scale x/d'), may('patch deployments.apps x/d')]).toEqual([true, false]);
  });

  it('of everybody are the built-in ones', () => {
    for (const [name, groups] of Object.entries(BUILT_IN_BINDINGS)) {
      policies.bind('', 'ClusterRole', name, ...groups.map((group) => ({ kind: 'Group', name: group })));
    }
    const { authorizer } = policies;
    const paths = ['/healthz', '/version', '/api', '/apis/apps/v1', '/openapi/v3', '/metrics'];
    const open = (who: User): string[] => paths.filter((path) => authorizer.mayVisit(who, 'get', path));
    expect(open(ANONYMOUS)).toEqual(['/healthz', '/version']);
    expect(open(DEV)).toEqual(['/healthz', '/version', '/api', '/apis/apps/v1', '/openapi/v3']);
    expect(policies.may(DEV, 'create selfsubjectaccessreviews.authorization.k8s.io')).toBe(true);
    expect(policies.may(user('ann'), 'create selfsubjectaccessreviews.authorization.k8s.io')).toBe(false);
  });
});

describe('impersonation', () => {
  const as = (who: User, name?: string, ...groups: string[]): User =>
    impersonated(
      who,
      { ...(name !== undefined && { 'impersonate-user': [name] }), 'impersonate-group': groups },
      policies.authorizer,
    );

  it.each([
    ['bob', [], ['system:authenticated']],
    ['bob', ['g'], ['g', 'system:authenticated']],
    ['bob', ['system:authenticated'], ['system:authenticated']],
    ['system:anonymous', [], ['system:unauthenticated']],
    ['system:serviceaccount:x:a', [], ['system:serviceaccounts', 'system:serviceaccounts:x', 'system:authenticated']],
  ])('as %s %j is in %j', (name, groups, all) => {
    expect(as(ADMIN, name, ...groups)).toEqual({ name, groups: all });
  });

  it('is only for those who may', () => {
    expect(() => as(DEV, 'bob')).toThrow(
      'users "bob" is forbidden: User "dev" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    expect(() => as(DEV, 'system:serviceaccount:kube-system:a')).toThrow(
      'serviceaccounts "a" is forbidden: User "dev" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "kube-system"',
    );
    expect(as(DEV, 'system:serviceaccount:rec:a').name).toBe('system:serviceaccount:rec:a');
  });

  it('needs a user', () => {
    expect(as(DEV)).toBe(DEV);
    expect(() => as(ADMIN, undefined, 'g')).toThrow('requested [g] without impersonating a user');
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
