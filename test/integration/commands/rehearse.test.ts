import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../../../src/cluster/client.js';
import { connect } from '../../../src/cluster/connection.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { bystander, type SeenObject } from '../../fixtures/bystander.js';
import { endState } from '../../fixtures/end-state.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { manifest } from '../life/operations.js';

/** Milliseconds of the cluster's time after which a command counts as hanging. */
const LIMIT = 60 * 60_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

interface Scene {
  readonly name: string;
  /** Default: two. */
  readonly pets?: number;
  /** Command lines that have been run before; each may end as it likes. */
  readonly before: readonly string[];
  readonly line: string;
  readonly code?: number;
  /** What is different about the set. */
  readonly set?: (text: string) => string;
}

const CREATE = 'create -f -';
const UPGRADE = 'upgrade web --image=nginx=registry.example/nginx:2';
/** A name that is kept free (RFC 2606): its image cannot be pulled. */
const BROKEN = 'upgrade web --image=nginx=registry.invalid/nginx:2 --timeout=30s';
const withSpec =
  (line: string) =>
  (text: string): string =>
    text.replace('spec:\n  serviceName', `spec:\n  ${line}\n  serviceName`);

const SCENES: readonly Scene[] = [
  {
    name: 'scale down with claims that go with their pets',
    before: [CREATE],
    line: 'scale web --replicas=1',
    set: withSpec('persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}'),
  },
  {
    name: 'upgrade of a part, in place, of claims that grow',
    before: [CREATE],
    line: `${UPGRADE} --in-place --storage=www=2Gi --partition=1`,
  },
  {
    name: 'upgrade of all at once',
    before: [CREATE],
    line: `${UPGRADE} --max-unavailable=2`,
    set: (text) => text.replace('podManagementPolicy: OrderedReady', 'podManagementPolicy: Parallel'),
  },
  { name: 'rollback of a broken upgrade', before: [CREATE, BROKEN], line: 'rollback web' },
  { name: 'what is broken', before: [CREATE, BROKEN], line: 'scale web --replicas=3 --timeout=1m', code: 1 },
  { name: 'clean', pets: 1, before: [CREATE], line: 'clean web --yes' },
  {
    name: 'a set that is going already',
    pets: 1,
    before: [CREATE, 'clean web --yes --no-wait'],
    line: 'scale web --replicas=1',
    code: 1,
  },
  // Whatever comes after it has its records there too.
  {
    name: 'scale up, with an ordinal that is skipped, of a record that is a custom resource',
    pets: 1,
    before: ['install', CREATE],
    line: 'scale web --replicas=2 --reserve=1',
  },
];

test.each(SCENES)(
  'what a rehearsal shows is what is done then, and it only reads: $name',
  { timeout: 60_000 },
  async ({ pets = 2, before, line, code = 0, set = (text) => text }) => {
    const namespace = await stage.makeNamespace();
    const input = set(manifest(pets));
    for (const each of before) await run(each, namespace, input);
    const asBefore = await endState(stage.cluster, namespace);
    const arrived = stage.cluster.arrived.length;

    const rehearsal = await run(`${line} -o json --rehearse`, namespace, input);
    const verbs = stage.cluster.arrived
      .slice(arrived)
      .filter(({ user }) => user.name === 'tester')
      .map(({ info }) => info.verb);
    expect(new Set(verbs)).toEqual(new Set(['get', 'list']));
    expect(await endState(stage.cluster, namespace)).toEqual(asBefore);

    const real = await run(`${line} -o json`, namespace, input);
    expect({ code: rehearsal.code, stderr: rehearsal.stderr }).toEqual({
      code: real.code,
      stderr: expect.anything() as string,
    });
    expect(real.code, real.stderr).toBe(code);
    expect(stepsOf(rehearsal)).toEqual(stepsOf(real));
    const end = endOf(rehearsal);
    // Claims go with their pets a little later.
    if (end !== undefined) await expect.poll(() => there(namespace)).toEqual(end);
    else expect(rehearsal.stderr).toContain(real.stderr.split('\n')[0]);
  },
);

