import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { IMAGES, type Ran, TestNamespace } from './cluster.js';
import { type SetOptions, webManifest } from './manifest.js';

interface Versioned {
  readonly metadata: { readonly resourceVersion: string; readonly labels?: Record<string, string> };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}

describe.skipIf(!inject('kubectl'))('apply creates or changes', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
  });
  afterAll(() => namespace.remove());

  const applied = (text: string, ...flags: readonly string[]): Promise<Ran> =>
    namespace.petset('apply', '-f', namespace.file(text), ...flags);
  const labelled = (options: SetOptions): string =>
    webManifest(options).replace('labels: {app: nginx}\nspec', 'labels: {app: nginx, extra: "1"}\nspec');
  const versionOf = async (...what: readonly string[]): Promise<string> =>
    (await namespace.get<Versioned>(...what)).metadata.resourceVersion;
  const imageOf = async (pod: string): Promise<string | undefined> =>
    (await namespace.get<Versioned>('pod', pod)).spec.containers[0]?.image;
  const old = { image: IMAGES.old };

  test('what is not there is created, in order, until it is ready', async () => {
    const { code, stdout } = await applied(labelled(old));
    expect(stdout).toMatch(/^service\/nginx created\npetset\/web created\n/);
    expect(stdout).toMatch(/pod\/web-0 ready\n[^]*pod\/web-1 created\n[^]*petset\/web ready \(2\/2\)\n$/);
    expect(code).toBe(0);
  });

  test('the same again changes nothing, and writes nothing', async () => {
    const before = await Promise.all([versionOf('service', 'nginx'), versionOf('configmap', 'petset-web')]);
    const { code, stdout } = await applied(labelled(old));
    expect(stdout).toBe('service/nginx unchanged\npetset/web unchanged\npetset/web ready (2/2)\n');
    expect(code).toBe(0);
    expect(await Promise.all([versionOf('service', 'nginx'), versionOf('configmap', 'petset-web')])).toEqual(before);
  });

  test('a dry run tells what would become of everything', async () => {
    const text = webManifest({ replicas: 3 });
    expect((await applied(text, '--dry-run=server')).stdout).toMatch(
      /^service\/nginx configured \(server dry run\)\npetset\/web configured \(server dry run\)\nwould do, in this order:\n/,
    );
    expect((await applied(text, '--dry-run=client')).stdout).toMatch(/petset\/web configured \(dry run\)\nwould do/);
    expect((await applied(text, '--dry-run=server', '-o', 'name')).stdout).toBe('service/nginx\npetset/web\n');
    expect(await namespace.names('pods')).toBe('web-0 web-1');
  });

  test('with OnDelete a new template waits for upgrade, and what the file says no more of is taken away', async () => {
    const { code, stdout, stderr } = await applied(webManifest({ replicas: 3 }));
    expect(stdout).toMatch(/^service\/nginx configured\npetset\/web configured\n/);
    expect(stdout).toMatch(/pod\/web-2 ready\npetset\/web ready \(3\/3\)\n$/);
    expect(stderr).toContain(`petset/web: its new template waits: kubectl petset upgrade web -n ${namespace.name}\n`);
    expect(code).toBe(0);
    expect((await namespace.get<Versioned>('service', 'nginx')).metadata.labels).toEqual({ app: 'nginx' });
    expect(await imageOf('web-0')).toBe(IMAGES.old);
  });

  test('with RollingUpdate it is rolled out, highest first', async () => {
    const { code, stdout } = await applied(webManifest({ replicas: 3, spec: 'updateStrategy: {type: RollingUpdate}' }));
    expect(stdout).toMatch(/pod\/web-1 created\n[^]*pod\/web-1 ready\n[^]*pod\/web-0 created\n[^]*\(3\/3\)\n$/);
    expect(code).toBe(0);
    expect(await imageOf('web-0')).toBe(IMAGES.new);
  });

  test('replicas that the file leaves out stay as they were scaled', async () => {
    await namespace.petset('scale', 'web', '--replicas=1');
    const text = webManifest().replace('  replicas: 2\n', '  minReadySeconds: 1\n');
    expect((await applied(text)).stdout).toMatch(/petset\/web configured\n[^]*petset\/web ready \(1\/1\)\n$/);
  });

  test('anything else is refused, field by field, and nothing is written', async () => {
    const before = await versionOf('configmap', 'petset-web');
    const text = labelled({ spec: 'podManagementPolicy: Parallel' })
      .replace('serviceName: nginx', 'serviceName: other')
      .replace('storage: 1Gi', 'storage: 500Mi');
    const { code, stderr } = await applied(text);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The PetSet "web" is invalid: spec: Forbidden: updates to petset spec for fields other than 'replicas', .* are forbidden$/m,
    );
    expect(stderr).toMatch(/^ {2}\S+\.yaml:\d+: spec\.serviceName: was "nginx", is "other" /m);
    expect(stderr).toMatch(/^ {2}\S+\.yaml:\d+: spec\.podManagementPolicy: was "OrderedReady", is "Parallel" /m);
    expect(stderr).toMatch(/^ {2}\S+\.yaml:\d+: spec\.volumeClaimTemplates\[0\]\S+\.storage: was "1Gi", is "500Mi" /m);
    expect(stderr).toMatch(/nothing was changed\n$/);
    expect(await versionOf('configmap', 'petset-web')).toBe(before);
    expect((await namespace.get<Versioned>('service', 'nginx')).metadata.labels).toEqual({ app: 'nginx' });
  });

  test('what the server refuses is told with its line, before anything is written', async () => {
    const before = await versionOf('configmap', 'petset-web');
    const service = await applied(
      webManifest({ replicas: 4 }).replace('port: 80, name: web}]\n  sel', 'port: 80, foo: 1}]\n  sel'),
    );
    expect(service.stderr).toMatch(/\.foo: field not declared in schema\n {2}at \S+\.yaml:\d+\nnothing was changed\n$/);
    const pod = await applied(webManifest().replace('{name: www, mountPath', '{name: nope, mountPath'));
    expect(pod.stderr).toMatch(
      /volumeMounts\[0\]\.name: Not found: "nope"\n {2}at \S+\.yaml:\d+\nnothing was changed\n$/,
    );
    expect(await versionOf('configmap', 'petset-web')).toBe(before);
  });
});

