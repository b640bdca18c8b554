import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { Lease } from '../../../src/petset/kubernetes.js';
import { FakeClock } from '../../fixtures/clock.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type Begun, beginCommand, type CommandRun, type RunOptions } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

const begin = (words: readonly string[], options: RunOptions = {}): Begun =>
  beginCommand(words, { ...options, env: { KUBECONFIG: cluster.kubeconfig, PATH: process.env.PATH ?? '' } });
const petset = (...words: readonly string[]): Promise<CommandRun> => begin(words).ended;
const lease = async (name = 'petset-web'): Promise<Lease | undefined> => {
  const answer = await cluster.client.get(RESOURCES.leases, 'default', name);
  return answer.ok ? answer.value : undefined;
};
const holder = async (): Promise<string | undefined> => (await lease())?.spec?.holderIdentity;
const passed = (stdout: string): readonly string[] => stdout.split('\n').filter((line) => line.includes(' passed --'));

/** `run --all` in another terminal, which has handed the lease back as there has been nothing to do for a while. */
async function idleRun(): Promise<Begun> {
  const clock = new FakeClock(Date.now());
  const running = begin(['run', '--all'], { clock });
  await running.printed(/petset\/web ready/);
  await expect
    .poll(async () => {
      await clock.advance(16_000);
      return holder();
    })
    .toBeFalsy();
  return running;
}

describe('with gates a command is the one that reconciles, although run --all sees every change of a record', () => {
  test('scale: every pet that goes is asked about', async () => {
    await petset('create', '-f', PETSET);
    const running = await idleRun();
    const { code, stdout } = await petset('scale', 'web', '--replicas=0', '--pre-delete', 'true');
    expect({ code, passed: passed(stdout) }).toEqual({
      code: 0,
      passed: ['pod/web-1 passed --pre-delete', 'pod/web-0 passed --pre-delete'],
    });
    running.interrupt();
    expect((await running.ended).stdout).not.toContain('taken over from');
  });

  test('upgrade: every new pet is verified', async () => {
    await petset('create', '-f', PETSET);
    const running = await idleRun();
    const { code, stdout } = await petset('upgrade', 'web', '--image', 'nginx=nginx:2', '--verify', 'true');
    expect({ code, passed: passed(stdout) }).toEqual({
      code: 0,
      passed: ['pod/web-1 passed --verify', 'pod/web-0 passed --verify'],
    });
    running.interrupt();
    await running.ended;
  });

  test('create: every pet is verified, and the lease that was there before the record goes with it', async () => {
    const running = begin(['run', '--all']);
    await expect
      .poll(() =>
        cluster.arrived.some(({ info }) => info.isResource && info.verb === 'watch' && info.resource === 'leases'),
      )
      .toBe(true);
    const { code, stdout } = await petset('create', '-f', PETSET, '--verify', 'true');
    expect({ code, passed: passed(stdout) }).toEqual({
      code: 0,
      passed: ['pod/web-0 passed --verify', 'pod/web-1 passed --verify'],
    });
    expect((await lease())?.metadata.ownerReferences).toMatchObject([{ kind: 'ConfigMap', name: 'petset-web' }]);
    running.interrupt();
    await running.ended;
  });
});

describe('where another command reconciles and lives', () => {
  /** One that does nothing but hold the lease: its pet waits for a gate that does not open. */
  async function busy(): Promise<Begun> {
    const other = begin(['create', '-f', PETSET, '--verify', 'sleep 1000']);
    await other.printed(/pod\/web-0 waits for --verify/);
    return other;
  }

  test('nothing is changed, and the way out is named', async () => {
    const other = await busy();
    const { code, stderr } = await petset('upgrade', 'web', '--image', 'nginx=nginx:2', '--verify', 'true');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'which knows nothing of --verify\nnothing was changed; run it again when that command has ended, or with --takeover\n',
    );
    expect(orFail(await cluster.records.get({ namespace: 'default', name: 'web' })).rollout).toBeUndefined();
    other.interrupt();
    await other.ended;
  });

  test('with --takeover the change is written only when the turn is ours, and the other ends', async () => {
    const other = await busy();
    const writes: string[] = [];
    cluster.onArrival(({ info }) => {
      if (!info.isResource || info.name !== 'petset-web' || info.verb === 'get') return;
      writes.push(`${info.verb} ${info.resource}`);
    });
    const { code, stdout } = await petset('scale', 'web', '--replicas=1', '--verify', 'true', '--takeover');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('petset/web taken over from tester@host:1-') as string,
    });
    const before = writes.slice(0, writes.indexOf('update configmaps'));
    expect(before).toEqual(expect.arrayContaining(['update leases', 'patch leases']));
    expect((await other.ended).stderr).toContain('which knows nothing of --verify');
  });
});

describe('a turn that nothing comes of is given back', () => {
  test('as it was free before', async () => {
    await petset('create', '-f', PETSET);
    cluster.harm('update configmaps petset-web: 403');
    const { code } = await petset('scale', 'web', '--replicas=3', '--verify', 'true');
    expect(code).toBe(1);
    expect(await holder()).toBe('');
  });

  test('by create, which leaves no lease behind where there is no set', async () => {
    cluster.harm('create configmaps petset-web dry-run=no: 403');
    const { code } = await petset('create', '-f', PETSET, '--verify', 'true');
    expect(code).toBe(1);
    expect(await lease()).toBeUndefined();
  });

  test('when the user interrupts', async () => {
    await petset('create', '-f', PETSET);
    cluster.harm('update configmaps petset-web: hang');
    const running = begin(['scale', 'web', '--replicas=3', '--verify', 'true']);
    await expect.poll(holder).toMatch(/^tester@host:1-/);
    running.interrupt();
    expect((await running.ended).code).toBe(130);
    expect(await holder()).toBe('');
  });
});
