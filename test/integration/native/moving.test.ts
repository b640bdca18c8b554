import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bystander, type SeenObject } from '../../fixtures/bystander.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { isWriteOf, runUntilCut, said } from '../life/cut.js';
import { manifest } from '../life/operations.js';

/** Milliseconds of the cluster's time that a process may take. */
const LIMIT = 120_000;
const CUSTOM = '/apis/petset.dev/v1alpha1/petsets';
const IMAGE = 'upgrade web --image=nginx=registry.example/nginx:2';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());

const type = (line: string, namespace: string, more: { user?: string; pets?: number } = {}): Promise<CommandRun> => {
  const { user = 'admin', pets = 2 } = more;
  return stage.clock.within(LIMIT, stage.begin(line, { user, namespace, input: manifest(pets) }).ended);
};

const succeed = async (line: string, namespace: string, pets?: number): Promise<string> => {
  const { code, stdout, stderr } = await type(line, namespace, pets === undefined ? {} : { pets });
  if (code !== 0) throw new Error(`${line} failed: ${stderr}`);
  return stdout;
};

/** Namespaces in which a set has come so far, by what has been done to it. */
async function begun(...histories: readonly (readonly string[])[]): Promise<readonly string[]> {
  const namespaces: string[] = [];
  for (const lines of histories) {
    const namespace = await stage.makeNamespace();
    namespaces.push(namespace);
    for (const line of lines) {
      // Some of them only write down what is wanted, or stop half-way.
      const { code, stderr } = await type(line, namespace);
      if (code !== 0 && !line.includes('--timeout')) throw new Error(`${line} failed: ${stderr}`);
    }
  }
  return namespaces;
}

const CREATE = 'create -f -';
/** Sets in every state that a set can be in. */
const STATES: readonly (readonly string[])[] = [
  [CREATE],
  [CREATE, 'scale web --replicas=0'],
  [CREATE, `${IMAGE} --partition=1`],
  [CREATE, 'apply -f -', 'pause web', `${IMAGE} --wait=false`],
  [`${CREATE} --wait=false`],
  [CREATE, 'delete web --wait=false'],
  [CREATE, 'clean web --yes --wait=false'],
  [CREATE, 'replace web 1 --new-claims --yes --wait=false'],
];

/** What must not change when a record moves: every pod and claim, as the same object that runs since the same time. */
async function lasting(namespaces: readonly string[]): Promise<readonly string[]> {
  const api = bystander(stage.cluster);
  const of = async (kind: string): Promise<readonly string[]> => {
    const lists = await Promise.all(namespaces.map((namespace) => api.list(`/api/v1/namespaces/${namespace}/${kind}`)));
    return lists.flatMap(({ items }) =>
      items.map(({ metadata, status }) =>
        JSON.stringify([kind, metadata.uid, metadata.deletionTimestamp, restarts(status)]),
      ),
    );
  };
  return [...(await of('pods')), ...(await of('persistentvolumeclaims'))];
}

const restarts = (status: unknown): unknown =>
  (status as { containerStatuses?: { restartCount: number; containerID: string }[] }).containerStatuses?.map(
    ({ restartCount, containerID }) => [restartCount, containerID],
  );

/** What every record says, whichever form it has, and whatever else speaks against it. */
async function recordsOf(namespaces: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const api = bystander(stage.cluster);
  const all: [string, unknown][] = [];
  for (const namespace of namespaces) {
    const maps = (await api.list(`/api/v1/namespaces/${namespace}/configmaps`)).items.filter(
      ({ metadata }) => metadata.name === 'petset-web',
    );
    const customs = await customIn(namespace);
    all.push(...maps.map((map): [string, unknown] => [`${namespace} map`, saidBy(map)]));
    all.push(...customs.map((one): [string, unknown] => [`${namespace} custom`, saidBy(one)]));
  }
  return Object.fromEntries(all);
}

async function customIn(namespace: string): Promise<readonly SeenObject[]> {
  try {
    return (await bystander(stage.cluster).list(CUSTOM.replace('petsets', `namespaces/${namespace}/petsets`))).items;
  } catch {
    return [];
  }
}

const saidBy = ({ metadata, data, spec }: SeenObject): unknown => ({
  annotations: metadata.annotations,
  finalizers: metadata.finalizers,
  // Documents, whose fields the server orders as it likes.
  data: Object.values((data ?? {}) as Readonly<Record<string, string>>).map((text) => JSON.parse(text) as unknown),
  spec,
});

