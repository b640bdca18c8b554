import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

describe('a user with the role edit of one namespace', () => {
  let cluster: Cluster;
  let token: string;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'theirs' } });
    token = textAt(load(cluster.sandbox.kubeconfig({ role: 'edit', namespace: 'theirs' })), 'users.0.user.token');
  });
  afterAll(() => cluster.stop());

  it.each([
    ['POST', 'pods', 201],
    ['GET', 'pods', 200],
    ['GET', 'events', 200],
    ['POST', 'configmaps', 201],
    ['GET', 'resourcequotas', 200],
    ['POST', 'resourcequotas', 403],
    ['DELETE', 'pods', 200],
  ])('may in it: %s %s %d', async (method, resource, code) => {
    const body = resource === 'pods' ? podManifest('mine') : { metadata: { name: 'mine' } };
    const path = `/api/v1/namespaces/theirs/${resource}`;
    expect((await cluster.send(method, path, method === 'POST' ? body : undefined, { token })).code).toBe(code);
  });

  it('may write leases, and not pod status', async () => {
    const leases = '/apis/coordination.k8s.io/v1/namespaces/theirs/leases';
    expect((await cluster.post(leases, { metadata: { name: 'l' } }, { token })).code).toBe(201);
    const { body } = await cluster.send('PATCH', '/api/v1/namespaces/theirs/pods/mine/status', {}, { token });
    expect(textAt(body, 'message')).toBe(
      'pods "mine" is forbidden: User "dev" cannot patch resource "pods/status" in API group "" in the namespace "theirs"',
    );
  });

  it.each([
    [
      '/api/v1/namespaces/default/pods',
      'pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "default"',
    ],
    [
      '/api/v1/nodes/sandbox-node',
      'nodes "sandbox-node" is forbidden: User "dev" cannot get resource "nodes" in API group "" at the cluster scope',
    ],
    [
      '/apis/storage.k8s.io/v1/storageclasses',
      'storageclasses.storage.k8s.io is forbidden: User "dev" cannot list resource "storageclasses" in API group "storage.k8s.io" at the cluster scope',
    ],
  ])('may not read %s', async (path, message) => {
    const { code, body } = await cluster.get(path, { token });
    expect([code, textAt(body, 'message')]).toEqual([403, message]);
  });

  it('may ask what it may', async () => {
    const ask = async (resourceAttributes: object): Promise<unknown> => {
      const { body } = await cluster.post(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { spec: { resourceAttributes } },
        { token },
      );
      return at(body, 'status.allowed');
    };
    expect(await ask({ namespace: 'theirs', verb: 'create', resource: 'pods' })).toBe(true);
    expect(await ask({ namespace: 'default', verb: 'create', resource: 'pods' })).toBe(false);
    expect(await ask({ namespace: 'theirs', verb: 'create', group: 'apps', resource: 'controllerrevisions' })).toBe(
      false,
    );
  });

  it('may ask who it is', async () => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { code, body } = await cluster.post(path, {}, { token });
    expect([code, at(body, 'status.userInfo')]).toEqual([201, { username: 'dev', groups: ['system:authenticated'] }]);
    expect((await cluster.get(path)).code).toBe(405);
  });

  it('may discover what is served', async () => {
    expect((await cluster.get('/apis/apps/v1', { token })).code).toBe(200);
  });
});

describe('somebody', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('without a token may see whether the server is well, and nothing else', async () => {
    expect((await cluster.get('/readyz', { token: '' })).body).toBe('ok');
    const { code, body } = await cluster.get('/apis', { token: '' });
    expect([code, textAt(body, 'message')]).toEqual([
      403,
      'forbidden: User "system:anonymous" cannot get path "/apis"',
    ]);
  });

  it('with a token of nobody is not let in', async () => {
    const { code, body } = await cluster.get('/version', { token: 'guess' });
    expect([code, textAt(body, 'reason')]).toEqual([401, 'Unauthorized']);
  });
});
