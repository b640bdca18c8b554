import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type Begun, beginCommand, type CommandRun } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
/** What a simulated container says before it says that it cannot do something. */
const CONFESSION = /^.*This container is simulated.*\n/gm;
let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
  await petset('create', '-f', PETSET);
  await petset('scale', 'web', '--replicas=3');
});
afterAll(() => cluster.stop());
afterEach(() => cluster.harm());

const begin = (...words: readonly string[]): Begun => beginCommand(words, { env: { KUBECONFIG: cluster.kubeconfig } });
const petset = (...words: readonly string[]): Promise<CommandRun> => begin(...words).ended;
const sh = (line: string, ...flags: readonly string[]): Promise<CommandRun> =>
  petset('exec', 'web', ...flags, '--', 'sh', '-c', line);

describe('a command', () => {
  test('is run in one pet after the other, and its lines stand behind the names', async () => {
    expect(await sh('hostname; echo err >&2; printf end')).toEqual({
      code: 0,
      stdout: [0, 1, 2].map((n) => `web-${n} | web-${n}\nweb-${n} | end\n`).join(''),
      stderr: [0, 1, 2].map((n) => `web-${n} | err\n`).join(''),
    });
  });

  test('is run in the pets that are asked for, lowest first', async () => {
    expect((await sh('hostname', '--pets', '2,0-1,1', '--no-prefix')).stdout).toBe('web-0\nweb-1\nweb-2\n');
    expect((await sh('hostname', '--pets=1')).stdout).toBe('web-1 | web-1\n');
  });

  test('may say something that is no text, where nothing stands before it', async () => {
    const { stdout } = await sh("printf 'a\\r\\nb'", '--pets=0', '--prefix=false');
    expect(stdout).toBe('a\r\nb');
  });

  test('goes on in the others where it fails in one, and ends with the first failure', async () => {
    expect(await sh('hostname; case $(hostname) in web-0) ;; web-1) exit 3 ;; *) exit 4 ;; esac')).toEqual({
      code: 3,
      stdout: 'web-0 | web-0\nweb-1 | web-1\nweb-2 | web-2\n',
      stderr:
        'error: pod/web-1: command terminated with exit code 3\nerror: pod/web-2: command terminated with exit code 4\n',
    });
  });

  test('runs in all at once where that is wanted, and lines stay whole', async () => {
    const meet = 'printf "one "; echo two; hostname; exit 2';
    const { code, stdout } = await sh(meet, '--parallel');
    expect(code).toBe(2);
    expect(stdout.trim().split('\n').sort()).toEqual(
      [0, 1, 2].flatMap((n) => [`web-${n} | one two`, `web-${n} | web-${n}`]),
    );
    const bare = await sh(meet, '--parallel', '--no-prefix');
    expect(bare.stdout.trim().split('\n').sort()).toEqual(['one two', 'one two', 'one two', 'web-0', 'web-1', 'web-2']);
  });

  test('that is not there is an error of each pet', async () => {
    const { code, stdout, stderr } = await petset('exec', 'web', '--pets=0', '--', 'no-such-program');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.replaceAll(CONFESSION, '')).toMatch(
      /^error: pod\/web-0: .*exec: "no-such-program": executable file not found in \$PATH/,
    );
  });
});

describe('all pets at once', () => {
  test('have begun before the first has ended', async () => {
    const together = begin('exec', 'web', '--parallel', '--', 'sh', '-c', 'echo here; sleep 1000');
    await together.printed(/(web-\d \| here\n){3}/);
    together.interrupt();
    const { code, stderr } = await together.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'interrupted\n' });
  });
});

describe('Ctrl-C', () => {
  test('ends it at once, closes the connection, and says where the command has not been run', async () => {
    const running = begin('exec', 'web', '--', 'sh', '-c', 'echo begun; sleep 1000');
    await running.printed(/web-0 \| begun/);
    running.interrupt();
    expect(await running.ended).toEqual({
      code: 130,
      stdout: 'web-0 | begun\n',
      stderr: 'interrupted\nit has not been run in web-1, web-2\n',
    });
  });
});

