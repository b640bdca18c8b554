import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { IMAGES, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

/** On no registry at all. */
const TYPO = 'registry.invalid/nginx:typo';

interface PodItem {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly image: string }[] };
}

describe.skipIf(!inject('kubectl'))('another template for a set', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
    const manifest = webManifest({ replicas: 3, image: IMAGES.old });
    expect((await namespace.petset('create', '-f', namespace.file(manifest))).code).toBe(0);
  });
  afterEach(() => namespace.remove());

  const pods = async (): Promise<readonly PodItem[]> =>
    (await namespace.get<{ items: PodItem[] }>('pods')).items.toSorted((a, b) =>
      a.metadata.name.localeCompare(b.metadata.name),
    );
  const images = async (): Promise<readonly string[]> =>
    (await pods()).map(({ spec }) => spec.containers[0]?.image ?? '');
  const createdIn = (stdout: string): string =>
    [...stdout.matchAll(/^pod\/(\S+) created$/gm)].map(([, name]) => name).join(' ');

  test('upgrade: the highest pet first; history says why; rollback', async () => {
    const up = await namespace.petset('upgrade', 'web', '--image', `nginx=${IMAGES.new}`);
    expect(up.code).toBe(0);
    expect(createdIn(up.stdout)).toBe('web-2 web-1 web-0');
    expect(await images()).toEqual([IMAGES.new, IMAGES.new, IMAGES.new]);
    const { stdout } = await namespace.petset('history', 'web');
    expect(stdout).toBe(
      `petset.petset.dev/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         kubectl petset upgrade web --image=nginx=${IMAGES.new}\n\n`,
    );
    const back = await namespace.petset('rollback', 'web');
    expect(back.stdout).toMatch(/\npetset\/web rolled back \(3\/3, revision 3\)\n$/);
    expect(await images()).toEqual([IMAGES.old, IMAGES.old, IMAGES.old]);
  });

  test('out of a broken upgrade, without deleting anything: forward, and back', async () => {
    for (const [way, end] of [
      [
        ['upgrade', 'web', '--image', `nginx=${IMAGES.new}`],
        [IMAGES.new, IMAGES.new, IMAGES.new],
      ],
      [
        ['rollback', 'web'],
        [IMAGES.new, IMAGES.new, IMAGES.new],
      ],
    ] as const) {
      const broken = namespace.start('upgrade', 'web', '--image', `nginx=${TYPO}`);
      await broken.line(/^pod\/web-2 holds up petset\/web; .* kubectl petset rollback web -n /);
      broken.child.kill('SIGINT');
      expect(await broken.end()).toBe(130);
      expect((await images())[2]).toBe(TYPO);
      expect((await namespace.petset(...way)).code).toBe(0);
      expect(await images()).toEqual(end);
    }
  });

  test('a canary, and then the others in another order', async () => {
    await namespace.petset('upgrade', 'web', '--image', `nginx=${IMAGES.new}`, '--partition=2');
    expect(await images()).toEqual([IMAGES.old, IMAGES.old, IMAGES.new]);
    const { code, stdout } = await namespace.petset('upgrade', 'web', '--order=ascending');
    expect(code).toBe(0);
    expect(createdIn(stdout)).toBe('web-0 web-1');
    expect(await images()).toEqual([IMAGES.new, IMAGES.new, IMAGES.new]);
  });

  test('the leader last', async () => {
    const { stdout } = await namespace.petset('upgrade', 'web', '--image', `nginx=${IMAGES.new}`, '--order=0,2,1');
    expect(createdIn(stdout)).toBe('web-0 web-2 web-1');
  });

  test('step by step, let go on by kubectl', async () => {
    const steps = namespace.start('upgrade', 'web', '--image', `nginx=${IMAGES.new}`, '--step');
    for (const name of ['web-2', 'web-1', 'web-0']) {
      await steps.line(new RegExp(`^pod/${name} pauses petset/web`));
      await namespace.kubectl('annotate', 'pod', name, 'pod.alpha.kubernetes.io/initialized=true', '--overwrite');
    }
    expect(await steps.end()).toBe(0);
    expect(await images()).toEqual([IMAGES.new, IMAGES.new, IMAGES.new]);
  });

  test('in place: the same pods on the same nodes', async () => {
    const where = async (): Promise<readonly string[]> =>
      (await pods()).map(({ metadata, spec }) => `${metadata.uid} ${spec.nodeName ?? ''}`);
    const before = await where();
    const { code } = await namespace.petset('upgrade', 'web', '--image', `nginx=${IMAGES.new}`, '--in-place');
    expect(code).toBe(0);
    expect(await where()).toEqual(before);
    expect(await images()).toEqual([IMAGES.new, IMAGES.new, IMAGES.new]);
  });

  test('restart: new pods of the same template', async () => {
    const before = (await pods()).map(({ metadata }) => metadata.uid);
    const { code, stdout } = await namespace.petset('restart', 'web');
    expect({ code, created: createdIn(stdout) }).toEqual({ code: 0, created: 'web-2 web-1 web-0' });
    for (const { metadata } of await pods()) expect(before).not.toContain(metadata.uid);
    expect(await images()).toEqual([IMAGES.old, IMAGES.old, IMAGES.old]);
  });
});
