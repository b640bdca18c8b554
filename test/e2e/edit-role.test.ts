import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Ran, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

describe.skipIf(!inject('kubectl'))('a user who has only the built-in role edit, of one namespace', () => {
  let namespace: TestNamespace;
  const asEditor = (...args: string[]): Promise<Ran> => namespace.petset(...args, '--as=petset-editor');

  beforeAll(async () => {
    namespace = await TestNamespace.create();
    await namespace.kubectl('create', 'rolebinding', 'editor', '--clusterrole=edit', '--user=petset-editor');
  });
  afterAll(() => namespace.remove());

  test('really has no more than that', async () => {
    const may = async (...what: string[]): Promise<string> =>
      (await namespace.kubectl('auth', 'can-i', ...what, '--as=petset-editor')).stdout.trim();
    expect(await may('create', 'pods')).toBe('yes');
    expect(await may('list', 'persistentvolumes')).toBe('no');
    expect(await may('create', 'controllerrevisions.apps')).toBe('no');
  });

  test('can do all of it', async () => {
    const created = await asEditor('create', '-f', namespace.file(webManifest()));
    expect(created).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/petset\/web ready \(2\/2\)\n$/) as string,
    });
    expect(await asEditor('scale', 'web', '--replicas=3')).toMatchObject({ code: 0 });
    expect(await asEditor('scale', 'web', '--replicas=1')).toMatchObject({ code: 0 });
    expect((await asEditor('get', '--no-headers')).stdout).toMatch(/^web +1 +1 +1 /);
    expect(await asEditor('reconcile', 'web')).toMatchObject({ code: 0 });
    const cleaned = await asEditor('clean', 'web', '--yes');
    expect(cleaned).toMatchObject({ code: 0, stdout: expect.stringMatching(/petset\/web deleted\n$/) as string });
    expect(await namespace.names('pods,pvc')).toBe('');
  });

  test('is told in the server’s words what is not allowed elsewhere', async () => {
    const { code, stderr } = await asEditor('get', '-A');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Error from server \(Forbidden\): (configmaps|pods) is forbidden: User "petset-editor" cannot list resource/,
    );
  });

  test('cannot install anything, and is told who may', async () => {
    const { code, stdout, stderr } = await asEditor('install');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^Error from server \(Forbidden\): .*\nnothing was installed; an admin of the cluster may: kubectl petset install\n$/,
    );
  });
});
