import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { Pod, Served } from '../../../src/petset/kubernetes.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
const BRAKE = 'pod.alpha.kubernetes.io/initialized';
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
  await petset(`create -f ${PETSET}`);
});
afterEach(() => cluster.stop());

const { petset, begin } = typingOn(() => cluster);

const named = (name: string) => ({ namespace: 'default', name });
const podOf = async (name: string): Promise<Served<Pod>> =>
  orFail(await cluster.client.get(RESOURCES.pods, 'default', name));
const namesOf = async (resource: (typeof RESOURCES)['pods' | 'claims']): Promise<string> => {
  const { items } = orFail(await cluster.client.page<Pod>(resource as typeof RESOURCES.pods, 'default', { limit: 50 }));
  return items
    .map(({ metadata }) => metadata.name)
    .sort()
    .join(' ');
};
const brake = async (resource: typeof RESOURCES.pods, name: string, value: string | null): Promise<void> => {
  const patch = { metadata: { annotations: { [BRAKE]: value } } };
  orFail(await cluster.client.patch(resource, named(name), 'merge', patch));
};

describe('pause and resume', () => {
  test('the lowest pet, or the one that is named; what is paused already is told as kubectl does', async () => {
    expect(await petset('pause web')).toEqual({ code: 0, stdout: 'pod/web-0 paused\n', stderr: '' });
    expect(await petset('pause web')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: pods "web-0" is already paused\n',
    });
    expect((await petset('pause web pod/web-1 -o name')).stdout).toBe('pod/web-1\n');
    expect((await podOf('web-1')).metadata.annotations?.[BRAKE]).toBe('false');
    expect((await petset('get web -o wide')).stdout).toMatch(/PAUSED BY .*\n.* pod\/web-0,pod\/web-1 /);
    expect((await petset('resume web')).stdout).toBe('pod/web-0 resumed\npod/web-1 resumed\n');
    expect((await podOf('web-1')).metadata.annotations?.[BRAKE]).toBe('true');
    expect(await petset('resume web')).toEqual({ code: 1, stdout: '', stderr: 'error: petsets "web" is not paused\n' });
    expect((await petset('get web -o wide')).stdout).toContain(' <none> ');
  });

  test('a dry run changes nothing', async () => {
    expect((await petset('pause web 1 --dry-run=client')).stdout).toMatch(/^pod\/web-1 paused \(dry run\)\n/);
    expect((await petset('pause web 1 --dry-run=server')).stdout).toMatch(/^pod\/web-1 paused \(server dry run\)\n/);
    expect((await podOf('web-1')).metadata.annotations?.[BRAKE]).toBe('true');
  });

  test.each([
    ['pause web 7', 'Error from server (NotFound): pods "web-7" not found\n'],
    ['pause db', 'Error from server (NotFound): petsets "db" not found\n'],
    ['resume db', 'Error from server (NotFound): petsets "db" not found\n'],
  ])('%s', async (line, stderr) => {
    expect(await petset(line)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('a set without pets is paused by its record, by whatever does not parse as true too', async () => {
    await petset('scale web --replicas=0');
    expect((await petset('pause web')).stdout).toBe('petset/web paused\n');
    expect((await petset('pause web')).stderr).toBe('error: petsets "web" is already paused\n');
    const scale = begin('scale web --replicas=1');
    await scale.printed(
      /configmap\/petset-web pauses petset\/web by .*; to go on: kubectl petset resume web -n default/,
    );
    expect(await namesOf(RESOURCES.pods)).toBe('');
    expect((await petset('resume web')).stdout).toBe('petset/web resumed\n');
    expect((await scale.ended).stdout).toMatch(/\npetset\/web ready \(1\/1\)\n$/);

    const patch = { metadata: { annotations: { [BRAKE]: 'no' } } };
    orFail(await cluster.client.patch(RESOURCES.configMaps, named('petset-web'), 'merge', patch));
    const down = begin('scale web --replicas=0');
    await down.printed(/configmap\/petset-web pauses/);
    expect((await petset('resume web')).stdout).toBe('petset/web resumed\n');
    expect((await down.ended).code).toBe(0);
  });

  test('a pause holds a deletion, a replacement and a clean-up', async () => {
    await petset('pause web 1');
    for (const line of ['replace web 0 --yes', 'delete web', 'clean web --yes']) {
      const held = begin(line);
      await held.printed(/pod\/web-1 pauses petset\/web/);
      held.interrupt();
      expect((await held.ended).code).toBe(130);
    }
    expect(await namesOf(RESOURCES.pods)).toBe('web-0 web-1');
    await brake(RESOURCES.pods, 'web-1', null);
    expect((await petset('reconcile web')).stdout).toMatch(/\npetset\/web deleted\n$/);
  });
});

describe('delete', () => {
  test('the pets in reverse order; the claims stay, and are named', async () => {
    const { code, stdout, stderr } = await petset('delete web');
    expect({ code, lines: stdout.split('\n').filter((line) => line.endsWith(' deleted')) }).toEqual({
      code: 0,
      lines: ['pod/web-1 deleted', 'pod/web-0 deleted', 'petset/web deleted'],
    });
    expect(stderr).toBe('persistentvolumeclaim/www-web-0 kept\npersistentvolumeclaim/www-web-1 kept\n');
    expect([await namesOf(RESOURCES.pods), await namesOf(RESOURCES.claims)]).toEqual(['', 'www-web-0 www-web-1']);
    expect((await petset(`create -f ${PETSET}`)).stdout).not.toContain('persistentvolumeclaim');
  });

  test('claims that go by policy are told as going, and they go; with orphan all stay', async () => {
    const going = 'goes with petset/db, as its persistentVolumeClaimRetentionPolicy says';
    await createWith({ whenDeleted: 'Delete' });
    const words = [0, 1].map((n) => `persistentvolumeclaim/www-db-${n} ${going}\n`).join('');
    expect((await petset('delete db --dry-run=client')).stderr).toBe(words);
    expect((await petset('delete db --cascade=orphan --dry-run=client')).stderr).toContain(
      'persistentvolumeclaim/www-db-0 kept\npersistentvolumeclaim/www-db-1 kept\n',
    );
    expect((await petset('delete db')).stderr).toBe(words);
    await expect.poll(() => namesOf(RESOURCES.claims)).toBe('www-web-0 www-web-1');
  });

  /** A set of two pets whose claims have this policy. */
  async function createWith(persistentVolumeClaimRetentionPolicy: object): Promise<void> {
    const storage = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const stdin = new PassThrough();
    stdin.end(
      JSON.stringify({
        apiVersion: 'petset.dev/v1alpha1',
        kind: 'PetSet',
        metadata: { name: 'db' },
        spec: {
          replicas: 2,
          persistentVolumeClaimRetentionPolicy,
          template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
          volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: storage }],
        },
      }),
    );
    expect((await petset('create -f -', { stdin })).code).toBe(0);
  }

  test('one that was interrupted is finished by reconcile', async () => {
    const deletion = begin('delete web');
    await deletion.printed(/^pod\/web-1 (terminating|deleted)/m);
    deletion.interrupt();
    expect(await deletion.ended).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(
        /petset\/web is being deleted and has .*\nto go on: kubectl petset reconcile web -n default\n$/,
      ) as string,
    });
    expect((await petset('scale web --replicas=3')).stderr).toBe(
      'error: petset/web is being deleted and cannot be scaled\n',
    );
    // Of whatever pet: the first ones may be gone by now.
    expect((await petset('replace web 7 --yes')).stderr).toBe(
      'error: petset/web is being deleted and cannot be changed\n',
    );
    expect((await petset('reconcile web')).stdout).toMatch(/(^|\n)petset\/web deleted\n$/);
  });

  test('orphaned pets run on, and a set of the same name takes them up without a restart', async () => {
    const before = await Promise.all(['web-0', 'web-1'].map(podOf));
    const { code, stdout, stderr } = await petset('delete web --cascade=orphan');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'petset/web deleted\n' });
    expect(stderr).toContain("pod/web-0 kept, and nobody's now\n");
    expect((await podOf('web-0')).metadata.ownerReferences ?? []).toEqual([]);
    expect((await petset(`create -f ${PETSET}`)).stdout).toMatch(
      /pod\/web-0 adopted\npod\/web-1 adopted\npetset\/web ready/,
    );
    const after = await Promise.all(['web-0', 'web-1'].map(podOf));
    const lives = (pods: readonly Served<Pod>[]) =>
      pods.map(({ metadata, status }) => [metadata.uid, status?.containerStatuses?.map(({ state }) => state)]);
    expect(lives(after)).toEqual(lives(before));
  });

  test.each([
    ['true', 'background'],
    ['false', 'orphan'],
  ])('--cascade=%s is told what it is called now', async (word, now) => {
    expect((await petset(`delete web --cascade=${word} --dry-run=client`)).stderr).toContain(
      `warning: --cascade=${word} is deprecated (boolean value) and can be replaced with --cascade=${now}.\n`,
    );
  });

  test('--cascade of another word, and --wait=false', async () => {
    expect((await petset('delete web --cascade=all')).stderr).toBe(
      'error: invalid cascade value (all). Must be "background", "foreground", or "orphan"\n',
    );
    expect(await petset('delete web --wait=false')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'petset/web is marked; to have it done: kubectl petset reconcile web -n default\n',
    });
    expect(await namesOf(RESOURCES.pods)).toBe('web-0 web-1');
  });

  test('a record that is deleted by hand ends what waits, in so many words', async () => {
    await petset('pause web');
    const scale = begin('scale web --replicas=3');
    await scale.printed(/pauses petset\/web/);
    orFail(await cluster.client.delete(RESOURCES.configMaps, named('petset-web')));
    expect(await scale.ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: petset\/web was deleted by somebody else\n/) as string,
    });
    expect(await namesOf(RESOURCES.claims)).toBe('www-web-0 www-web-1');
  });
});

