import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bystander } from '../../fixtures/bystander.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';
import { orFail } from '../../../src/cluster/api-error.js';
import { webSet } from '../../fixtures/sets.js';
import type { ResourceInfo } from '../../../src/sandbox/apiserver/http/request-info.js';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const PAGE = readFileSync(new URL('../../../docs/rbac.md', import.meta.url), 'utf8');
const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(PAGE) ?? [];
const role = load(yaml) as { readonly metadata: { readonly name: string }; readonly rules: readonly Rule[] };
/** What is asked for only where somebody else has been there first, or an answer was lost, or the lease is taken over. */
const SELDOM = ['get leases', 'get persistentvolumeclaims', 'get pods', 'patch leases'];
/** What is asked for, and gone without where it is refused. */
const DONE_WITHOUT = ['create events', 'get persistentvolumes', 'list events', 'list services'];
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';

let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
  const admin = bystander(cluster);
  await admin.create(`${RBAC}/roles`, role);
  await admin.create(`${RBAC}/rolebindings`, {
    metadata: { name: 'operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.metadata.name },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'operator' }],
  });
});
afterAll(() => cluster.stop());
const { petset } = typingOn(() => cluster);

test('the smallest role of docs/rbac.md is enough for the life of a set', async () => {
  orFail(await cluster.records.create(webSet({ replicas: 1 }), 'default'));
  for (const line of [
    'reconcile web',
    'scale web --replicas=2',
    'upgrade web --image nginx=registry.k8s.io/nginx-slim:0.9',
    'upgrade web --storage www=2Gi',
    'history web',
    'pause web',
    'resume web',
    'rollback web',
    'restart web',
    'replace web 1 --yes',
    'get web',
    'describe web',
    'peers web',
    'clean web --yes',
  ]) {
    expect(await petset(`${line} --as=operator`), line).toMatchObject({ code: 0 });
  }
});

test('and says no more than what is asked for', () => {
  const asked = cluster.arrived
    .filter(({ user }) => user.name === 'operator')
    .flatMap(({ info }) => (info.isResource ? [rightOf(info)] : []));
  const granted = role.rules.flatMap(({ resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
  );
  expect(granted.filter((right) => !asked.includes(right)).sort()).toEqual(SELDOM);
  expect([...new Set(asked)].filter((right) => !granted.includes(right)).sort()).toEqual(DONE_WITHOUT);
});

function rightOf({ verb, resource, subresource }: ResourceInfo): string {
  return `${verb} ${subresource === '' ? resource : `${resource}/${subresource}`}`;
}
