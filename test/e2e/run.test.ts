import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Running, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

const PAUSING = 'annotations: {pod.alpha.kubernetes.io/initialized: "false"}';

describe.skipIf(!inject('kubectl'))('run', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  const resume = (...pods: readonly string[]): Promise<unknown> =>
    namespace.kubectl('annotate', 'pod', ...pods, 'pod.alpha.kubernetes.io/initialized=true', '--overwrite');
  const count = (running: Running, line: string): number => running.lines.filter((each) => each === line).length;

  test('keeps a set as its record says, until Ctrl-C', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest()));
    const run = namespace.start('run', 'web');
    await run.line(/^petset\/web ready \(2\/2\)$/);
    const before = (await namespace.get<{ metadata: { uid: string } }>('pod', 'web-0')).metadata.uid;
    await namespace.kubectl('delete', 'pod', 'web-0');
    await run.line(/^pod\/web-0 created$/);
    await expect.poll(() => count(run, 'petset/web ready (2/2)'), { timeout: 60_000 }).toBe(2);
    expect((await namespace.get<{ metadata: { uid: string } }>('pod', 'web-0')).metadata.uid).not.toBe(before);

    const scale = await namespace.petset('scale', 'web', '--replicas=3');
    expect(scale).toMatchObject({ code: 0, stdout: expect.stringMatching(/petset\/web ready \(3\/3\)\n$/) as string });
    await run.line(/^petset\/web ready \(3\/3\)$/);
    run.child.kill('SIGINT');
    expect(await run.end()).toBe(130);
    expect(run.lines.slice(-2)).toEqual([
      'interrupted: petset/web has 3/3 pets ready, 3 pods and 3 claims',
      `to go on: kubectl petset run web -n ${namespace.name}`,
    ]);
  });

  test('--all keeps what appears later, finishes a clean-up, and ends with SIGTERM; with the role edit', async () => {
    await namespace.kubectl('create', 'rolebinding', 'editor', '--clusterrole=edit', '--user=petset-editor');
    const run = namespace.start('run', '--all', '--as=petset-editor');
    await namespace.petset('create', '-f', namespace.file(webManifest()), '--no-wait');
    await run.line(/^petset\/web ready \(2\/2\)$/);
    await namespace.petset('clean', 'web', '--yes', '--no-wait');
    await run.line(/^petset\/web deleted$/);
    expect(await namespace.names('pods,pvc')).toBe('');
    run.child.kill('SIGTERM');
    expect(await run.end()).toBe(130);
    expect(run.lines.at(-1)).toBe(`to go on: kubectl petset run --all -n ${namespace.name} --as=petset-editor`);
  });

  test('--all -A says in the server’s words what it would take', async () => {
    const { code, stderr } = await namespace.petset('run', '--all', '-A', '--as=petset-nobody');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Error from server \(Forbidden\): \w+(\.[\w.]+)? is forbidden: User "petset-nobody" cannot list/,
    );
  });

  test('ends when all sets that are named are deleted', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest({ replicas: 1 })));
    const run = namespace.start('run', 'web');
    await run.line(/^petset\/web ready/);
    await namespace.kubectl('delete', 'configmap', 'petset-web');
    expect(await run.end()).toBe(0);
    expect(run.lines.at(-1)).toBe('petset/web deleted');
  });

  test('what there is not is told before anything else', async () => {
    expect(await namespace.petset('run', 'nosuch')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): petsets "nosuch" not found\n',
    });
    expect((await namespace.petset('run')).stderr).toBe(
      "error: no name or --all flag specified\nSee 'kubectl petset run -h' for help and examples\n",
    );
  });

  test('kill -9 of a paused create: the scale that follows it finishes', async () => {
    const create = namespace.start('create', '-f', namespace.file(webManifest({ replicas: 1, template: PAUSING })));
    await create.line(/^pod\/web-0 pauses petset\/web/);
    const scale = namespace.start('scale', 'web', '--replicas=2');
    await scale.line(/^petset\/web is being reconciled by .*: following along$/);
    create.child.kill('SIGKILL');
    await resume('web-0');
    await scale.line(/^petset\/web taken over from /);
    await scale.line(/^pod\/web-1 pauses/);
    await resume('web-1');
    expect(await scale.end()).toBe(0);
    expect(scale.lines.at(-1)).toBe('petset/web ready (2/2)');
  });

  test('--takeover: the former one says so and follows, and both end', async () => {
    const create = namespace.start('create', '-f', namespace.file(webManifest({ replicas: 1, template: PAUSING })));
    await create.line(/^pod\/web-0 pauses petset\/web/);
    const scale = namespace.start('scale', 'web', '--replicas=2', '--takeover');
    await scale.line(/^petset\/web taken over from /);
    await create.line(/^petset\/web was taken over by .*: following along$/);
    await resume('web-0');
    await Promise.all([create.line(/^pod\/web-1 pauses/), scale.line(/^pod\/web-1 pauses/)]);
    await resume('web-1');
    expect(await Promise.all([create.end(), scale.end()])).toEqual([0, 0]);
  });
});