/** All that is owned by something that is not there, or by a record of the other form. */
async function badlyOwned(namespaces: readonly string[], kind: 'ConfigMap' | 'PetSet'): Promise<readonly string[]> {
  const api = bystander(stage.cluster);
  const problems: string[] = [];
  for (const namespace of namespaces) {
    for (const plural of ['pods', 'persistentvolumeclaims', 'configmaps']) {
      const { items } = await api.list(`/api/v1/namespaces/${namespace}/${plural}`);
      for (const { metadata } of items) {
        if (metadata.name === 'settings' || metadata.name === 'kube-root-ca.crt' || metadata.name === 'petset-web')
          continue;
        const owners = (metadata.ownerReferences as { kind: string }[] | undefined) ?? [];
        const isClaim = plural === 'persistentvolumeclaims';
        const isRight = owners.length === (isClaim ? 0 : 1) && owners.every((owner) => owner.kind === kind);
        if (!isRight) problems.push(`${namespace} ${plural}/${metadata.name} is owned by ${JSON.stringify(owners)}`);
      }
    }
  }
  return problems;
}

describe('install and uninstall', () => {
  test(
    'move sets in every state there and back: nothing is restarted, and the records say what they said',
    { timeout: 180_000 },
    async () => {
      const namespaces = await begun(...STATES);
      const [before, records] = [await lasting(namespaces), await recordsOf(namespaces)];
      expect(Object.keys(records)).toEqual(namespaces.map((each) => `${each} map`));
      const installed = await succeed('install', 'default');
      expect(installed.match(/moved from configmap\/petset-web/g)).toHaveLength(STATES.length);
      expect(await lasting(namespaces)).toEqual(before);
      expect(Object.keys(await recordsOf(namespaces))).toEqual(namespaces.map((each) => `${each} custom`));
      expect(await badlyOwned(namespaces, 'PetSet')).toEqual([]);
      const again = await succeed('install', 'default');
      expect(again.match(/ unchanged$/gm)).toHaveLength(3);
      expect(again).not.toContain('moved');
      await succeed('uninstall', 'default');
      expect(await lasting(namespaces)).toEqual(before);
      expect(await recordsOf(namespaces)).toEqual(records);
      expect(await badlyOwned(namespaces, 'ConfigMap')).toEqual([]);
      expect(await type('uninstall', 'default')).toEqual({
        code: 0,
        stdout: '',
        stderr: 'the custom resource is not installed\n',
      });
    },
  );
});

test('claims that go with their set are owned by whatever holds its record', async () => {
  const namespace = await stage.makeNamespace();
  const input = manifest(2).replace(
    'spec:\n  serviceName',
    'spec:\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n  serviceName',
  );
  const run = (line: string): Promise<CommandRun> =>
    stage.clock.within(LIMIT, stage.begin(line, { user: 'admin', namespace, input }).ended);
  expect(await run(CREATE)).toMatchObject({ code: 0 });
  expect(await claimOwners(namespace)).toEqual(['ConfigMap', 'ConfigMap']);
  await succeed('install', 'default');
  expect(await claimOwners(namespace)).toEqual(['PetSet', 'PetSet']);
  await succeed('uninstall', 'default');
  expect(await claimOwners(namespace)).toEqual(['ConfigMap', 'ConfigMap']);
});

async function claimOwners(namespace: string): Promise<readonly string[]> {
  const { items } = await bystander(stage.cluster).list(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
  return items.flatMap(({ metadata }) => (metadata.ownerReferences as { kind: string }[]).map(({ kind }) => kind));
}

test('the record that is left behind goes without what it may own all the same, of which nobody knew', async () => {
  const namespace = await stage.makeNamespace();
  await succeed(CREATE, namespace);
  const policies: unknown[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (!isWriteOf('admin', request) || !/^delete (configmaps petset-web|petsets web)$/.test(said(request))) return;
    policies.push((JSON.parse(request.body.text) as { propagationPolicy?: string }).propagationPolicy);
  });
  for (const line of ['install', 'uninstall']) await succeed(line, 'default');
  noMore();
  expect(policies).toEqual(['Orphan', 'Orphan']);
});

test('two who move the same records at once both end well, and no pet notices', { timeout: 60_000 }, async () => {
  const namespaces = await begun([CREATE], [CREATE]);
  const before = await lasting(namespaces);
  for (const line of ['install', 'uninstall', 'install']) {
    const both = await Promise.all(['one', 'two'].map((user) => type(line, 'default', { user })));
    expect(both.map(({ code, stderr }) => ({ line, code, stderr }))).toEqual(
      both.map(() => ({ line, code: 0, stderr: expect.any(String) as string })),
    );
    expect(await lasting(namespaces)).toEqual(before);
  }
  expect(await badlyOwned(namespaces, 'PetSet')).toEqual([]);
});

/** Requests of whoever moves a record, before which somebody else moves it. */
const OVERTAKEN = {
  install: ['create petsets web', 'update configmaps petset-web', 'delete configmaps petset-web'],
  uninstall: ['get configmaps petset-web', 'update petsets web', 'delete petsets web'],
};

