import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';

const manifest = (value: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n  color: ${value}\n${more}`;

describe.skipIf(!inject('kubectl'))("kubectl's server-side apply", () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
  });
  afterAll(() => namespace.remove());

  const apply = (text: string, ...flags: readonly string[]) =>
    namespace.kubectl('apply', ...flags, '-f', namespace.file(text));

  const managers = async (): Promise<string> =>
    (
      await namespace.kubectl(
        ...['get', 'configmap', 'settings', '-o'],
        'jsonpath={range .metadata.managedFields[*]}{.manager}:{.operation} {end}',
      )
    ).stdout.trim();

  test('takes over what kubectl applied by itself', async () => {
    expect((await apply(manifest('red'))).stdout).toBe('configmap/settings created\n');
    expect(await managers()).toBe('kubectl-client-side-apply:Update');
    expect((await apply(manifest('blue'), '--server-side')).stdout).toBe('configmap/settings serverside-applied\n');
    expect(await managers()).toBe('kubectl-last-applied:Apply kubectl:Apply');
    const { stdout } = await namespace.kubectl('apply', 'view-last-applied', 'configmap', 'settings');
    expect(stdout).toContain('color: blue');
  });

  test('shows what it would change', async () => {
    const { code, stdout } = await namespace.kubectl('diff', '--server-side', '-f', namespace.file(manifest('green')));
    expect(code).toBe(1);
    expect(stdout).toContain('-  color: blue\n+  color: green\n');
  });

  test('tells whose fields are in its way, and takes them by force', async () => {
    const other = ['--server-side', '--field-manager=other'];
    const { code, stderr } = await apply(manifest('green'), ...other);
    expect(code).toBe(1);
    expect(stderr).toContain('error: Apply failed with 1 conflict: conflict with "kubectl": .data.color\n');
    expect((await apply(manifest('green'), ...other, '--force-conflicts')).code).toBe(0);
    expect(await managers()).toContain('other:Apply');
  });

  test('refuses what is no field', async () => {
    const { code, stderr } = await apply(manifest('red', 'size: 1\n'), '--server-side', '--validate=false');
    expect(code).toBe(1);
    expect(stderr).toContain('.size: field not declared in schema');
  });
});
