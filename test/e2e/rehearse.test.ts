import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { IMAGES, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

interface Item {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
}

describe.skipIf(!inject('kubectl'))('a rehearsal', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
    const manifest = webManifest({ replicas: 2, image: IMAGES.old });
    expect((await namespace.petset('create', '-f', namespace.file(manifest))).code).toBe(0);
  });
  afterEach(() => namespace.remove());

  async function versions(): Promise<readonly string[]> {
    const { items } = await namespace.get<{ items: Item[] }>('pods,pvc,configmaps,services,leases');
    return items.map(({ kind, metadata }) => `${kind}/${metadata.name} ${metadata.resourceVersion}`).toSorted();
  }

  test('shows an upgrade pet by pet, and leaves the cluster as it is', async () => {
    const before = await versions();
    const { code, stdout, stderr } = await namespace.petset(
      ...['upgrade', 'web', '--image', `nginx=${IMAGES.new}`, '--rehearse', '-v=6'],
    );
    expect(code, stderr).toBe(0);
    const created = [...stdout.matchAll(/^pod\/(\S+) created \(rehearsal\)$/gm)].map(([, name]) => name);
    expect(created).toEqual(['web-1', 'web-0']);
    expect(stdout).toMatch(/^petset\/web upgraded \(2\/2, revision 2\) \(rehearsal\)$/m);
    expect(stdout).toMatch(/^web-0 +1\/1 +Running +0 +2 +made anew$/m);
    expect(stdout).toContain(`to do it: kubectl petset upgrade web --image=nginx=${IMAGES.new} -n ${namespace.name}`);
    expect(await versions()).toEqual(before);
  });

  test('that is interrupted ends at once', async () => {
    const rehearsal = namespace.start('upgrade', 'web', '--image', `nginx=${IMAGES.new}`, '--rehearse');
    await rehearsal.line(/^rehearsal: nothing is done to /);
    rehearsal.child.kill('SIGINT');
    expect(await rehearsal.end()).toBe(130);
    expect(rehearsal.lines.at(-1)).toMatch(/^rehearsal: nothing was done to /);
  });
});
