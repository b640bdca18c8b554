import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { claimsBesidePods } from './kubectl/claims-and-pods.js';
import { webManifest } from './manifest.js';
import type { PodObserver } from './observer.js';

describe.skipIf(!inject('kubectl'))('the life of a set, as the guide tells it', () => {
  let namespace: TestNamespace;
  let observer: PodObserver;
  let claims: readonly string[];

  const claimUids = async (): Promise<readonly string[]> =>
    (await namespace.get('pvc')).items.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();

  beforeAll(async () => {
    namespace = await TestNamespace.create();
    observer = await namespace.observe();
  });
  afterAll(() => namespace.remove());

  test('create: pet by pet, each after its claim', async () => {
    const { code, stdout, stderr } = await namespace.petset('create', '-f', namespace.file(webManifest()));
    expect(stderr).toContain('apps/v1alpha1 became petset.dev/v1alpha1');
    expect(code).toBe(0);
    const created = stdout.split('\n').filter((line) => / (created|ready)/.test(line));
    expect(claimsBesidePods(created)).toEqual([
      'service/nginx created',
      'petset/web created',
      'persistentvolumeclaim/www-web-0 created',
      'pod/web-0 created',
      'pod/web-0 ready',
      'persistentvolumeclaim/www-web-1 created',
      'pod/web-1 created',
      'pod/web-1 ready',
      'petset/web ready (2/2)',
    ]);
  });

  test('the pets have their identity, and an owner that does not make a drain take them for safe to evict', async () => {
    const { items } = await namespace.get('pods');
    for (const [ordinal, { metadata, spec }] of items.entries()) {
      expect(metadata.labels).toMatchObject({
        app: 'nginx',
        'petset.dev/name': 'web',
        'apps.kubernetes.io/pod-index': String(ordinal),
      });
      expect(metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'ConfigMap', name: 'petset-web' })]);
      expect(metadata.ownerReferences?.[0]).not.toHaveProperty('controller');
      const mounted = spec.volumes?.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
      expect(mounted).toEqual([`www-web-${ordinal}`]);
    }
  });

  test('scale up', async () => {
    const { code, stdout } = await namespace.petset('scale', 'web', '--replicas=5');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^petset\/web scaled\n[^]*\npetset\/web ready \(5\/5\)\n$/);
    expect(await namespace.names('pods')).toBe('web-0 web-1 web-2 web-3 web-4');
    claims = await claimUids();
    expect(claims).toHaveLength(5);
  });

  test('scale down: the claims stay', async () => {
    const { code, stdout } = await namespace.petset('scale', 'web', '--replicas=3');
    expect(code).toBe(0);
    const gone = stdout.split('\n').filter((line) => line.endsWith(' deleted'));
    expect(gone).toEqual(['pod/web-4 deleted', 'pod/web-3 deleted']);
    expect(await namespace.names('pods')).toBe('web-0 web-1 web-2');
    expect(await claimUids()).toEqual(claims);
  });

  test('scale up again: on the same claims', async () => {
    const { code } = await namespace.petset('scale', 'web', '--current-replicas=3', '--replicas=4');
    expect(code).toBe(0);
    expect(await namespace.names('pods')).toBe('web-0 web-1 web-2 web-3');
    expect(await claimUids()).toEqual(claims);
  });

  test('scale from a number that is not the present one does nothing', async () => {
    const { code, stderr } = await namespace.petset('scale', 'web', '--current-replicas=9', '--replicas=1');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: Expected replicas to be 9, was 4\n' });
  });

  test('create again says that it is there, and how to go on', async () => {
    const { code, stderr } = await namespace.petset('create', '-f', namespace.file(webManifest()));
    expect(code).toBe(1);
    expect(stderr).toContain('Error from server (AlreadyExists): petsets "web" already exists\n');
    expect(stderr).toContain(`kubectl petset reconcile web -n ${namespace.name}`);
  });

  test('reconcile of a set that is as it should be does nothing', async () => {
    const { code, stdout } = await namespace.petset('reconcile', 'web');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'petset/web ready (4/4)\n' });
  });

  test('clean refuses to delete data without being asked twice', async () => {
    const { code, stderr } = await namespace.petset('clean', 'web');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: this deletes 5 claims of petset\/web and their data, and there is no terminal to ask\n/,
    );
    expect(await namespace.names('pvc')).toMatch(/^www-web-0 .* www-web-4$/);
  });

  test('clean: pets in reverse order, then the claims of this set only, then the record', async () => {
    const decoys = ['www-web-backup', 'www-web-2-0', 'data-web-0', 'www-web-7'];
    for (const name of decoys) await namespace.kubectl('apply', '-f', namespace.file(decoy(name)));
    const { code, stdout } = await namespace.petset('clean', 'web', '--yes');
    expect(code).toBe(0);
    const gone = stdout.split('\n').filter((line) => line.endsWith(' deleted'));
    expect(gone.slice(0, 4)).toEqual([3, 2, 1, 0].map((ordinal) => `pod/web-${ordinal} deleted`));
    expect(gone.at(-1)).toBe('petset/web deleted');
    expect(await namespace.names('pods')).toBe('');
    expect(await namespace.names('pvc')).toBe(decoys.sort().join(' '));
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
    expect(await namespace.names('leases')).not.toContain('petset-web');
  });

  test('all of it in the order that a PetSet promises, as a bystander saw it', async () => {
    await observer.until(0);
    observer.stop();
    expect(observer.violations('web')).toEqual([]);
    expect(observer.counts).toEqual({ created: 6, deleted: 6 });
  });

  test('and created once more, beside the service that is still there', async () => {
    const { code, stdout } = await namespace.petset('create', '-f', namespace.file(webManifest({ replicas: 1 })));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^service\/nginx unchanged\npetset\/web created\n/);
  });
});

/** A claim that somebody else made, with a name that looks like one of the set's. */
function decoy(name: string): string {
  return `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, labels: {app: nginx}}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
}
