import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type KubeItem, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

describe.skipIf(!inject('kubectl'))('pets that do not do as they should', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  const create = (options: Parameters<typeof webManifest>[0] = {}) =>
    namespace.petset('create', '-f', namespace.file(webManifest(options)));
  const uidOf = async (...what: string[]): Promise<string> => (await namespace.get<KubeItem>(...what)).metadata.uid;

  test('kubectl annotate pauses a set, whoever does it, and lifts the pause', async () => {
    await create();
    await namespace.kubectl('annotate', 'pod', 'web-1', 'pod.alpha.kubernetes.io/initialized=no');
    const scale = namespace.start('scale', 'web', '--replicas=3');
    await scale.line(
      /^pod\/web-1 pauses petset\/web by its annotation pod\.alpha\.kubernetes\.io\/initialized; to go on: kubectl petset resume web/,
    );
    expect(await namespace.names('pods')).toBe('web-0 web-1');
    await namespace.kubectl('annotate', 'pod', 'web-1', 'pod.alpha.kubernetes.io/initialized-');
    expect(await scale.end()).toBe(0);
    expect(scale.lines.at(-1)).toBe('petset/web ready (3/3)');
  });

  test('a failed pet is replaced on its claim', async () => {
    await create();
    const before = { pod: await uidOf('pod', 'web-0'), claim: await uidOf('pvc', 'www-web-0') };
    await namespace.kubectl('patch', 'pod', 'web-0', '-p', '{"spec":{"activeDeadlineSeconds":1}}');
    await namespace.kubectl('wait', '--for=jsonpath={.status.phase}=Failed', 'pod/web-0', '--timeout=60s');
    const { code, stdout } = await namespace.petset('reconcile', 'web');
    expect(code).toBe(0);
    expect(stdout).toMatch(/pod\/web-0 deleted\n(.*\n)*pod\/web-0 created\n/);
    expect(await uidOf('pod', 'web-0')).not.toBe(before.pod);
    expect(await uidOf('pvc', 'www-web-0')).toBe(before.claim);
  });

  test('a deleted pet is replaced on its claim', async () => {
    await create();
    const claim = await uidOf('pvc', 'www-web-0');
    await namespace.kubectl('delete', 'pod', 'web-0');
    const { stdout } = await namespace.petset('reconcile', 'web');
    expect(stdout).toContain('pod/web-0 created\n');
    expect(await uidOf('pvc', 'www-web-0')).toBe(claim);
  });

  test('a claim that is being deleted is waited for, and made anew', async () => {
    await create({ replicas: 1 });
    const claim = await uidOf('pvc', 'www-web-0');
    await namespace.kubectl('delete', 'pvc', 'www-web-0', '--wait=false');
    await namespace.kubectl('delete', 'pod', 'web-0', '--wait=false');
    const { code, stdout } = await namespace.petset('reconcile', 'web');
    expect(code).toBe(0);
    expect(stdout).toContain('persistentvolumeclaim/www-web-0 created\n');
    expect(await uidOf('pvc', 'www-web-0')).not.toBe(claim);
  });

  test('an image that cannot be pulled: which pet, why, and what looks further', async () => {
    const broken = namespace.start(
      'create',
      '-f',
      namespace.file(webManifest({ image: 'registry.invalid/does-not-exist:1' })),
    );
    const line = await broken.line(/cannot pull image/);
    expect(line).toMatch(
      /^pod\/web-0 cannot pull image registry\.invalid\/does-not-exist:1 of container nginx: .*; look further: kubectl describe pod web-0 -n /,
    );
    expect(await namespace.names('pods')).toBe('web-0');
    broken.child.kill('SIGINT');
    expect(await broken.end()).toBe(130);
    const clean = await namespace.petset('clean', 'web', '--yes');
    expect(clean.code).toBe(0);
    expect(await namespace.names('pods,pvc')).toBe('');
  });

  test('a foreign pod of a wanted name stops it before anything is created, and is named', async () => {
    await namespace.kubectl('create', 'configmap', 'other');
    const owner = `{apiVersion: v1, kind: ConfigMap, name: other, uid: ${await uidOf('configmap', 'other')}, controller: true}`;
    const metadata = `{name: web-1, labels: {app: nginx}, ownerReferences: [${owner}]}`;
    await namespace.kubectl('apply', '-f', namespace.file(unscheduledPod(metadata)));
    const { code, stderr } = await create();
    expect(code).toBe(1);
    expect(stderr).toContain('error: pod/web-1, a name that petset/web needs, belongs to ConfigMap/other\n');
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
  });

  test('also where its labels are others', async () => {
    await namespace.kubectl('apply', '-f', namespace.file(unscheduledPod('{name: web-1}')));
    const { code, stderr } = await create();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'error: pod/web-1, a name that petset/web needs, has labels that do not match the selector of the set (app=nginx)\n',
    );
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
  });

  test('a pet that lost its labels stops a clean-up before anything is deleted, and it goes on when they are back', async () => {
    await create();
    await namespace.kubectl('label', 'pod', 'web-1', 'app-');
    for (const how of ['--yes', '--dry-run=client', '--dry-run=server']) {
      const { code, stdout, stderr } = await namespace.petset('clean', 'web', how);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toBe(
        [
          'error: petset/web cannot be cleaned up: pod/web-1 has labels that do not match the selector of the set (app=nginx)',
          `look at it: kubectl get pod/web-1 -o yaml -n ${namespace.name}`,
          'nothing was deleted',
          '',
        ].join('\n'),
      );
    }
    // It was not begun, so nobody else goes on with it: a set that stays lets go of the pet, and stops.
    const { stdout, stderr } = await namespace.petset('reconcile', 'web');
    expect(stdout).toMatch(/^pod\/web-1 released, /m);
    expect(stderr).toContain('error: petset/web cannot go on: pod/web-1 has');
    expect(await namespace.names('pods,pvc')).toBe('web-0 web-1 www-web-0 www-web-1');
    await namespace.kubectl('label', 'pod', 'web-1', 'app=nginx');
    expect((await namespace.petset('reconcile', 'web')).stdout).toMatch(/^pod\/web-1 adopted$/m);
    expect((await namespace.petset('clean', 'web', '--yes')).stdout).toMatch(/petset\/web deleted\n$/);
    expect(await namespace.names('pods,pvc')).toBe('');
  });

  test('a record that lost its label is still the record', async () => {
    await create();
    await namespace.kubectl('label', 'configmap', 'petset-web', 'petset.dev/name-');
    const { code, stdout } = await namespace.petset('clean', 'web', '--yes');
    expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, 'petset/web deleted']);
    expect(await namespace.names('pods,pvc')).toBe('');
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
  });

  test('a claim that has an owner is not taken from it', async () => {
    await namespace.kubectl('create', 'configmap', 'other');
    const owner = `{apiVersion: v1, kind: ConfigMap, name: other, uid: ${await uidOf('configmap', 'other')}}`;
    const claim = [
      'apiVersion: v1',
      'kind: PersistentVolumeClaim',
      `metadata: {name: www-web-1, ownerReferences: [${owner}]}`,
      'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}',
    ];
    await namespace.kubectl('apply', '-f', namespace.file(claim.join('\n')));
    const { code, stderr } = await create();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'error: persistentvolumeclaim/www-web-1, a name that petset/web needs, belongs to ConfigMap/other\n',
    );
    expect(await namespace.names('pods')).toBe('');
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
  });

  test('pods that an orphaning deletion of the record left are adopted, not restarted', async () => {
    await create();
    const before = await namespace.get('pods');
    await namespace.kubectl('delete', 'configmap', 'petset-web', '--cascade=orphan');
    await namespace.kubectl('wait', '--for=jsonpath={.metadata.name}=web-0', 'pod/web-0');
    const { code, stdout } = await create();
    expect(code).toBe(0);
    expect(stdout).toMatch(/pod\/web-0 adopted\n(.*\n)*pod\/web-1 adopted\n/);
    const after = await namespace.get('pods');
    expect(after.items.map(({ metadata }) => metadata.uid)).toEqual(before.items.map(({ metadata }) => metadata.uid));
    expect(after.items[0]?.metadata.ownerReferences).toHaveLength(1);
  });

  test('a deleted record takes its pets along and leaves the claims; a new one waits until they are gone', async () => {
    await create();
    const claims = await namespace.names('pvc');
    await namespace.kubectl('delete', 'configmap', 'petset-web');
    const { code, stdout } = await create();
    expect(code).toBe(0);
    expect(stdout).toMatch(/petset\/web ready \(2\/2\)\n$/);
    expect(await namespace.names('pvc')).toBe(claims);
  });
});

/** A pod that nobody schedules, so that it stays as it is. */
function unscheduledPod(metadata: string): string {
  return `apiVersion: v1
kind: Pod
metadata: ${metadata}
spec: {schedulerName: none, containers: [{name: c, image: x}]}
`;
}