describe('a rehearsal', () => {
  test('has a connection to the real cluster on which no write is sent, whoever tries', async () => {
    const { url: server, token } = stage.cluster;
    const { clock } = stage;
    const connection = connect({ server, token }, { env: {}, clock, isReadOnly: true });
    const client = new Client(connection, { clock, onWarning: () => undefined });
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name: 'written' } };
    const arrived = stage.cluster.arrived.length;
    const ref = { namespace: 'default', name: 'written' };
    const attempts = [
      () => client.create(RESOURCES.configMaps, object),
      () => client.create(RESOURCES.configMaps, object, { dryRun: true }),
      () => client.update(RESOURCES.configMaps, object),
      () => client.patch(RESOURCES.configMaps, ref, 'merge', {}),
      () => client.apply(RESOURCES.configMaps, object),
      () => client.delete(RESOURCES.configMaps, ref),
      () => client.evict({ ...ref, uid: '1' }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow('which is only to be read');
    expect(stage.cluster.arrived.length).toBe(arrived);
    connection.close();
  });

  test('of a set that is not there says so', async () => {
    expect((await run('scale nobody --replicas=1 --rehearse', await stage.makeNamespace(), '')).stderr).toBe(
      'Error from server (NotFound): petsets "nobody" not found\n',
    );
  });

  test.each([
    ['--dry-run=client', '--dry-run: nothing is written in any case'],
    ['--no-wait', '--no-wait: nothing but what is waited for is seen'],
    ['--takeover', '--takeover: nobody else reconciles the copy'],
  ])('refuses %s', async (flag, words) => {
    const { code, stderr } = await run(`scale web --replicas=1 --rehearse ${flag}`, 'default', '');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: --rehearse cannot be used with ${words}\nSee 'kubectl petset scale -h' for help and examples\n`,
    });
  });

  test('says what would be lost, marks every result, runs no gate, and names the command that does it', async () => {
    const namespace = await stage.makeNamespace();
    await run(CREATE, namespace, manifest(1));
    const { code, stdout, stderr } = await run('clean web --rehearse --pre-delete=/nowhere', namespace, '');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('pod/web-0 deleted (rehearsal)\n');
    expect(stdout).toContain(
      '1 claim would be deleted:\npersistentvolumeclaim/www-web-0  (1Gi, its data will be lost)\n',
    );
    expect(stdout).toContain('note: --pre-delete: not run');
    expect(stdout).toMatch(/^to do it: kubectl petset clean web --pre-delete=\/nowhere -n stage-\d+ /m);
    expect(stderr).toMatch(/^rehearsal: nothing is done to 127\.0\.0\.1:\d+; petset\/web is copied/);
    expect(stderr).toMatch(/rehearsal: nothing was done to 127\.0\.0\.1:\d+\n$/);
  });

  test('of what would not go on is given up, and says so', async () => {
    const namespace = await stage.makeNamespace();
    await run(CREATE, namespace, manifest(1));
    await run('pause web', namespace, '');
    const { code, stdout, stderr } = await run(`${UPGRADE} --rehearse`, namespace, '');
    expect(code).toBe(1);
    expect(stdout).toContain('pauses petset/web by its annotation');
    expect(stdout).not.toContain('to do it:');
    expect(stderr).toContain('error: in the rehearsal petset/web did not go on for 7m: see above what it waits for\n');
    expect(stderr).not.toContain('interrupted');
  });

  test('that is interrupted ends at once, with nothing of it left', async () => {
    const namespace = await stage.makeNamespace();
    await run(CREATE, namespace, manifest(1));
    const begun = stage.begin(`${UPGRADE} --rehearse`, { user: 'tester', namespace });
    await begun.printed(/pod\/web-0 terminating/);
    begun.interrupt();
    const { code, stderr } = await begun.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted\nrehearsal: nothing was done to 127\.0\.0\.1:\d+\n$/);
    expect(stderr).not.toContain('to go on');
  });
});

function run(line: string, namespace: string, input: string): Promise<CommandRun> {
  return stage.clock.within(LIMIT, stage.begin(line, { user: 'tester', namespace, input }).ended);
}

/** What was done to pets and claims, in its order. */
function stepsOf({ stdout }: CommandRun): readonly string[] {
  return eventsOf(stdout).flatMap(({ type, object }) => (STEPS.has(type) ? [`${type} ${String(object)}`] : []));
}

const STEPS = new Set(['pet-created', 'pet-deleted', 'claim-created', 'claim-deleted', 'claim-growing', 'claim-grown']);

interface Told {
  readonly type: string;
  readonly [field: string]: unknown;
}

function eventsOf(stdout: string): readonly Told[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);
}

/** The pets and claims at the end of a rehearsal; nothing where it did not come to that. */
function endOf({ stdout }: CommandRun): unknown {
  const end = eventsOf(stdout).find(({ type }) => type === 'rehearsed');
  if (end === undefined) return undefined;
  const left = (list: unknown): readonly Told[] =>
    (list as readonly Told[]).filter(({ becomes }) => becomes !== 'gone');
  return {
    pets: left(end.pets).map(({ name, revision, ready }) => ({ name, revision, ready })),
    claims: left(end.claims).map(({ name, size, phase }) => ({ name, size, phase })),
  };
}

/** The same of what is there really, as a bystander sees it. */
async function there(namespace: string): Promise<unknown> {
  const [pods, claims, maps] = await Promise.all(
    ['pods', 'persistentvolumeclaims', 'configmaps'].map((plural) => list(namespace, plural)),
  );
  const numbers = new Map(
    maps?.map(({ metadata }) => [
      (metadata.labels as Readonly<Record<string, string>> | undefined)?.['controller-revision-hash'],
      Number((metadata.annotations as Readonly<Record<string, string>> | undefined)?.['petset.dev/revision']),
    ]),
  );
  const isReady = ({ status }: SeenObject): boolean =>
    (
      status as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
    ).conditions?.some(({ type, status: word }) => type === 'Ready' && word === 'True') ?? false;
  return {
    pets: pods?.map((pod) => ({
      name: pod.metadata.name,
      revision: numbers.get((pod.metadata.labels as Readonly<Record<string, string>>)['controller-revision-hash']),
      ready: isReady(pod) ? '1/1' : '0/1',
    })),
    claims: claims?.map(({ metadata, status }) => {
      const { phase, capacity } = status as {
        readonly phase: string;
        readonly capacity?: { readonly storage: string };
      };
      return { name: metadata.name, size: capacity?.storage, phase };
    }),
  };
}

async function list(namespace: string, plural: string): Promise<readonly SeenObject[]> {
  return (await bystander(stage.cluster).list(`/api/v1/namespaces/${namespace}/${plural}`)).items;
}