describe.skipIf(!inject('kubectl'))('apply takes over what was made otherwise', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
  });
  afterAll(() => namespace.remove());

  const settings = (data: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {${data}}\n---\n${webManifest({ replicas: 0 })}`;
  const data = async (): Promise<unknown> => (await namespace.get<{ data: unknown }>('configmap', 'settings')).data;
  const remembered = async (): Promise<string> =>
    (await namespace.kubectl('apply', 'view-last-applied', 'configmap', 'settings')).stdout;

  test('what create has made', async () => {
    await namespace.petset('create', '-f', namespace.file(settings('color: red, size: large')));
    await namespace.kubectl('patch', 'configmap', 'settings', '-p', '{"data":{"others":"yes"}}');
    const { stdout } = await namespace.petset('apply', '-f', namespace.file(settings('color: blue')));
    expect(stdout).toMatch(/^configmap\/settings configured\nservice\/nginx unchanged\npetset\/web unchanged\n/);
    expect(await data()).toEqual({ color: 'blue', others: 'yes' });
  });

  test('what kubectl has applied; kubectl still remembers it', async () => {
    const [own = ''] = settings('color: green, size: small').split('---');
    await namespace.kubectl('apply', '-f', namespace.file(own));
    expect(await data()).toEqual({ color: 'green', others: 'yes', size: 'small' });
    const file = namespace.file(settings('color: green'));
    expect((await namespace.petset('apply', '-f', file)).stdout).toMatch(/^configmap\/settings configured\n/);
    expect(await data()).toEqual({ color: 'green', others: 'yes' });
    expect(await remembered()).toContain('size: small');
    expect((await namespace.petset('apply', '-f', file)).stdout).toMatch(/^configmap\/settings unchanged\n/);
  });
});
