import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { type Clock, systemClock } from '../../../src/cluster/clock.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { Lease, Served } from '../../../src/petset/kubernetes.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type Begun, beginCommand, type CommandRun, type RunOptions } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
let cluster: Embedded;
let files: string;
beforeEach(async () => {
  cluster = await startEmbedded();
  files = mkdtempSync(join(tmpdir(), 'petset-gates-'));
});
afterEach(async () => {
  await cluster.stop();
  rmSync(files, { recursive: true });
});

const begin = (words: readonly string[], options: RunOptions = {}): Begun =>
  beginCommand(words, { ...options, env: { KUBECONFIG: cluster.kubeconfig, PATH: process.env.PATH ?? '' } });
const petset = (...words: readonly string[]): Promise<CommandRun> => begin(words).ended;
const create = (...more: readonly string[]): Promise<CommandRun> => petset('create', '-f', PETSET, ...more);

/** `web-0 web-1`: the pods that there are. */
async function pods(): Promise<string> {
  const { items } = orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 100 }));
  return items.map(({ metadata }) => metadata.name).join(' ');
}

const withoutTranslations = (stderr: string): string => stderr.replaceAll(/^.*petset\.yaml:.*\n/gm, '');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A command that says its number and then waits for what does not come; a child of its own waits with it. */
const ENDLESS = `sh -c 'echo me $$; sleep 1000 & echo child $!; wait'`;

/** The processes of ENDLESS, by what was printed. */
const numbersIn = (printed: string): readonly number[] =>
  [...printed.matchAll(/\| (?:me|child) (\d+)/g)].map(([, pid]) => Number(pid));

