import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { IMAGES, type KubeItem, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

interface PodItem {
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}

describe.skipIf(!inject('kubectl'))('ordinals that are not like the others', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  const uids = async (...pets: readonly string[]): Promise<readonly string[]> =>
    Promise.all(pets.map(async (pet) => (await namespace.get<KubeItem>('pod', pet)).metadata.uid));

  test('one bad pet is taken out without its higher siblings, and comes back on its claim', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest({ replicas: 3 })));
    const siblings = await uids('web-0', 'web-2');
    const claim = (await namespace.get<KubeItem>('pvc', 'www-web-1')).metadata.uid;

    const out = await namespace.petset('scale', 'web', '--reserve=1');
    expect(out.stdout).toMatch(/pod\/web-3 ready\n(.*\n)*pod\/web-1 deleted\npetset\/web ready \(3\/3\)\n$/);
    expect(await namespace.names('pods')).toBe('web-0 web-2 web-3');
    expect(await uids('web-0', 'web-2')).toEqual(siblings);

    const back = await namespace.petset('scale', 'web', '--reserve=');
    expect(back.stdout).toMatch(/pod\/web-1 ready\n(.*\n)*pod\/web-3 deleted\npetset\/web ready \(3\/3\)\n$/);
    expect(await namespace.names('pods')).toBe('web-0 web-1 web-2');
    expect((await namespace.get<KubeItem>('pvc', 'www-web-1')).metadata.uid).toBe(claim);
  });

  test('an overridden ordinal runs another image, and every container knows what its pet is called', async () => {
    const spec = [
      'ordinals:',
      '  start: 3',
      '  reserve: [4]',
      '  overrides:',
      '    - ordinal: 5',
      '      template:',
      '        metadata: {labels: {role: odd}}',
      `        spec: {containers: [{name: nginx, image: "${IMAGES.old}", env: [{name: ID, value: "odd $(PET_ORDINAL)"}]}]}`,
    ].join('\n');
    const container =
      'env: [{name: ID, value: "$(PET_ORDINAL)"}, {name: WHO, value: "I am $(PET_NAME), not $$(PET_NAME)"}]';
    const { code, stdout } = await namespace.petset('create', '-f', namespace.file(webManifest({ spec, container })));
    expect(stdout).toMatch(/petset\/web ready \(2\/2\)\n$/);
    expect(code).toBe(0);
    const image = async (pet: string): Promise<string | undefined> =>
      (await namespace.get<PodItem>('pod', pet)).spec.containers[0]?.image;
    expect([await image('web-3'), await image('web-5')]).toEqual([IMAGES.new, IMAGES.old]);
    const said = async (pet: string): Promise<string> =>
      (await namespace.kubectl('exec', pet, '--', 'sh', '-c', 'echo "$ID: $WHO"')).stdout;
    expect(await said('web-3')).toBe('3: I am web-3, not $(PET_NAME)\n');
    expect(await said('web-5')).toBe('odd 5: I am web-5, not $(PET_NAME)\n');
    expect((await namespace.kubectl('get', 'pods', '-l', 'petset.dev/override,role=odd', '-o', 'name')).stdout).toBe(
      'pod/web-5\n',
    );
  });

  test('an override that the server would refuse is told with its line, before anything is created', async () => {
    const spec = [
      'ordinals:',
      '  overrides:',
      '    - ordinal: 1',
      '      template: {spec: {containers: [{name: nginx, imagePullPolicy: Sometimes}]}}',
    ].join('\n');
    const text = webManifest({ spec });
    const line = text.split('\n').findIndex((each) => each.includes('Sometimes')) + 1;
    const file = namespace.file(text);
    const { code, stderr } = await namespace.petset('create', '-f', file);
    expect(stderr).toContain(
      'The Pod "web-1" is invalid: spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes"',
    );
    expect(stderr).toContain(`  at ${file}:${line}\nnothing was created\n`);
    expect(code).toBe(1);
    expect(await namespace.names('services,pods,pvc')).toBe('');
  });
});
