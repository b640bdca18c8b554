import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, listAt, startCluster } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';

const role = (name: string, label: string, resources: string[]): object => ({
  metadata: { name, labels: { [`rbac.authorization.k8s.io/aggregate-to-${label}`]: 'true' } },
  rules: [{ verbs: ['get'], apiGroups: ['zoo.test'], resources }],
});

describe('a role that is made of others', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const hasRule = (name: string, resource: string, wanted: boolean): Promise<unknown> =>
    cluster.until(
      `${ROLES}/${name}`,
      (one) => listAt(one, 'rules').some((rule) => at(rule, 'resources.0') === resource) === wanted,
    );

  it('has the rules of all roles with its label, and of those that are made of them', async () => {
    const { body: before } = await cluster.get(`${ROLES}/edit`);
    expect((await cluster.post(ROLES, role('viewers', 'view', ['lions']))).code).toBe(201);
    await Promise.all(['view', 'edit', 'admin'].map((name) => hasRule(name, 'lions', true)));
    await cluster.delete(`${ROLES}/viewers`);
    await Promise.all(['view', 'edit', 'admin'].map((name) => hasRule(name, 'lions', false)));
    expect(at((await cluster.get(`${ROLES}/edit`)).body, 'rules')).toEqual(at(before, 'rules'));
  });

  it('does not pass its own rules on to those that it is made of', async () => {
    await cluster.post(ROLES, role('editors', 'edit', ['bears']));
    await Promise.all(['edit', 'admin'].map((name) => hasRule(name, 'bears', true)));
    await hasRule('view', 'bears', false);
  });

  it('is the only one that is changed', async () => {
    const { body } = await cluster.get(`${ROLES}/system:aggregate-to-admin`);
    expect(listAt(body, 'rules')).toHaveLength(2);
  });
});