describe('an error by the name of the pet', () => {
  test('is told of one that there is not, and the others go on', async () => {
    expect(await sh('hostname', '--pets=1,7')).toEqual({
      code: 1,
      stdout: 'web-1 | web-1\n',
      stderr: 'Error from server (NotFound): pods "web-7" not found\n',
    });
  });

  test('is told of a container that there is not, in the server’s words', async () => {
    expect(await sh('true', '--pets=1', '-c', 'nosuch')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: pod/web-1: container nosuch is not valid for pod web-1\n',
    });
  });

  test('is told of a pod that is somebody else’s', async () => {
    const pod = orFail(await cluster.client.get(RESOURCES.pods, 'default', 'web-2'));
    orFail(
      await cluster.client.create(RESOURCES.pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web-9', namespace: 'default' },
        spec: { containers: pod.spec.containers.map((container) => ({ name: container.name, image: 'x' })) },
      }),
    );
    expect(await sh('true', '--pets=9')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: pod/web-9 is no pet of petset/web: it has labels that do not match the selector of the set (app=nginx)\n',
    });
  });

  test('is told of a pod that has ended, or does not run yet', async () => {
    const { metadata } = orFail(await cluster.client.get(RESOURCES.pods, 'default', 'web-0'));
    const status = async (name: string, status: object): Promise<void> => {
      const { ok } = await fetch(`${cluster.url}/api/v1/namespaces/default/pods/${name}/status`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ status }),
      });
      expect(ok).toBe(true);
    };
    const { labels } = metadata;
    for (const name of ['web-20', 'web-21']) {
      orFail(
        await cluster.client.create(RESOURCES.pods, {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace: 'default', ...(labels && { labels }) },
          // It is bound to no node, and so nobody else says how it is.
          spec: { containers: [{ name: 'nginx', image: 'x' }], schedulerName: 'nobody' },
        }),
      );
    }
    await status('web-20', { phase: 'Failed' });
    expect((await sh('true', '--pets=20-21')).stderr).toBe(
      'error: pod/web-20: cannot exec into a container in a completed pod; current phase is Failed\n' +
        'error: pod/web-21: container nginx is not running (Pending)\n',
    );
  });
});

test('the container that kubectl would enter is entered, and a choice is told once', async () => {
  const containers = ['a', 'b'].map((name) => ({ name, image: 'x', env: [{ name: 'WHO', value: name }] }));
  const pod = (name: string, annotations = {}) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'nginx' }, annotations },
    spec: { containers },
  });
  orFail(await cluster.client.create(RESOURCES.pods, pod('web-30')));
  orFail(await cluster.client.create(RESOURCES.pods, pod('web-31')));
  orFail(
    await cluster.client.create(RESOURCES.pods, pod('web-32', { 'kubectl.kubernetes.io/default-container': 'b' })),
  );
  await expect
    .poll(
      async () => {
        const { items } = orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 100 }));
        return items.filter(({ metadata, status }) => /web-3\d/.test(metadata.name) && status?.phase === 'Running')
          .length;
      },
      { timeout: 20_000 },
    )
    .toBe(3);
  const run = await sh('echo $WHO', '--pets=30-32');
  expect(run).toEqual({
    code: 0,
    stdout: 'web-30 | a\nweb-31 | a\nweb-32 | b\n',
    stderr: 'Defaulted container "a" out of: a, b\n',
  });
});

test('a server in trouble is asked again, as long as nothing has begun', async () => {
  cluster.harm('any pods/exec: 503 times=2');
  expect(await sh('hostname', '--pets=0')).toEqual({ code: 0, stdout: 'web-0 | web-0\n', stderr: '' });
  cluster.harm('any pods/exec: 403');
  expect((await sh('true', '--pets=0')).stderr).toMatch(/^error: pod\/web-0: .*forbidden/);
});

test('a set without pets has nobody to run it', async () => {
  await petset('scale', 'web', '--replicas=0');
  expect(await sh('true')).toEqual({ code: 0, stdout: '', stderr: 'petset/web wants no pets\n' });
  expect((await petset('exec', 'nosuch', '--', 'true')).stderr).toBe(
    'Error from server (NotFound): petsets "nosuch" not found\n',
  );
});