describe('--verify', () => {
  test('lets each pet pass before the next one is created', async () => {
    const { code, stdout } = await create('--verify', 'true');
    expect(code).toBe(0);
    // How long it is created for is a matter of luck, and so is when the claim of the next one, which need not wait, is there.
    const isOfLuck = (line: string): boolean =>
      line.endsWith(' ContainerCreating') || line.startsWith('persistentvolumeclaim/');
    expect(stdout.split('\n').filter((line) => !isOfLuck(line))).toEqual([
      'service/nginx created',
      'petset/web created',
      ...['web-0', 'web-1'].flatMap((pet) => [
        `pod/${pet} created`,
        `pod/${pet} ready`,
        `pod/${pet} waits for --verify`,
        `pod/${pet} passed --verify`,
      ]),
      'petset/web ready (2/2)',
      '',
    ]);
  });

  test('knows which pet it is about, and its words are shown behind the name of the pet, line by line', async () => {
    const script =
      'echo "$PET $PET_NAME $PET_ORDINAL $PET_DNS $PET_NAMESPACE $PET_SET"; echo "$1"; echo; echo same; echo same; printf end';
    const { stderr } = await create('--verify', `sh -c '${script}' - '$(PET_NAME) *'`, '--cluster-domain=example.org');
    const words = (n: number): readonly string[] => [
      `pod/web-${n} web-${n} ${n} web-${n}.nginx.default.svc.example.org default web`,
      `web-${n} *`,
      '',
      'same',
      'same',
      'end',
    ];
    const lines = [0, 1].flatMap((n) => words(n).map((line) => `web-${n} | ${line}\n`));
    expect(withoutTranslations(stderr)).toBe(lines.join(''));
  });

  test('tells lines of both streams, as JSON too', async () => {
    const { stdout } = await create('--verify', "sh -c 'echo out; echo err >&2'", '-o', 'json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ gate }) => gate !== undefined)
      .map(({ type, gate, object, stream, line }) => ({ type, gate, object, stream, line }));
    const said = (object: string, stream: string, line: string): object => ({
      type: 'gate-output',
      gate: 'verify',
      object,
      stream,
      line,
    });
    for (const pet of ['pod/web-0', 'pod/web-1']) {
      expect(events).toContainEqual(said(pet, 'stdout', 'out'));
      expect(events).toContainEqual(said(pet, 'stderr', 'err'));
      expect(events).toContainEqual(expect.objectContaining({ type: 'gate-passed', object: pet }));
    }
  });

  test('stops at the pet that does not pass, and says how to go on', async () => {
    await create();
    const { code, stderr } = await petset(
      'scale',
      'web',
      '--replicas=5',
      '--verify',
      "sh -c 'exit $(($PET_ORDINAL - 2))'",
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'error: pod/web-3 did not pass --verify: exit code 1\n' +
        'petset/web has 4/5 pets ready, 4 pods and 5 claims\n' +
        'nothing else was done; once it is as it should be, to go on with the pets after it: ' +
        "kubectl petset reconcile web -n default --verify='sh -c '\\''exit $(($PET_ORDINAL - 2))'\\'''\n",
    });
    expect(await pods()).toBe('web-0 web-1 web-2 web-3');
  });

  test.each([
    ['no-such-program --now', 'cannot run no-such-program: no such file or directory'],
    ['/', 'cannot run /: permission denied'],
    ["sh -c 'kill -9 $$'", 'ended by SIGKILL'],
  ])('%s did not pass: %s', async (command, problem) => {
    const { code, stderr } = await create('--verify', command);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: pod/web-0 did not pass --verify: ${problem}\n`);
    expect(await pods()).toBe('web-0');
  });

  test('is not asked about pets that were healthy before', async () => {
    await create();
    const { code, stdout } = await petset('scale', 'web', '--replicas=3', '--verify', 'test $(PET_NAME) = web-2');
    expect(code).toBe(0);
    expect(stdout.match(/passed --verify/g)?.length).toBe(1);
  });

  test('is asked again about a pet that was deleted while it ran, and what ran for the old one is ended', async () => {
    const record = join(files, 'verified');
    const script = `echo "$PET_NAME $$" >> ${record}; test "$(wc -l < ${record})" != 1 || exec sleep 1000`;
    const running = begin(['create', '-f', PETSET, '--verify', `sh -c '${script}'`]);
    await expect.poll(() => readIfThere(record)).toContain('web-0');
    await cluster.client.delete(RESOURCES.pods, { namespace: 'default', name: 'web-0' });
    expect((await running.ended).code).toBe(0);
    const [first = '', ...rest] = readFileSync(record, 'utf8').trim().split('\n');
    expect(isAlive(Number(first.split(' ')[1]))).toBe(false);
    expect(rest.map((line) => line.split(' ')[0])).toEqual(['web-0', 'web-1']);
  });

  test('is ended by Ctrl-C, with all that it has started', async () => {
    const running = begin(['create', '-f', PETSET, '--verify', ENDLESS]);
    await running.printed(/child \d+\n/);
    running.interrupt();
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("to go on: kubectl petset reconcile web -n default --verify='sh -c");
    expect(numbersIn(stderr).map(isAlive)).toEqual([false, false]);
    expect(await pods()).toBe('web-0');
  });

  test('is ended by --timeout', async () => {
    let runOut: () => void = () => undefined;
    const limit = new Promise<void>((resolve) => {
      runOut = resolve;
    });
    const clock: Clock = {
      ...systemClock,
      sleep: (ms, signal) => (ms === 777_000 ? limit : systemClock.sleep(ms, signal)),
    };
    const running = begin(['create', '-f', PETSET, '--verify', ENDLESS, '--timeout=777s'], { clock });
    await running.printed(/child \d+\n/);
    runOut();
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('error: timed out waiting for the condition on petsets/web');
    expect(numbersIn(stderr).map(isAlive)).toEqual([false, false]);
  });

  test('leaves nothing running that its command has left in the background', async () => {
    const { code, stderr } = await create('--verify', "sh -c 'echo me $$; sleep 1000 & echo child $!'");
    expect(code).toBe(0);
    expect(numbersIn(stderr).map(isAlive)).toEqual([false, false, false, false]);
  });

  test('is not run in a dry run', async () => {
    const touched = join(files, 'touched');
    for (const mode of ['client', 'server']) {
      expect((await create(`--dry-run=${mode}`, '--verify', `touch ${touched}`)).code).toBe(0);
    }
    expect(readIfThere(touched)).toBeUndefined();
  });
});

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

describe('--verify-exec', () => {
  test('runs in the pet, and its words are shown', async () => {
    const { code, stderr } = await create('--verify-exec', `sh -c 'hostname; echo "$1" >&2' - $(PET_DNS)`);
    expect(code).toBe(0);
    for (const pet of ['web-0', 'web-1']) {
      expect(stderr).toContain(`${pet} | ${pet}\n`);
      expect(stderr).toContain(`${pet} | ${pet}.nginx.default.svc.cluster.local\n`);
    }
  });

  test.each([
    ["sh -c 'exit 7'", 'exit code 7'],
    ['no-such-program', /cannot run no-such-program in the pet: .*executable file not found in \$PATH/],
  ])('%s did not pass', async (command, problem) => {
    const { code, stderr } = await create('--verify-exec', command);
    expect(code).toBe(1);
    expect(stderr).toMatch(problem);
    expect(stderr).toContain('error: pod/web-0 did not pass --verify-exec: ');
    expect(await pods()).toBe('web-0');
  });

  test('in a container that no pet has is refused in the words of the server', async () => {
    const { code, stderr } = await create('--verify-exec', 'true', '--verify-container=nobody');
    expect(code).toBe(1);
    expect(stderr).toContain('cannot run true in the pet: container nobody is not valid for pod web-0\n');
  });

  test('is tried again where the server cannot take it at the moment', async () => {
    cluster.harm('any pods/exec: 503 times=2');
    const { code, stderr } = await create('--verify-exec', 'true');
    expect(code).toBe(0);
    expect(stderr).toContain('(trying again in ');
  });

  test('is left by Ctrl-C', async () => {
    const running = begin(['create', '-f', PETSET, '--verify-exec', "sh -c 'echo begun; sleep 1000'"]);
    await running.printed(/web-0 \| begun\n/);
    running.interrupt();
    expect((await running.ended).code).toBe(130);
  });
});

describe('--pre-delete', () => {
  test('lets each pet go before it is deleted, highest first', async () => {
    await create();
    const { code, stdout, stderr } = await petset(
      'scale',
      'web',
      '--replicas=0',
      '--pre-delete',
      'echo bye $(PET_NAME)',
    );
    expect(code).toBe(0);
    expect(stderr).toBe('web-1 | bye web-1\nweb-0 | bye web-0\n');
    const order = stdout.split('\n').filter((line) => /passed|deleted/.test(line));
    expect(order).toEqual([
      'pod/web-1 passed --pre-delete',
      'pod/web-1 deleted',
      'pod/web-0 passed --pre-delete',
      'pod/web-0 deleted',
    ]);
  });

  test('keeps the pet that it does not let go, and the same can be tried again', async () => {
    await create();
    const refused = await petset('clean', 'web', '--yes', '--pre-delete', 'test $(PET_NAME) = web-1');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      'error: pod/web-0 did not pass --pre-delete: exit code 1\n' +
        'petset/web is being cleaned up and has 1 pod and 2 claims\n' +
        'it was not deleted; to try it again and go on: ' +
        "kubectl petset reconcile web -n default --pre-delete='test $(PET_NAME) = web-1'\n",
    );
    expect(await pods()).toBe('web-0');
    const { code, stderr } = await petset('reconcile', 'web', '--pre-delete-exec', 'hostname');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'web-0 | web-0\n' });
    expect(await pods()).toBe('');
  });

  test('--pre-delete-exec passes over a pet that has no running container, and says so; --pre-delete does not', async () => {
    const { code, stdout } = await scaleAway('--pre-delete-exec');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'pod/lost-0 passed without --pre-delete: it has no running container c to run a command in\n',
    );
    expect(stdout).toContain('pod/lost-0 deleted\n');
    const { stderr } = await scaleAway('--pre-delete');
    expect(stderr).toBe('lost-0 | lost-0\n');
  });

  /** Takes down a set whose one pet nobody schedules. */
  async function scaleAway(flag: string): Promise<CommandRun> {
    const spec = { schedulerName: 'nobody', containers: [{ name: 'c', image: 'i' }] };
    const document = {
      apiVersion: 'petset.dev/v1alpha1',
      kind: 'PetSet',
      metadata: { name: 'lost' },
      spec: { replicas: 1, template: { metadata: { labels: { app: 'lost' } }, spec } },
    };
    const stdin = new PassThrough();
    stdin.end(JSON.stringify(document));
    const creation = begin(['create', '-f', '-'], { stdin });
    await creation.printed(/pod\/lost-0 created/);
    creation.interrupt();
    await creation.ended;
    const gone = await petset('scale', 'lost', '--replicas=0', flag, 'echo lost-0');
    await petset('clean', 'lost', '--yes');
    return gone;
  }
});

describe('gates hold only where it is us who reconcile', () => {
  async function lease(): Promise<Served<Lease>> {
    return orFail(await cluster.client.get(RESOURCES.leases, 'default', 'petset-web'));
  }

  /** Somebody else takes the lease, and has just renewed it; again where its holder does that at the same time. */
  async function steal(): Promise<void> {
    const theft = async (): Promise<boolean> => {
      const stolen = await lease();
      const renewTime = new Date().toISOString().replace('Z', '000Z');
      const spec = { ...stolen.spec, holderIdentity: 'thief@host:1', acquireTime: renewTime, renewTime };
      return (await cluster.client.update(RESOURCES.leases, { ...stolen, spec })).ok;
    };
    await expect.poll(theft).toBe(true);
  }

  test.each([
    ['scale', 'web', '--replicas=3', '--verify', 'true'],
    ['clean', 'web', '--yes', '--pre-delete', 'true'],
    ['reconcile', 'web', '--verify', 'true'],
  ])('where another command does, nothing is changed: %s', async (...line) => {
    const other = begin(['create', '-f', PETSET, '--verify', 'sleep 1000']);
    await other.printed(/pod\/web-0 waits for --verify/);
    // Taken a moment after it is told what is waited for.
    await expect
      .poll(async () => (await lease().catch(() => undefined))?.spec?.holderIdentity)
      .toMatch(/^tester@host:1-/);
    const before = orFail(await cluster.client.get(RESOURCES.configMaps, 'default', 'petset-web'));
    const { code, stderr } = await petset(...line);
    expect(code).toBe(1);
    const flag = line.find((word) => /^--(verify|pre)/.test(word)) ?? '';
    const since = String((await lease()).spec?.acquireTime);
    expect(stderr).toMatch(/^error: petset\/web is being reconciled by tester@host:1-\w+, since /);
    expect(stderr).toContain(`since ${since}, which knows nothing of ${flag}\n`);
    expect(stderr).toContain('nothing was changed; run it again when that command has ended, or with --takeover\n');
    const after = orFail(await cluster.client.get(RESOURCES.configMaps, 'default', 'petset-web'));
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    other.interrupt();
    await other.ended;
  });

  test('a command whose lease is taken ends, and so does what it runs', async () => {
    const running = begin(['create', '-f', PETSET, '--verify', ENDLESS]);
    await running.printed(/child \d+\n/);
    await steal();
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain(
      'error: petset/web is being reconciled by thief@host:1 now, which knows nothing of --verify\n',
    );
    expect(stderr).toContain('once that command has ended, to go on: kubectl petset reconcile web');
    expect(numbersIn(stderr).map(isAlive)).toEqual([false, false]);
  });
});
