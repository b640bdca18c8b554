import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { withTeardown } from '../../../src/petset/record.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type Begun, beginCommand, type CommandRun } from '../../fixtures/world.js';

let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

function begin(line: string, ...documents: readonly object[]): Begun {
  const stdin = new PassThrough();
  stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: {}, items: documents }));
  return beginCommand([...line.split(' '), `--kubeconfig=${cluster.kubeconfig}`], { stdin });
}

const petset = (line: string, ...documents: readonly object[]): Promise<CommandRun> => begin(line, ...documents).ended;

function web(spec: object = {}, { image = 'i:1', storage = '1Gi', metadata = {}, pod = {} } = {}): object {
  const mounts = { volumeMounts: [{ name: 'www', mountPath: '/www' }] };
  return {
    apiVersion: 'petset.dev/v1alpha1',
    kind: 'PetSet',
    metadata: { name: 'web', ...metadata },
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'c', image, ...mounts, ...pod }] },
      },
      volumeClaimTemplates: [
        { metadata: { name: 'www' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } },
      ],
      ...spec,
    },
  };
}

/** What we have written, of what was not only tried. */
const writes = (): readonly string[] =>
  cluster.arrived
    .filter(({ agent, query }) => agent.startsWith('kubectl-petset') && !query.has('dryRun'))
    .filter(({ info }) => !['get', 'list', 'watch'].includes(info.verb))
    .map(({ info }) => `${info.verb} ${info.isResource ? info.resource : ''}`);

const record = async () => {
  const answer = await cluster.records.get({ namespace: 'default', name: 'web' });
  if (!answer.ok) throw new Error('no record');
  return answer.value;
};
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const settings = (data: object, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', ...metadata },
  data,
});

test('the same apply twice costs no write the second time', async () => {
  await petset('apply -f -', settings({ color: 'red' }), web());
  const before = writes().length;
  const { code, stdout } = await petset('apply -f -', settings({ color: 'red' }), web());
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'configmap/settings unchanged\npetset/web unchanged\npetset/web ready (2/2)\n',
  });
  expect(writes().slice(before)).toEqual([]);
});

test('a namespace goes before what is in it, wherever it stands', async () => {
  const inShop = settings({ color: 'red' }, { namespace: 'shop' });
  const { stdout } = await petset('apply -f -', inShop, web({}, { metadata: { namespace: 'shop' } }), namespace);
  expect(stdout).toMatch(/^namespace\/shop created\nconfigmap\/settings created\npetset\/web created\n[^]*\(2\/2\)\n$/);
});

test('nothing is written where anything is refused, and all of it is told', async () => {
  await petset('apply -f -', web());
  const before = writes().length;
  const nameless = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'x-' } };
  const unknown = { apiVersion: 'nope.test/v1', kind: 'Foo', metadata: { name: 'x' } };
  const changed = web({ serviceName: 'other', replicas: 5 });
  const { code, stderr } = await petset('apply -f -', settings({ a: 'b' }), nameless, unknown, changed);
  expect(code).toBe(1);
  expect(stderr).toContain('error: from x-: cannot use generate name with apply\n  at STDIN:1\n');
  expect(stderr).toContain('no matches for kind "Foo" in version "nope.test/v1"');
  expect(stderr).toMatch(/^ {2}STDIN:1: spec\.serviceName: was "", is "other" /m);
  expect(stderr).toMatch(/nothing was changed\n$/);
  expect(writes().slice(before)).toEqual([]);
});

