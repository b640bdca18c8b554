import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { IMAGES, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

describe.skipIf(!inject('kubectl'))('looking at sets', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
  });
  afterAll(() => namespace.remove());

  test('where there is none', async () => {
    expect(await namespace.petset('get')).toEqual({
      code: 0,
      stdout: '',
      stderr: `No resources found in ${namespace.name} namespace.\n`,
    });
    expect(await namespace.petset('get', 'web')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): petsets "web" not found\n',
    });
  });

  test.each(['scale', 'reconcile', 'clean'])('%s of a set that there is not', async (command) => {
    const flags = { scale: ['--replicas=1'], clean: ['--yes'] }[command] ?? [];
    const { code, stderr } = await namespace.petset(command, 'nope', ...flags);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Error from server (NotFound): petsets "nope" not found\n' });
  });

  test('as a table, wide, by name, as YAML and JSON', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest()));
    const rows = (stdout: string): readonly (readonly string[])[] =>
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/ {3,}/));
    const table = rows((await namespace.petset('get')).stdout);
    expect(table[0]).toEqual(['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE']);
    expect(table[1]).toEqual(['web', '2', '2', '2', expect.stringMatching(/^\d+s$/)]);
    const wide = rows((await namespace.petset('get', 'web', '-o', 'wide')).stdout);
    expect(wide[1]?.slice(-2)).toEqual(['nginx', IMAGES.new]);
    const everywhere = rows((await namespace.petset('get', '-A', '--no-headers')).stdout);
    expect(everywhere.map(([ns, name]) => `${ns ?? ''}/${name ?? ''}`)).toContain(`${namespace.name}/web`);
    expect((await namespace.petset('get', '-o', 'name')).stdout).toBe('petset/web\n');
    expect((await namespace.petset('get', 'web', '-o', 'yaml')).stdout).toMatch(
      /^apiVersion: petset\.dev\/v1alpha1\nkind: PetSet\n/,
    );
    const list = JSON.parse((await namespace.petset('get', '-o', 'json')).stdout) as unknown;
    expect(list).toMatchObject({
      kind: 'List',
      items: [{ metadata: { name: 'web' }, spec: { replicas: 2 }, status: { replicas: 2, readyReplicas: 2 } }],
    });
  });

  test('-w shows every change', async () => {
    const watch = namespace.start('get', '-w');
    await watch.line(/^web +2 +2 +2/);
    await namespace.petset('scale', 'web', '--replicas=1');
    await watch.line(/^web +1 +1 +1/);
    watch.child.kill('SIGINT');
    expect(await watch.end()).toBe(130);
    expect(watch.lines.filter((line) => line.startsWith('NAME'))).toHaveLength(1);
  });

  test('a dry run of a clean-up names what would go, and nothing goes', async () => {
    const { code, stdout } = await namespace.petset('clean', 'web', '--dry-run=client');
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'pod/web-0 deleted (dry run)',
      'persistentvolumeclaim/www-web-1 deleted (dry run)',
      'persistentvolumeclaim/www-web-0 deleted (dry run)',
      'petset/web deleted (dry run)',
    ]);
    expect(await namespace.names('pods')).toBe('web-0');
    const scaled = await namespace.petset('scale', 'web', '--replicas=9', '--dry-run=server');
    expect(scaled.stdout).toMatch(/^petset\/web scaled \(server dry run\)\nwould do, in this order:\n/);
    expect((await namespace.petset('get', '--no-headers')).stdout).toMatch(/^web +1 /);
  });

  test('-o name prints what was created, -o json one object an event', async () => {
    expect((await namespace.petset('scale', 'web', '--replicas=2', '-o', 'name')).stdout).toBe(
      'petset/web\npod/web-1\n',
    );
    const { stdout } = await namespace.petset('scale', 'web', '--replicas=1', '-o', 'json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; object?: string });
    expect(events.map(({ type, object }) => `${type} ${object ?? ''}`)).toContain('pet-deleted pod/web-1');
    expect(events.at(-1)).toMatchObject({ type: 'conclusion', message: 'petset/web ready (1/1)' });
    const cleaned = (await namespace.petset('clean', 'web', '--yes', '-o', 'name')).stdout.trim().split('\n');
    expect([cleaned[0], cleaned[3]]).toEqual(['pod/web-0', 'petset/web']);
    // All claims are deleted at once; which is gone first is up to the cluster.
    expect(cleaned.slice(1, 3).sort()).toEqual(['persistentvolumeclaim/www-web-0', 'persistentvolumeclaim/www-web-1']);
  });
});
