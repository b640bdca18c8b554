import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type KubeItem, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

const policy = (whenScaled: string, whenDeleted: string): string =>
  `persistentVolumeClaimRetentionPolicy: {whenScaled: ${whenScaled}, whenDeleted: ${whenDeleted}}`;

describe.skipIf(!inject('kubectl'))('what becomes of claims', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  const create = async (spec: string, replicas = 2): Promise<void> => {
    const { code, stderr } = await namespace.petset('create', '-f', namespace.file(webManifest({ spec, replicas })));
    expect({ code, stderr }).toMatchObject({ code: 0 });
  };
  const gone = async (...objects: string[]): Promise<void> => {
    const { code, stderr } = await namespace.kubectl('wait', '--for=delete', ...objects, '--timeout=60s');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };
  const uidOf = async (...what: string[]): Promise<string> => (await namespace.get<KubeItem>(...what)).metadata.uid;
  const ownersOf = async (claim: string): Promise<string> => {
    const { metadata } = await namespace.get<KubeItem>('pvc', claim);
    return (metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind}/${name}`).join(' ');
  };

  test('whenScaled: Delete takes the claims of a scale-down, and only those', async () => {
    await create(policy('Delete', 'Retain'), 3);
    const first = await uidOf('pvc', 'www-web-0');
    const { code, stdout } = await namespace.petset('scale', 'web', '--replicas=1');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /persistentvolumeclaim\/www-web-2 will be deleted with its pod\n(.*\n)*pod\/web-2 deleted\n(.*\n)*pod\/web-1 deleted\n/,
    );
    await gone('pvc/www-web-2', 'pvc/www-web-1');
    expect(await namespace.names('pvc')).toBe('www-web-0');
    expect(await uidOf('pvc', 'www-web-0')).toBe(first);
    expect((await namespace.petset('scale', 'web', '--replicas=2')).code).toBe(0);
    expect(await ownersOf('www-web-1')).toBe('');
  });

  test('also where the command is killed half-way and the pod is deleted by hand', async () => {
    await create(policy('Delete', 'Retain'));
    const scale = namespace.start('scale', 'web', '--replicas=1');
    await scale.line(/^persistentvolumeclaim\/www-web-1 will be deleted with its pod$/);
    scale.child.kill('SIGKILL');
    await scale.end();
    await namespace.kubectl('delete', 'pod', 'web-1', '--ignore-not-found');
    await gone('pvc/www-web-1');
    expect(await namespace.names('pods,pvc')).toBe('web-0 www-web-0');
  });

  test('whenDeleted: Delete takes pets and claims with the record, whoever deletes it', async () => {
    await create(policy('Retain', 'Delete'));
    expect(await ownersOf('www-web-0')).toBe('ConfigMap/petset-web');
    await namespace.kubectl('delete', 'configmap', 'petset-web');
    await gone('pod/web-0', 'pod/web-1', 'pvc/www-web-0', 'pvc/www-web-1');
  });

  test('claims stay where nothing is said, also those of a scale-down', async () => {
    await create('');
    expect((await namespace.petset('scale', 'web', '--replicas=1')).code).toBe(0);
    await namespace.kubectl('delete', 'configmap', 'petset-web');
    await gone('pod/web-0');
    expect(await namespace.names('pvc')).toBe('www-web-0 www-web-1');
    expect(`${await ownersOf('www-web-0')}${await ownersOf('www-web-1')}`).toBe('');
  });

  test('claims grow with their template one by one, and each is waited for', async () => {
    await create('');
    const pods = await Promise.all(['web-0', 'web-1'].map((pod) => uidOf('pod', pod)));
    await changeRecord((text) => text.replace('"storage": "1Gi"', '"storage": "2Gi"'));
    const reconcile = namespace.start('reconcile', 'web');
    for (const claim of ['www-web-0', 'www-web-1']) {
      await reconcile.line(new RegExp(`^persistentvolumeclaim/${claim} growing from 1Gi to 2Gi$`));
      // What the storage does where there is somebody to do it.
      await namespace.kubectl('patch', 'pvc', claim, '--subresource=status', '--type=merge', '-p', CAPACITY);
    }
    expect(await reconcile.end()).toBe(0);
    const told = reconcile.lines.filter((line) => line.startsWith('persistentvolumeclaim/'));
    expect(told.filter((line) => line.includes('grow') && !line.includes('still'))).toEqual([
      'persistentvolumeclaim/www-web-0 growing from 1Gi to 2Gi',
      'persistentvolumeclaim/www-web-0 grown to 2Gi',
      'persistentvolumeclaim/www-web-1 growing from 1Gi to 2Gi',
      'persistentvolumeclaim/www-web-1 grown to 2Gi',
    ]);
    expect(await Promise.all(['web-0', 'web-1'].map((pod) => uidOf('pod', pod)))).toEqual(pods);
  });

  const CAPACITY = JSON.stringify({ status: { capacity: { storage: '2Gi' } } });

  async function changeRecord(change: (text: string) => string): Promise<void> {
    const { data } = await namespace.get<{ data: Record<string, string> }>('configmap', 'petset-web');
    const patch = JSON.stringify({ data: { 'petset.json': change(data['petset.json'] ?? '') } });
    const { code } = await namespace.kubectl('patch', 'configmap', 'petset-web', '--patch-file', namespace.file(patch));
    expect(code).toBe(0);
  }
});
