import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

describe.skipIf(!inject('kubectl'))('what cannot be created is refused before anything is', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
  });
  afterAll(() => namespace.remove());

  async function refused(manifest: string): Promise<string> {
    const { code, stderr } = await namespace.petset('create', '-f', namespace.file(manifest));
    expect(code).toBe(1);
    expect(await namespace.names('pods,services,persistentvolumeclaims,leases')).toBe('');
    expect(await namespace.names('configmaps')).not.toContain('petset');
    return stderr;
  }

  test('a pod that the server refuses', async () => {
    const pull = await refused(webManifest({ container: 'terminationMessagePolicy: Never' }));
    expect(pull).toMatch(/The Pod "web-0" is invalid: spec\.containers\[0\]\.terminationMessagePolicy: /);
    expect(pull).toMatch(/ {2}at .*\.yaml:\d+\nnothing was created\n$/);
  });

  test('an image pull policy that there is not', async () => {
    const manifest = webManifest().replace('imagePullPolicy: IfNotPresent', 'imagePullPolicy: Sometimes');
    const line = manifest.split('\n').findIndex((text) => text.includes('Sometimes')) + 1;
    const stderr = await refused(manifest);
    expect(stderr).toContain(
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    );
    expect(stderr).toMatch(new RegExp(` {2}at .*:${line}\n`));
  });

  test('a mount of no volume', async () => {
    expect(await refused(webManifest().replace('{name: www, mountPath', '{name: nope, mountPath'))).toContain(
      'spec.containers[0].volumeMounts[0].name: Not found: "nope"',
    );
  });

  test('a field that a pod does not have', async () => {
    const stderr = await refused(webManifest({ container: 'imagee: x' }));
    expect(stderr).toContain('strict decoding error: unknown field "spec.containers[0].imagee"');
    expect(stderr).toMatch(/ {2}at .*\.yaml:\d+\n/);
  });

  test('a claim of no size that there is', async () => {
    expect(await refused(webManifest().replace('storage: 1Gi', 'storage: lots'))).toContain(
      'quantities must match the regular expression',
    );
  });

  test('a service that the server refuses, although the set is fine', async () => {
    expect(
      await refused(webManifest().replace('port: 80, name: web}]\n  selector', 'port: 99999}]\n  selector')),
    ).toContain('spec.ports[0].port: Invalid value: 99999');
  });

  test('a kind that the server does not have', async () => {
    const stderr = await refused(`apiVersion: nope.test/v1\nkind: Foo\nmetadata: {name: x}\n---\n${webManifest()}`);
    expect(stderr).toContain('no matches for kind "Foo" in version "nope.test/v1"');
  });

  test('a name that is too long for its pets', async () => {
    expect(await refused(webManifest().replace('name: web\nspec', `name: ${'x'.repeat(62)}\nspec`))).toMatch(
      /^error: .*\.yaml:\d+: metadata\.name: Invalid value: .* a host name must be no more than 63$/m,
    );
  });

  test('a selector that does not match the template', async () => {
    expect(await refused(webManifest({ spec: 'selector: {matchLabels: {app: other}}' }))).toMatch(
      /^error: .*\.yaml:\d+: spec\.template\.metadata\.labels: .*`selector` does not match template `labels`$/m,
    );
  });

  test('a YAML with a tab', async () => {
    expect(await refused(webManifest().replace('  replicas:', '\treplicas:'))).toMatch(
      /^error: .*\.yaml:\d+:1: tab characters must not be used/,
    );
  });

  test('everything that is wrong is told at once, with its lines', async () => {
    const stderr = await refused(webManifest({ spec: 'replicass: 3\nminReadySeconds: soon' }));
    expect(stderr.match(/^error: .*\.yaml:\d+: spec\./gm)).toHaveLength(2);
  });

  test('a server dry run leaves nothing, and says that it is one', async () => {
    const { code, stdout } = await namespace.petset('create', '-f', namespace.file(webManifest()), '--dry-run=server');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^service\/nginx created \(server dry run\)\npetset\/web created \(server dry run\)\n/);
    expect(await namespace.names('pods,services,persistentvolumeclaims')).toBe('');
  });

  test('a claim over quota is waited for, with the words of the quota and what shows it, until there is room', async () => {
    await namespace.kubectl('create', 'quota', 'claims', '--hard=persistentvolumeclaims=2');
    await namespace.kubectl('wait', '--for=jsonpath={.status.hard}', 'quota/claims', '--timeout=30s');
    const create = namespace.start('create', '-f', namespace.file(webManifest({ replicas: 3 })));
    const line = await create.line(/^persistentvolumeclaim\/www-web-2 cannot be created: exceeded quota: claims, /);
    const [, look = ''] = /look further: kubectl (.*)/.exec(line) ?? [];
    expect(look).toBe(`describe quota claims -n ${namespace.name}`);
    expect(await namespace.names('pods')).toBe('web-0 web-1');

    await namespace.kubectl('delete', 'quota', 'claims');
    expect(await create.end()).toBe(0);
    expect(create.lines.at(-1)).toBe('petset/web ready (3/3)');
  });
});
