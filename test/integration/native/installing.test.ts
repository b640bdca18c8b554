import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bystander } from '../../fixtures/bystander.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';
import { newRecord } from '../../../src/petset/record.js';
import { webSet } from '../../fixtures/sets.js';
import { orFail } from '../../../src/cluster/api-error.js';
import { RECORD_RESOURCES, RESOURCES } from '../../../src/cluster/resource.js';

let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());
const { petset, begin } = typingOn(() => cluster);

const named = (name: string): { namespace: string; name: string } => ({ namespace: 'default', name });
const create = async (name = 'web'): Promise<void> => {
  const set = { ...webSet({ replicas: 1 }), metadata: { name } };
  orFail(await cluster.records.create(set, 'default'));
};
const OBJECTS = [
  'customresourcedefinition.apiextensions.k8s.io/petsets.petset.dev',
  'clusterrole.rbac.authorization.k8s.io/petset.dev:view',
  'clusterrole.rbac.authorization.k8s.io/petset.dev:edit',
];

describe('install', () => {
  test('tries everything without writing anything', async () => {
    await create();
    for (const [flag, words] of [
      ['server', '(server dry run)'],
      ['client', '(dry run)'],
    ] as const) {
      const { code, stdout } = await petset(`install --dry-run=${flag}`);
      expect({ code, lines: stdout.trim().split('\n') }).toEqual({
        code: 0,
        lines: [
          ...OBJECTS.map((object) => `${object} created ${words}`),
          `petset/web in default moved from configmap/petset-web ${words}`,
          'would do, in this order:',
          ...OBJECTS.map((object, index) => `  ${index + 1}. create ${object}`),
          `  ${OBJECTS.length + 1}. move the record of petset/web in default from configmap/petset-web`,
          'at stake: no pet and no claim is touched',
        ],
      });
    }
    expect(await bystander(cluster).list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).toMatchObject({
      items: [],
    });
  });

  test('says by -o name what it has installed, and prints it for somebody else to apply', async () => {
    await create();
    const { stdout } = await petset('install --dry-run=client -o yaml');
    expect(stdout).toMatch(/^apiVersion: /);
    expect(stdout).toContain('name: petsets.petset.dev');
    expect(
      cluster.arrived.filter(({ info }) => info.verb !== 'get' && info.verb !== 'list' && info.verb !== 'watch'),
    ).toHaveLength(1);
    const { code, stdout: names } = await petset('install -o name');
    expect(code).toBe(0);
    expect(names.split('\n')).toEqual(expect.arrayContaining(OBJECTS));
  });

  test('without the rights of an admin says so in the server’s words, and writes nothing', async () => {
    await create();
    const binding = {
      metadata: { name: 'editor' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'editor' }],
    };
    await bystander(cluster).create('/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', binding);
    for (const line of ['install', 'uninstall']) {
      const { code, stdout, stderr } = await petset(`${line} --as=editor`);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^Error from server \(Forbidden\): .* is forbidden: User "editor" cannot list/);
    }
    const writes = cluster.arrived.filter(
      ({ user, info }) => user.name === 'editor' && info.verb !== 'list' && info.verb !== 'get',
    );
    expect(writes).toEqual([]);
  });

  test('leaves alone what it cannot read or what is there twice, and moves the others', async () => {
    await create('good');
    await create('broken');
    await create('other');
    const broken = { data: { 'petset.json': '{' } };
    orFail(await cluster.client.patch(RESOURCES.configMaps, named('petset-broken'), 'merge', broken));
    await petset('install');
    // A set of the same name, which somebody has made with kubectl before its record was moved.
    orFail(await cluster.client.patch(RESOURCES.configMaps, named('petset-broken'), 'merge', { data: null }));
    orFail(
      await cluster.client.create(
        RECORD_RESOURCES.custom,
        newRecord({ ...webSet(), metadata: { name: 'late' } }, 'default', 'custom'),
      ),
    );
    orFail(
      await cluster.client.create(
        RECORD_RESOURCES['config-map'],
        newRecord({ ...webSet(), metadata: { name: 'late' } }, 'default', 'config-map'),
      ),
    );
    const { code, stdout, stderr } = await petset('install');
    expect(code).toBe(1);
    expect(stdout.trim().split('\n')).toEqual(OBJECTS.map((object) => `${object} unchanged`));
    expect(stderr).toContain('error: the record configmap/petset-broken cannot be read: it has no petset.json\n');
    expect(stderr).toContain(
      'error: petset/late is there twice in default: as configmap/petset-late and as petset/late\n',
    );
    const { items } = await bystander(cluster).list('/apis/petset.dev/v1alpha1/petsets');
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual(['good', 'late', 'other']);
  });

  test('does not bring back what somebody has deleted', async () => {
    await petset('install');
    const record = newRecord(webSet({ replicas: 0 }), 'default', 'custom');
    const metadata = { ...record.metadata, finalizers: ['petset.dev/ordered-teardown'] };
    orFail(await cluster.client.create(RECORD_RESOURCES.custom, { ...record, metadata }));
    orFail(await cluster.client.delete(RECORD_RESOURCES.custom, named('web')));
    expect(await petset('uninstall')).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'error: petset/web in default is being deleted and cannot be moved',
        'to have that finished: kubectl petset reconcile web -n default',
        'error: nothing was uninstalled',
        '',
      ].join('\n'),
    });
    expect(await petset('reconcile web')).toMatchObject({ code: 0, stdout: 'petset/web deleted\n' });
    expect(await petset('uninstall')).toMatchObject({ code: 0 });
  });

  test('while somebody keeps the sets, he goes on with what has become of them', async () => {
    await create();
    const run = begin('run --all');
    await run.printed(/petset\/web ready/);
    await petset('install');
    await run.printed(/petset\/web was moved: petset\/web holds its record now\n[^]*petset\/web ready/);
    await bystander(cluster).patch('/apis/petset.dev/v1alpha1/namespaces/default/petsets/web', {
      spec: { replicas: 2 },
    });
    await run.printed(/petset\/web ready \(2\/2\)/);
    await petset('uninstall');
    await run.printed(/petset\/web was moved: configmap\/petset-web holds its record now/);
    await petset('scale web --replicas=1 --wait=false');
    await run.printed(/was moved: configmap[^]*petset\/web ready \(1\/1\)/);
    run.interrupt();
    expect(await run.ended).toMatchObject({ code: 130 });
  });
});
