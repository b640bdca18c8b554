import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

/** The programs that are run in pets are those of the images that nobody has replaced. */
const ARE_IMAGES_OURS = process.env.E2E_IMAGE_OLD === undefined && process.env.E2E_IMAGE_NEW === undefined;

describe.skipIf(!inject('kubectl'))('gates', () => {
  let namespace: TestNamespace;
  beforeEach(async () => {
    namespace = await TestNamespace.create();
  });
  afterEach(() => namespace.remove());

  const kubectl = (line: string): string => `kubectl -n ${namespace.name} --kubeconfig ${inject('kubeconfig')} ${line}`;

  test('--verify sees a pet that is ready, and no pet after it', async () => {
    const look = `sh -c '${kubectl('get pods -o name')}; ${kubectl('wait --for=condition=Ready $PET --timeout=0')}'`;
    const { code, stderr } = await namespace.petset('create', '-f', namespace.file(webManifest()), '--verify', look);
    expect(code).toBe(0);
    expect(stderr.split('\n').filter((line) => line.includes(' | '))).toEqual([
      'web-0 | pod/web-0',
      'web-0 | pod/web-0 condition met',
      'web-1 | pod/web-0',
      'web-1 | pod/web-1',
      'web-1 | pod/web-1 condition met',
    ]);
  });

  test('a pet that does not pass stops everything; Ctrl-C ends a command, and reconcile goes on', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest({ replicas: 1 })));
    const stopped = await namespace.petset('scale', 'web', '--replicas=3', '--verify', 'test $(PET_ORDINAL) != 1');
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain('error: pod/web-1 did not pass --verify: exit code 1\n');
    expect(await namespace.names('pods')).toBe('web-0 web-1');

    const waiting = namespace.start('reconcile', 'web', '--verify', "sh -c 'echo number $$; exec sleep 1000'");
    const line = await waiting.line(/^web-2 \| number \d+$/);
    waiting.child.kill('SIGINT');
    expect(await waiting.end()).toBe(130);
    expect(() => process.kill(Number(line.split(' ').at(-1)), 0)).toThrow('ESRCH');
    expect(waiting.lines.at(-1)).toContain(
      `to go on: kubectl petset reconcile web -n ${namespace.name} --verify='sh -c`,
    );
    expect((await namespace.petset('reconcile', 'web')).stdout).toBe('petset/web ready (3/3)\n');
  });

  test('--pre-delete keeps a pet that it does not let go', async () => {
    await namespace.petset('create', '-f', namespace.file(webManifest()));
    const kept = await namespace.petset('scale', 'web', '--replicas=0', '--pre-delete', 'test $(PET_NAME) = web-1');
    expect(kept.code).toBe(1);
    expect(kept.stderr).toContain('error: pod/web-0 did not pass --pre-delete: exit code 1\n');
    expect(await namespace.names('pods')).toBe('web-0');
    const gone = await namespace.petset('clean', 'web', '--yes', '--pre-delete', 'echo bye $(PET_NAME)');
    expect(gone.code).toBe(0);
    expect(gone.stderr).toContain('web-0 | bye web-0\n');
    expect(await namespace.names('pods,pvc')).toBe('');
  });

  test.skipIf(!ARE_IMAGES_OURS)('--verify-exec and --pre-delete-exec run in the pets', async () => {
    const file = namespace.file(webManifest());
    const created = await namespace.petset('create', '-f', file, '--verify-exec', 'hostname');
    expect(created.code).toBe(0);
    expect(created.stderr).toContain('web-0 | web-0\nweb-1 | web-1\n');
    const refused = await namespace.petset('scale', 'web', '--replicas=1', '--pre-delete-exec', "sh -c 'exit 4'");
    expect(refused.stderr).toContain('error: pod/web-1 did not pass --pre-delete-exec: exit code 4\n');
    const missing = await namespace.petset('reconcile', 'web', '--pre-delete-exec', 'no-such-program');
    expect(missing.stderr).toMatch(/cannot run no-such-program in the pet: .*executable file not found in \$PATH/);
    const scaled = await namespace.petset('reconcile', 'web', '--pre-delete-exec', 'echo bye $(PET_NAME)');
    expect(scaled.stderr).toBe('web-1 | bye web-1\n');
    expect(await namespace.names('pods')).toBe('web-0');
  });
});
