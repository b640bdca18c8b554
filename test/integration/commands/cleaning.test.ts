import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { type Begun, typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
  await petset(`create -f ${PETSET}`);
});
afterEach(() => cluster.stop());

const { petset, begin } = typingOn(() => cluster);

/** A clean-up that has shown what it would delete, and waits for somebody to type. */
async function asked(): Promise<{ readonly keys: PassThrough; readonly command: Begun }> {
  const keys = Object.assign(new PassThrough(), { isTTY: true });
  const command = begin('clean web', { stdin: keys });
  await command.printed(/Do you want to continue\?/);
  return { keys, command };
}

test('a set that is another one by now than was shown is not touched', async () => {
  const { keys, command } = await asked();
  await petset('clean web --yes');
  await petset(`create -f ${PETSET}`);
  keys.write('y\n');
  expect(await command.ended).toMatchObject({
    code: 1,
    stderr: 'error: petset/web was deleted and made anew by somebody else meanwhile\nnothing was deleted\n',
  });
  expect((await petset('get web --no-headers')).stdout).toMatch(/^web +2 +2 +2 /);
});

test('an input that ends is no answer', async () => {
  const { keys, command } = await asked();
  keys.end();
  const { code, stdout } = await command.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/\(y\/N\): \ndeletion is cancelled\n$/);
});

test('what comes in the way once it has begun is named, with how to go on and how to call it off', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'backup', namespace: 'default' },
    spec: {
      nodeSelector: { no: 'where' },
      containers: [{ name: 'shell', image: 'busybox' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'www-web-1' } }],
    },
  };
  expect((await petset('clean web --yes --no-wait')).code).toBe(0);
  orFail(await cluster.client.create(RESOURCES.pods, pod));
  const { code, stderr } = await petset('reconcile web');
  expect(code).toBe(1);
  expect(stderr).toBe(
    [
      'error: petset/web cannot go on: pod/backup is no pet of this set and uses persistentvolumeclaim/www-web-1, which is to be deleted',
      'look at it: kubectl get pod/backup -o yaml -n default',
      'once it is out of the way, to go on: kubectl petset reconcile web -n default',
      'to call it off: kubectl annotate configmap/petset-web petset.dev/teardown- -n default',
      '',
    ].join('\n'),
  );
  const metadata = { annotations: { 'petset.dev/teardown': null } };
  orFail(
    await cluster.client.patch(RESOURCES.configMaps, { namespace: 'default', name: 'petset-web' }, 'merge', {
      metadata,
    }),
  );
  expect((await petset('reconcile web')).stdout).toBe('petset/web ready (2/2)\n');
});