describe('replace', () => {
  test('says what goes, and asks', async () => {
    const { code, stdout } = await petset('replace web 1 --new-claims', { typed: 'n\n' });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        'You are about to delete the following 2 resource(s):',
        'pod/web-1  (on node sandbox-node; waits until the node says that it has ended)',
        'persistentvolumeclaim/www-web-1  (1Gi, its data will be lost)',
        'Do you want to continue? (y/N): deletion is cancelled',
        '',
      ].join('\n'),
    });
    expect((await petset('replace web 1 --new-claims')).stderr).toBe(
      'error: this deletes pod/web-1 and 1 claim with its data, and there is no terminal to ask\n' +
        'add --yes to do it without being asked, or --dry-run=client to see what would go\n',
    );
  });

  test('one that was interrupted is finished by reconcile, and strikes once', async () => {
    const before = await podOf('web-1');
    const claim = orFail(await cluster.client.get(RESOURCES.claims, 'default', 'www-web-1'));
    const replacing = begin('replace web 1 --new-claims --yes --no-wait');
    expect((await replacing.ended).stderr).toBe(
      'pod/web-1 is marked; to have it done: kubectl petset reconcile web -n default\n',
    );
    expect((await podOf('web-1')).metadata.uid).toBe(before.metadata.uid);
    expect((await petset('reconcile web')).stdout).toMatch(
      /pod\/web-1 deleted\npersistentvolumeclaim\/www-web-1 deleted\npersistentvolumeclaim\/www-web-1 created\npod\/web-1 created\n/,
    );
    const after = await podOf('web-1');
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    expect(orFail(await cluster.client.get(RESOURCES.claims, 'default', 'www-web-1')).metadata.uid).not.toBe(
      claim.metadata.uid,
    );
    expect((await petset('reconcile web')).stdout).toBe('petset/web ready (2/2)\n');
    expect((await podOf('web-1')).metadata.uid).toBe(after.metadata.uid);
  });

  test('what became another pet meanwhile is left alone', async () => {
    await petset('replace web 1 --yes --no-wait');
    await cluster.client.delete(RESOURCES.pods, named('web-1'), { gracePeriodSeconds: 0 });
    const { metadata, spec } = await podOf('web-0');
    const volumes = [{ name: 'www', persistentVolumeClaim: { claimName: 'www-web-1' } }];
    const { labels = {}, ownerReferences = [] } = metadata;
    const containers = spec.containers.map(({ name, image }) => ({ name, ...(image && { image }) }));
    const another: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-1', namespace: 'default', labels, ownerReferences },
      spec: { containers, volumes },
    };
    const { uid } = orFail(await cluster.client.create(RESOURCES.pods, another)).metadata;
    expect((await petset('reconcile web')).stdout).toMatch(/petset\/web ready \(2\/2\)\n$/);
    expect((await podOf('web-1')).metadata.uid).toBe(uid);
  });

  test('without a pod, its claims alone', async () => {
    await petset('scale web --replicas=1');
    await petset('scale web --replicas=2 --no-wait');
    expect((await petset('replace web 1 --yes')).stderr).toBe('Error from server (NotFound): pods "web-1" not found\n');
    expect((await petset('replace web 1 --new-claims --yes')).stdout).toMatch(
      /^persistentvolumeclaim\/www-web-1 deleted\npersistentvolumeclaim\/www-web-1 created\npod\/web-1 created\n/,
    );
  });

  test('a pet that is not wanted would not come back', async () => {
    await petset('scale web --replicas=1 --no-wait');
    expect(await petset('replace web 1 --yes')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: petset/web does not want pod/web-1 any more: it would not come back\nnothing was deleted\n',
    });
  });

  test('a set that is another one by now than was shown is not touched', async () => {
    const keys = Object.assign(new PassThrough(), { isTTY: true });
    const command = begin('replace web 1', { stdin: keys });
    await command.printed(/Do you want to continue\?/);
    await petset('clean web --yes');
    await petset(`create -f ${PETSET}`);
    keys.write('y\n');
    expect(await command.ended).toMatchObject({
      code: 1,
      stderr: 'error: petset/web was deleted and made anew by somebody else meanwhile\nnothing was deleted\n',
    });
  });
});
