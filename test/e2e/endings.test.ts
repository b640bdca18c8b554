import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type KubeItem, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

interface PodLife extends KubeItem {
  readonly status: {
    readonly containerStatuses?: readonly { readonly containerID: string; readonly restartCount: number }[];
  };
}

describe.skipIf(!inject('kubectl'))('how sets end, and what holds them', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  const create = (options: Parameters<typeof webManifest>[0] = {}) =>
    namespace.petset('create', '-f', namespace.file(webManifest(options)));
  const uidOf = async (...what: string[]): Promise<string> => (await namespace.get<KubeItem>(...what)).metadata.uid;
  /** What tells a container from one that was started anew. */
  const lives = async (): Promise<unknown> => {
    const { items } = await namespace.get<{ items: PodLife[] }>('pods');
    return items.map(({ metadata, status }) => [
      metadata.name,
      metadata.uid,
      status.containerStatuses?.map(({ containerID, restartCount }) => [containerID, restartCount]),
    ]);
  };

  test('delete: in reverse order, and the claims stay for the next set of this name', async () => {
    await create({ replicas: 3 });
    const observer = await namespace.observe();
    await observer.until(3);
    const claims = await namespace.get('pvc');
    const { code, stdout, stderr } = await namespace.petset('delete', 'web');
    expect({ code, end: stdout.split('\n').at(-2) }).toEqual({ code: 0, end: 'petset/web deleted' });
    expect(stderr).toBe([0, 1, 2].map((ordinal) => `persistentvolumeclaim/www-web-${ordinal} kept\n`).join(''));
    await observer.until(0);
    observer.stop();
    expect(observer.violations('web')).toEqual([]);
    expect(await namespace.names('pods,leases')).toBe('');
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
    await create({ replicas: 3 });
    const after = await namespace.get('pvc');
    expect(after.items.map(({ metadata }) => metadata.uid)).toEqual(claims.items.map(({ metadata }) => metadata.uid));
  });

  test('delete --cascade=orphan, and create: no container is started anew', async () => {
    await create();
    const before = await lives();
    const { code, stdout } = await namespace.petset('delete', 'web', '--cascade=orphan');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'petset/web deleted\n' });
    const orphans = await namespace.get('pods');
    expect(orphans.items.map(({ metadata }) => metadata.ownerReferences ?? [])).toEqual([[], []]);
    expect(await namespace.names('configmaps')).not.toContain('petset-web');
    expect((await create()).stdout).toMatch(/pod\/web-0 adopted\npod\/web-1 adopted\npetset\/web ready \(2\/2\)\n$/);
    expect(await lives()).toEqual(before);
  });

  test.each(['background', 'foreground'])(
    'a record deleted by hand, --cascade=%s, takes the pets and ends who waits',
    async (how) => {
      await create();
      await namespace.petset('pause', 'web');
      const scale = namespace.start('scale', 'web', '--replicas=3');
      await scale.line(/^pod\/web-0 pauses petset\/web/);
      await namespace.kubectl('delete', 'configmap', 'petset-web', `--cascade=${how}`);
      expect(await scale.end()).toBe(1);
      expect(scale.lines).toContain('error: petset/web was deleted by somebody else');
      await namespace.kubectl('wait', '--for=delete', 'pod/web-0', 'pod/web-1', '--timeout=60s');
      expect(await namespace.names('pods,pvc')).toBe('www-web-0 www-web-1');
    },
  );

  test('a record deleted by hand, --cascade=orphan, leaves the pets', async () => {
    await create();
    const before = await lives();
    await namespace.kubectl('delete', 'configmap', 'petset-web', '--cascade=orphan');
    expect((await namespace.petset('reconcile', 'web')).stderr).toContain('petsets "web" not found');
    expect(await lives()).toEqual(before);
  });

  test('a deletion that was killed is finished by reconcile', async () => {
    await create({ replicas: 3 });
    const deletion = namespace.start('delete', 'web');
    await deletion.line(/^pod\/web-2 (terminating|deleted)/);
    deletion.child.kill('SIGKILL');
    expect(await deletion.end()).toBe(-1);
    expect((await namespace.petset('reconcile', 'web')).stdout).toMatch(/petset\/web deleted\n$/);
    expect(await namespace.names('pods,pvc')).toBe('www-web-0 www-web-1 www-web-2');
  });

  test('pause and resume, and the same with kubectl annotate', async () => {
    await create();
    expect((await namespace.petset('pause', 'web', '1')).stdout).toBe('pod/web-1 paused\n');
    const up = namespace.start('scale', 'web', '--replicas=3');
    expect(await up.line(/^pod\/web-1 pauses petset\/web/)).toMatch(
      new RegExp(`to go on: kubectl petset resume web -n ${namespace.name}$`),
    );
    expect(await namespace.names('pods')).toBe('web-0 web-1');
    expect((await namespace.petset('resume', 'web')).stdout).toBe('pod/web-1 resumed\n');
    expect(await up.end()).toBe(0);

    await namespace.petset('scale', 'web', '--replicas=0');
    expect((await namespace.petset('pause', 'web')).stdout).toBe('petset/web paused\n');
    const again = namespace.start('scale', 'web', '--replicas=1');
    await again.line(/^configmap\/petset-web pauses petset\/web/);
    const lifted = 'pod.alpha.kubernetes.io/initialized=true';
    await namespace.kubectl('annotate', 'configmap', 'petset-web', lifted, '--overwrite');
    expect(await again.end()).toBe(0);
    expect(again.lines.at(-1)).toBe('petset/web ready (1/1)');
  });

  test('a template with the brake on pauses after each pet, and resume lets the next one come', async () => {
    const template = 'annotations: {pod.alpha.kubernetes.io/initialized: "false"}';
    const creation = namespace.start('create', '-f', namespace.file(webManifest({ template })));
    await creation.line(/^pod\/web-0 pauses petset\/web/);
    expect(await namespace.names('pods')).toBe('web-0');
    expect((await namespace.petset('resume', 'web')).stdout).toBe('pod/web-0 resumed\n');
    await creation.line(/^pod\/web-1 pauses petset\/web/);
    expect((await namespace.petset('resume', 'web')).stdout).toBe('pod/web-1 resumed\n');
    expect(await creation.end()).toBe(0);
  });

  test('replace: the same claim, or a new one; by force without a grace period', async () => {
    await create();
    const uids = async (): Promise<readonly string[]> =>
      Promise.all([uidOf('pod', 'web-0'), uidOf('pod', 'web-1'), uidOf('pvc', 'www-web-1')]);
    const first = await uids();
    expect((await namespace.petset('replace', 'web', 'web-1', '--yes')).stdout).toMatch(
      /petset\/web ready \(2\/2\)\n$/,
    );
    const second = await uids();
    expect(second.map((uid, index) => uid === first[index])).toEqual([true, false, true]);

    const { code, stdout } = await namespace.petset('replace', 'web', '1', '--new-claims', '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /pod\/web-1 deleted\npersistentvolumeclaim\/www-web-1 deleted\npersistentvolumeclaim\/www-web-1 created\npod\/web-1 created\n/,
    );
    const third = await uids();
    expect(third.map((uid, index) => uid === second[index])).toEqual([true, false, false]);

    const forced = await namespace.petset('replace', 'web', 'pod/web-1', '--force', '--yes');
    expect(forced.code).toBe(0);
    expect(forced.stderr).toContain('Warning: Immediate deletion does not wait for confirmation');
    expect((await uids()).map((uid, index) => uid === third[index])).toEqual([true, false, true]);
    expect((await namespace.petset('reconcile', 'web')).stdout).toBe('petset/web ready (2/2)\n');
  });
});
