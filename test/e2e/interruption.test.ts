import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';
import type { PodObserver } from './observer.js';

describe.skipIf(!inject('kubectl'))('an interrupted command', () => {
  let namespace: TestNamespace;
  let observer: PodObserver;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
    observer = await namespace.observe();
  });
  afterEach(() => namespace.remove());

  async function expectAsIfNothingHadHappened(pods: number): Promise<void> {
    await observer.until(pods);
    observer.stop();
    expect(observer.violations('web')).toEqual([]);
    expect(observer.counts.created).toBe(pods);
    const { items } = await namespace.get('pvc');
    expect(items).toHaveLength(pods);
  }

  test('Ctrl-C says what there is and how to go on, and reconcile goes on at once', async () => {
    const create = namespace.start('create', '-f', namespace.file(webManifest({ replicas: 3 })));
    await create.line(/^pod\/web-1 created/);
    create.child.kill('SIGINT');
    expect(await create.end()).toBe(130);
    expect(create.lines.slice(-2)).toEqual([
      // The claim of the next one may be there already.
      expect.stringMatching(/^interrupted: petset\/web has \d\/3 pets ready, 2 pods and [23] claims$/),
      `to go on: kubectl petset reconcile web -n ${namespace.name}`,
    ]);

    const reconcile = await namespace.petset('reconcile', 'web');
    expect(reconcile.stdout).toMatch(/petset\/web ready \(3\/3\)\n$/);
    expect(reconcile.stdout).not.toContain('following');
    await expectAsIfNothingHadHappened(3);
  });

  test('output that nobody reads any more ends it in good order', async () => {
    const create = namespace.start('create', '-f', namespace.file(webManifest({ replicas: 3 })));
    await create.line(/^pod\/web-1 created/);
    create.child.stdout?.destroy();
    expect(await create.end()).toBe(141);
    expect(create.lines).toContain(`to go on: kubectl petset reconcile web -n ${namespace.name}`);

    const reconcile = await namespace.petset('reconcile', 'web');
    expect(reconcile.stdout).toMatch(/petset\/web ready \(3\/3\)\n$/);
    expect(reconcile.stdout).not.toContain('following');
    await expectAsIfNothingHadHappened(3);

    for (const args of [['get'], ['get', '-w'], ['get', '-h']]) {
      const get = namespace.start(...args);
      get.child.stdout?.destroy();
      expect(await get.end()).toBe(141);
      expect(get.lines).toEqual([]);
    }
  });

  test('kill -9 is noticed by whoever reconciles next, who takes over', async () => {
    const create = namespace.start('create', '-f', namespace.file(webManifest({ replicas: 3 })));
    await create.line(/^pod\/web-1 created/);
    create.child.kill('SIGKILL');
    expect(await create.end()).toBe(-1);

    const { code, stdout } = await namespace.petset('reconcile', 'web');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^petset\/web is being reconciled by .*: following along/m);
    expect(stdout).toMatch(/^petset\/web taken over from /m);
    expect(stdout).toMatch(/petset\/web ready \(3\/3\)\n$/);
    await expectAsIfNothingHadHappened(3);
  });

  test('a clean-up that was interrupted is finished by reconcile', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest({ replicas: 3 })));
    const clean = namespace.start('clean', 'web', '--yes');
    await clean.line(/^pod\/web-2 (terminating|deleted)/);
    clean.child.kill('SIGINT');
    expect(await clean.end()).toBe(130);
    const { code, stdout } = await namespace.petset('reconcile', 'web');
    expect(code).toBe(0);
    expect(stdout).toMatch(/petset\/web deleted\n$/);
    expect(await namespace.names('pods,pvc')).toBe('');
    await observer.until(0);
    expect(observer.violations('web')).toEqual([]);
  });

  test('two commands on one set: the second follows the first, which does what the second wants', async () => {
    const pausing = webManifest({
      replicas: 1,
      template: 'annotations: {pod.alpha.kubernetes.io/initialized: "false"}',
    });
    const create = namespace.start('create', '-f', namespace.file(pausing));
    await create.line(/^pod\/web-0 pauses petset\/web/);
    const scale = namespace.start('scale', 'web', '--replicas=2');
    await scale.line(/following along$/);
    await namespace.kubectl('annotate', 'pod', 'web-0', 'pod.alpha.kubernetes.io/initialized=true', '--overwrite');
    await Promise.all([create.line(/^pod\/web-1 pauses/), scale.line(/^pod\/web-1 pauses/)]);
    await namespace.kubectl('annotate', 'pod', 'web-1', 'pod.alpha.kubernetes.io/initialized=true', '--overwrite');
    expect(await Promise.all([create.end(), scale.end()])).toEqual([0, 0]);
    expect(create.lines.at(-1)).toBe('petset/web ready (2/2)');
    expect(scale.lines.at(-1)).toBe('petset/web ready (2/2)');
    await expectAsIfNothingHadHappened(2);
  });

  test('--timeout ends it with what it waits for still under way', async () => {
    const never = webManifest({ container: 'readinessProbe: {tcpSocket: {port: 1}, periodSeconds: 1}' });
    const { code, stdout, stderr } = await namespace.petset('create', '-f', namespace.file(never), '--timeout=12s');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^pod\/web-0 container nginx is not ready yet: Readiness probe .*; look further: kubectl describe pod web-0 -n /m,
    );
    expect(stderr).toContain('error: timed out waiting for the condition on petsets/web\n');
    expect(stderr).toContain(`to go on: kubectl petset reconcile web -n ${namespace.name}\n`);
  });

  test('--no-wait records what is wanted and leaves it at that', async () => {
    const { code, stdout, stderr } = await namespace.petset('create', '-f', namespace.file(webManifest()), '--no-wait');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'service/nginx created\npetset/web created\n' });
    expect(stderr).toContain(`kubectl petset reconcile web -n ${namespace.name}\n`);
    expect(await namespace.names('pods,pvc')).toBe('');
  });
});