test.each(['install', 'uninstall'] as const)(
  'who is overtaken on his way by another %s ends well, too',
  { timeout: 60_000 },
  async (line) => {
    const namespaces = await begun(['create -f - --wait=false']);
    const [kind, back] = line === 'install' ? (['PetSet', 'uninstall'] as const) : (['ConfigMap', 'install'] as const);
    if (line === 'uninstall') await succeed('install', 'default');
    const before = await lasting(namespaces);
    for (const [index, request] of OVERTAKEN[line].entries()) {
      if (index > 0) await succeed(back, 'default');
      const both = await overtake(line, request);
      expect(both, request).toMatchObject([{ code: 0 }, { code: 0 }]);
      expect(await lasting(namespaces), request).toEqual(before);
      expect(await badlyOwned(namespaces, kind), request).toEqual([]);
    }
  },
);

/** Holds a command up at a request until another one has done all of it. */
async function overtake(line: string, held: string): Promise<readonly CommandRun[]> {
  let fast: Promise<CommandRun> | undefined;
  const noMore = stage.cluster.onArrival((request) => {
    const [verb, resource] = held.split(' ');
    const { user, info } = request;
    if (user.name !== 'slow' || fast !== undefined || info.verb !== verb || !info.isResource) return;
    if (info.resource !== resource || said(request) !== held) return;
    stage.cluster.harm('any * user=slow: delay=20s times=1');
    fast = type(line, 'default', { user: 'fast' });
  });
  const slow = await type(line, 'default', { user: 'slow' });
  noMore();
  stage.cluster.harm();
  if (fast === undefined) throw new Error(`${line} made no such request: ${held}; ${slow.stderr}`);
  return [slow, await fast];
}

interface Way {
  readonly line: 'install' | 'uninstall';
  readonly before: readonly ('install' | 'uninstall')[];
}
const WAYS: readonly Way[] = [
  { line: 'install', before: [] },
  { line: 'uninstall', before: ['install'] },
];

describe.each(WAYS)('$line, cut off after every write,', ({ line, before }) => {
  test('is ended by the same command, or taken back by the other', { timeout: 300_000 }, async () => {
    const namespaces = await begun([CREATE, 'scale web --replicas=1']);
    for (const each of before) await succeed(each, 'default');
    const [pets, records] = [await lasting(namespaces), await recordsOf(namespaces)];
    const writes = await writesOf(line);
    const other = line === 'install' ? 'uninstall' : 'install';
    const moved = await recordsOf(namespaces);
    expect(Object.keys(moved)).not.toEqual(Object.keys(records));
    await succeed(other, 'default');
    const failures: string[] = [];
    const check = async (told: string, wanted: Readonly<Record<string, unknown>>): Promise<void> => {
      try {
        expect(await recordsOf(namespaces), told).toEqual(wanted);
        expect(await lasting(namespaces), told).toEqual(pets);
        expect(
          await badlyOwned(namespaces, Object.keys(wanted)[0]!.endsWith('map') ? 'ConfigMap' : 'PetSet'),
          told,
        ).toEqual([]);
      } catch (error) {
        failures.push(String(error));
      }
    };
    for (const [index, write] of writes.entries()) {
      const told = `after write ${index + 1} (${write})`;
      await cutOff(line, index + 1, `${index}-a`);
      await succeed(line, 'default');
      await check(`${line} again ${told}`, moved);
      await succeed(other, 'default');
      if (write.includes(' leases ')) continue;
      await cutOff(line, index + 1, `${index}-b`);
      const back = await type(other, 'default');
      if (back.code !== 0) {
        expect(back.stderr, told).toContain(`kubectl petset ${line}`);
        await succeed(line, 'default');
        await check(`${line} as ${other} said ${told}`, moved);
        await succeed(other, 'default');
      }
      await check(`${other} ${told}`, records);
    }
    expect(failures).toEqual([]);
  });
});

async function writesOf(line: string): Promise<readonly string[]> {
  const writes: string[] = [];
  const noMore = stage.cluster.onArrival((request) => {
    if (isWriteOf('counted', request)) writes.push(said(request));
  });
  expect(await type(line, 'default', { user: 'counted' })).toMatchObject({ code: 0 });
  noMore();
  return writes;
}

async function cutOff(line: string, at: number, user: string): Promise<void> {
  const end = await stage.clock.within(
    LIMIT,
    runUntilCut(line, { at, side: 'after' }, { stage, user, namespace: 'default' }),
  );
  if ('code' in end) throw new Error(`it ended before, with ${end.code}: ${end.stderr}`);
  await end.buried;
  stage.cluster.harm();
}
