import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { IMAGES, type KubeItem, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

/** An image that no registry has. */
const TYPO = 'registry.invalid/nginx:typo';

/** The guide's set as what it was renamed to. */
const statefulSet = (spec = '', replicas = 2): string =>
  webManifest({ spec: `selector: {matchLabels: {app: nginx}}\n${spec}`, replicas, image: IMAGES.old })
    .replace('apiVersion: apps/v1alpha1\nkind: PetSet', 'apiVersion: apps/v1\nkind: StatefulSet')
    .replace(/\n *annotations: .*storage-class.*/, '');

interface Identity {
  readonly uid: string;
  readonly restarts: number;
}

interface PodItem extends KubeItem {
  readonly status?: { readonly containerStatuses?: readonly { readonly restartCount: number }[] };
}

describe.skipIf(!inject('kubectl'))('in from a StatefulSet, and out to one', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  /** A StatefulSet that its own controller has brought up. */
  const given = async (spec?: string, replicas?: number): Promise<void> => {
    await must('kubectl', 'apply', '-f', namespace.file(statefulSet(spec, replicas)));
    await must('kubectl', 'rollout', 'status', 'statefulset/web', '--timeout=120s');
  };
  const must = async (program: 'kubectl' | 'petset', ...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await namespace[program](...args);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
    return stdout;
  };
  /** Pods and claims by name. */
  const identities = async (): Promise<Readonly<Record<string, Identity>>> => {
    const { items } = await namespace.get<{ items: PodItem[] }>('pods,pvc');
    return Object.fromEntries(
      items.map(({ metadata: { name, uid }, status }) => [
        name,
        { uid, restarts: status?.containerStatuses?.[0]?.restartCount ?? 0 },
      ]),
    );
  };
  const ownersOf = async (kind: string): Promise<string> => {
    const { items } = await namespace.get(kind);
    return items.map(({ metadata }) => (metadata.ownerReferences ?? []).map((owner) => owner.kind).join('+')).join(' ');
  };

  test('adopt, migrate and adopt again: every pod and every claim is the one that it was', async () => {
    const spec = 'updateStrategy: {type: RollingUpdate}\npersistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}';
    await given(spec);
    const before = await identities();
    expect(Object.keys(before).sort()).toEqual(['web-0', 'web-1', 'www-web-0', 'www-web-1']);

    expect(await must('petset', 'adopt', 'statefulset/web', '--yes')).toMatch(
      /^petset\/web created\nstatefulset\.apps\/web deleted, its pods stay\npod\/web-0 adopted\npod\/web-1 adopted\n(persistentvolumeclaim\/.*\n)+petset\/web ready \(2\/2\)\n$/,
    );
    expect(await identities()).toEqual(before);
    expect(await ownersOf('pods')).toBe('ConfigMap ConfigMap');
    expect(await ownersOf('pvc')).toBe('ConfigMap ConfigMap');
    expect(await namespace.names('statefulsets,controllerrevisions')).toBe('');

    expect(await must('petset', 'migrate', 'web', '--to', 'statefulset', '--yes')).toMatch(
      /^statefulset\.apps\/web created\npod\/web-0 handed over\npod\/web-1 handed over\n(.*\n)*petset\/web deleted\n$/,
    );
    await must('kubectl', 'rollout', 'status', 'statefulset/web', '--timeout=60s');
    await must('kubectl', 'wait', '--for=jsonpath={.status.updatedReplicas}=2', 'statefulset/web', '--timeout=60s');
    expect(await identities()).toEqual(before);
    expect(await ownersOf('pods')).toBe('StatefulSet StatefulSet');
    expect(await ownersOf('pvc')).toBe('StatefulSet StatefulSet');
    expect(await namespace.names('configmaps,leases')).not.toContain('petset-');

    await must('petset', 'adopt', 'sts', 'web', '--yes');
    // What the server has filled into the StatefulSet is no change of what its file says.
    expect(await must('petset', 'apply', '-f', namespace.file(statefulSet(spec)))).toMatch(
      /^petset\/web unchanged\npetset\/web ready \(2\/2\)\n$/m,
    );
    expect(await identities()).toEqual(before);
    expect(await must('petset', 'scale', 'web', '--replicas=3')).toMatch(/petset\/web ready \(3\/3\)\n$/);
  });

  test('out of the broken rollout of a StatefulSet, pods that work untouched', async () => {
    await given('updateStrategy: {type: RollingUpdate}', 3);
    const { 'web-0': first, 'web-1': second } = await identities();
    await must('kubectl', 'set', 'image', 'statefulset/web', `nginx=${TYPO}`);
    await must('kubectl', 'wait', '--for=jsonpath={.status.updatedReplicas}=1', 'statefulset/web', '--timeout=60s');
    const adoption = namespace.start('adopt', 'statefulset/web', '--yes');
    await adoption.line(/^pod\/web-2 adopted$/);
    await adoption.line(/^pod\/web-2 cannot pull image/);
    expect((await must('petset', 'history', 'web')).trimEnd().split('\n').slice(2)).toHaveLength(2);
    expect((await namespace.petset('migrate', 'web', '--to', 'statefulset', '--yes')).stderr).toMatch(
      /^error: petset\/web is in the middle of a rollout: pod\/web-0, pod\/web-1 would be restarted; first: kubectl petset rollback web /,
    );
    await must('petset', 'rollback', 'web', '--wait=false');
    await adoption.line(/^petset\/web ready \(3\/3\)$/);
    expect(await adoption.end()).toBe(0);
    expect(await identities()).toMatchObject({ 'web-0': first, 'web-1': second });
  });

  test('half-way, after kill -9: others are told, and the same command goes on', async () => {
    await given();
    const before = await identities();
    const victim = namespace.start('adopt', 'statefulset/web', '--yes');
    await victim.line(/^petset\/web created$/);
    victim.child.kill('SIGKILL');
    await victim.end();
    // How far it got nobody knows; where it is done there is nobody to tell anything.
    const { annotations = {} } = (await namespace.get<Annotated>('configmap', 'petset-web')).metadata;
    if ('petset.dev/handover' in annotations) {
      for (const line of ['scale web --replicas=5', 'clean web --yes', 'reconcile web', 'resume web']) {
        const { code, stderr } = await namespace.petset(...line.split(' '));
        expect({ code, stderr }).toMatchObject({ code: 1 });
        expect(stderr).toMatch(
          /^error: petset\/web is being adopted from statefulset\.apps\/web and cannot be \w+( up)?\nto go on with that: kubectl petset adopt statefulset\/web -n /,
        );
      }
    }
    expect(await must('petset', 'adopt', 'statefulset/web', '--yes')).toMatch(/petset\/web ready \(2\/2\)\n$/);
    expect(await identities()).toEqual(before);
  });

  test('only shown, asked about or refused, nothing is changed', async () => {
    await given();
    const before = await namespace.get('statefulsets,pods');
    expect((await must('petset', 'adopt', 'statefulset/web', '--dry-run=client')).split('\n')).toEqual([
      ...['petset/web created', 'statefulset.apps/web deleted', 'pod/web-0 adopted', 'pod/web-1 adopted'].map(
        (result) => `${result} (dry run)`,
      ),
      'would do, in this order:',
      expect.stringMatching(/^ {2}1\. create \S+\/\S*web, on which nobody acts yet$/),
      expect.stringContaining('2. remember the templates of statefulset.apps/web'),
      '  3. delete statefulset.apps/web, and leave its pods, wait until it is gone',
      '  4. adopt pod/web-0',
      '  5. adopt pod/web-1',
      expect.stringContaining('6. let '),
      'at stake: no pet restarts; no claim is touched',
      '',
    ]);
    await must('petset', 'adopt', 'statefulset/web', '--dry-run=server');
    expect(await namespace.petset('adopt', 'statefulset/web')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no terminal to ask') as string,
    });
    expect(await namespace.petset('adopt', 'statefulset/other', '--yes')).toMatchObject({
      code: 1,
      stderr: 'Error from server (NotFound): statefulsets.apps "other" not found\n',
    });
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'main', uid: 'no-such-uid', controller: true };
    const { metadata } = await namespace.get<KubeItem>('configmap', 'kube-root-ca.crt');
    const ownerReferences = [{ ...owner, name: metadata.name, uid: metadata.uid }];
    const after = await namespace.get('statefulsets,pods');
    expect(after.items.map((item) => item.metadata.uid)).toEqual(before.items.map((item) => item.metadata.uid));
    await must(
      'kubectl',
      'patch',
      'statefulset',
      'web',
      '--type=merge',
      '-p',
      JSON.stringify({ metadata: { ownerReferences } }),
    );
    expect((await namespace.petset('adopt', 'statefulset/web', '--yes')).stderr).toMatch(
      /^error: statefulset\.apps\/web belongs to ConfigMap\/kube-root-ca\.crt, which would make it anew\n/,
    );
    expect(await namespace.names('leases')).toBe('');
  });

  test('with no more than the role edit', async () => {
    await given();
    const before = await identities();
    await must('kubectl', 'create', 'rolebinding', 'editor', '--clusterrole=edit', '--user=petset-editor');
    const adopted = await namespace.petset('adopt', 'statefulset/web', '--yes', '--as=petset-editor');
    expect(adopted).toMatchObject({ code: 0 });
    expect(adopted.stderr).toMatch(/^controllerrevision\.apps\/web-\w+ left alone, you may not delete it\n$/);
    expect(await must('petset', 'migrate', 'web', '--to=statefulset', '--yes', '--as=petset-editor')).toMatch(
      /petset\/web deleted\n$/,
    );
    await must('kubectl', 'wait', '--for=jsonpath={.status.updatedReplicas}=2', 'statefulset/web', '--timeout=60s');
    expect(await identities()).toEqual(before);
  });

  test('of pods that nobody owns', async () => {
    await given();
    await must('kubectl', 'delete', 'statefulset', 'web', '--cascade=orphan');
    const before = await identities();
    const manifest = namespace.file(webManifest({ image: IMAGES.old, spec: 'updateStrategy: {type: RollingUpdate}' }));
    expect(await must('petset', 'adopt', '-f', manifest, '--yes')).toMatch(
      /petset\/web created\npod\/web-0 adopted\npod\/web-1 adopted\n(.*\n)*petset\/web ready \(2\/2\)\n$/,
    );
    expect(await identities()).toEqual(before);
    await must('petset', 'delete', 'web', '--cascade=orphan');
    const other = namespace.file(webManifest({ image: IMAGES.new, spec: 'updateStrategy: {type: RollingUpdate}' }));
    expect((await namespace.petset('adopt', '-f', other, '--yes')).stderr).toMatch(
      /^error: pod\/web-0 differs from the template in spec\.containers\[0\]\.image and would be restarted;/m,
    );
    expect(await identities()).toEqual(before);
  });
});

interface Annotated {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}