test('a claim that cannot grow is told before anything is written; one that can grows', async () => {
  const keep = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'standard' } };
  await petset('apply -f -', web());
  const grown = await petset('apply -f -', web({}, { storage: '2Gi' }));
  expect(grown).toMatchObject({ code: 0, stdout: expect.stringContaining('petset/web configured\n') as string });
  const claims = { namespace: 'default', name: 'www-web-1' };
  const claim = await cluster.client.get(RESOURCES.claims, claims.namespace, claims.name);
  expect(claim.ok && claim.value.spec.resources?.requests?.storage).toBe('2Gi');

  const resource = {
    group: 'storage.k8s.io',
    version: 'v1',
    plural: 'storageclasses',
    kind: keep.kind,
    namespaced: false,
  };
  const patch = { allowVolumeExpansion: false };
  const ofClass = { ...resource, read: RESOURCES.configMaps.read };
  await cluster.client.patch(ofClass, { namespace: '', name: keep.metadata.name }, 'merge', patch);
  const before = writes().length;
  const { code, stderr } = await petset('apply -f -', web({}, { storage: '3Gi' }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^persistentvolumeclaim\/www-web-0 cannot grow to 3Gi: .*Forbidden.*\n/m);
  expect(stderr).toMatch(/ {2}at STDIN:1\nnothing was changed\n$/);
  expect(writes().slice(before)).toEqual([]);
});

test('what somebody else has changed between the check and the write is checked anew', async () => {
  await petset('apply -f -', web());
  const mark = withTeardown(await record(), 'clean');
  const marked = new Promise((resolve) => {
    cluster.onArrival(({ info, query, agent }) => {
      const isTrial =
        info.isResource && info.verb === 'update' && info.resource === 'configmaps' && query.has('dryRun');
      if (isTrial && agent.startsWith('kubectl-petset')) resolve(cluster.client.update(RESOURCES.configMaps, mark));
    });
  });
  const { code, stderr } = await petset('apply -f -', web({ replicas: 3 }));
  await marked;
  expect(code).toBe(1);
  expect(stderr).toContain('error: petset/web is being cleaned up and cannot be changed');
});

test('a set that is to go is not changed', async () => {
  await petset('apply -f -', web());
  await cluster.client.update(RESOURCES.configMaps, withTeardown(await record(), 'clean'));
  const { code, stderr } = await petset('apply -f -', web({ replicas: 3 }));
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: petset/web is being cleaned up and cannot be changed\nnothing was changed\n',
  });
});

test('an apply while another command is at work writes its wish and follows it', async () => {
  const braked = {
    metadata: { labels: { app: 'web' }, annotations: { 'pod.alpha.kubernetes.io/initialized': 'false' } },
  };
  const template = { ...braked, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
  const one = begin('apply -f -', web({ template, volumeClaimTemplates: [], replicas: 1 }));
  await one.printed(/pauses petset\/web/);
  const two = begin('apply -f -', web({ template, volumeClaimTemplates: [], replicas: 0 }));
  await two.printed(/petset\/web configured/);
  await two.printed(/is being reconciled by .*following along/);
  expect((await record()).set.spec.replicas).toBe(0);
  const patch = { metadata: { annotations: { 'pod.alpha.kubernetes.io/initialized': 'true' } } };
  await cluster.client.patch(RESOURCES.pods, { namespace: 'default', name: 'web-0' }, 'merge', patch);
  for (const ended of [await one.ended, await two.ended]) {
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/petset\/web ready \(0\/0\)\n$/) as string });
  }
});

test('two applies of a new set at once both end well', async () => {
  const both = [begin('apply -f -', web()), begin('apply -f -', web())];
  const [one, two] = await Promise.all(both.map(({ ended }) => ended));
  expect([one?.code, two?.code]).toEqual([0, 0]);
  const words = [one, two].map((each) => /petset\/web (created|unchanged|configured)/.exec(each?.stdout ?? '')?.[1]);
  expect(words.sort()).toEqual(['created', 'unchanged']);
});

test('the cause that a file gives becomes that of the revision', async () => {
  const annotations = { 'kubernetes.io/change-cause': 'first try' };
  await petset('apply -f -', web({}, { metadata: { annotations } }));
  const revisions = await cluster.client.page(RESOURCES.configMaps, 'default', {
    labelSelector: 'petset.dev/record=revision',
    limit: 10,
  });
  expect(revisions.ok && revisions.value.items.map(({ metadata }) => metadata.annotations)).toEqual([
    expect.objectContaining(annotations),
  ]);
});
