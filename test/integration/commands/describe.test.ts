import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { manifest } from '../life/operations.js';

const LIMIT = 120_000;

let stage: Stage;
let namespace: string;
beforeAll(async () => {
  stage = await openStage();
  namespace = await stage.makeNamespace();
  await run('create -f -', { input: manifest(2) });
});
afterAll(() => stage.stop());

function run(line: string, more: { user?: string; input?: string; namespace?: string } = {}): Promise<CommandRun> {
  return stage.clock.within(LIMIT, stage.begin(line, { user: 'somebody', namespace, ...more }).ended);
}

/** Lines without what differs from one time to the other. */
function linesOf({ stdout }: CommandRun): readonly string[] {
  return stdout
    .replaceAll(/pvc-[0-9a-f-]{36}/g, 'pvc-UID')
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, '  ').trimEnd());
}

/** The lines below a heading. */
function below(heading: string, ran: CommandRun): readonly string[] {
  const lines = linesOf(ran);
  const start = lines.findIndex((line) => line.startsWith(heading)) + 1;
  const length = lines.slice(start).findIndex((line) => !line.startsWith('  '));
  return lines.slice(start, start + length);
}

/** The row of a pet that is as it should be. */
function petRow(n: number): RegExp {
  const cells = [
    n,
    `web-${n}`,
    '1/1',
    'Running',
    '0',
    '1',
    '\\S+',
    '\\d+s',
    `web-${n}.nginx.${namespace}.svc.cluster.local`,
  ];
  return new RegExp(`^  ${cells.join('  ')}$`);
}

describe('a set that is as it should be', () => {
  test('is told with all that belongs to it', async () => {
    const ran = await run('describe web');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(ran).slice(0, 9)).toEqual([
      'Name:  web',
      `Namespace:  ${namespace}`,
      expect.stringMatching(/^CreationTimestamp: {2}\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/),
      'Selector:  app=nginx',
      'Labels:  <none>',
      'Annotations:  <none>',
      'Replicas:  2 desired | 2 total',
      'Update Strategy:  OnDelete',
      'Pods Status:  2 Running / 0 Waiting / 0 Succeeded / 0 Failed',
    ]);
    expect(below('PetSet:', ran)).toEqual([
      '  Record:  configmap/petset-web',
      '  Service Name:  nginx',
      '  Pod Management Policy:  OrderedReady',
      '  Min Ready Seconds:  0',
      '  Ordinals:  from 0',
      '  Claim Retention:  when deleted Retain, when scaled Retain',
    ]);
    expect(below('Conditions:', ran).slice(2)).toEqual([
      '  Ready  True  AsWanted: all pets are as the set wants them',
      '  Progressing  False  AtRest',
      '  Paused  False  NoBrake',
    ]);
    expect(below('Operation:', ran)).toEqual(['  Held By:  nobody']);
    expect(below('Revisions:', ran).slice(2)).toEqual([
      expect.stringMatching(/^ {2}1 \(wanted\) {2}\w+ {2}0-1 {2}<none>$/),
    ]);
    expect(below('Pets:', ran).slice(2)).toEqual([0, 1].map((n): unknown => expect.stringMatching(petRow(n))));
    expect(below('Claims:', ran).slice(2)).toEqual([0, 1].map((n) => `  ${n}  www-web-${n}  Bound  1Gi  pvc-UID`));
    expect(ran.stdout).not.toContain('Not Healthy');
    expect(below('Events:', ran).join('\n')).toMatch(
      /SuccessfulCreate {2}\d+s {2}configmap\/petset-web {2}pet: web-0[^]* {2}pod\/web-1 {2}/,
    );
  });

  test('is looked at in few requests, none of which writes, however many sets there are', async () => {
    const arrived = stage.cluster.arrived.length;
    await run('describe', { user: 'reader' });
    const requests = stage.cluster.arrived.slice(arrived).filter(({ user }) => user.name === 'reader');
    expect(requests.filter(({ info }) => !['get', 'list'].includes(info.verb))).toEqual([]);
    expect(requests.length).toBeLessThanOrEqual(8);
  });

  test('is told without events where nobody wants them, or he may not see them', async () => {
    expect((await run('describe web --show-events=false')).stdout).not.toContain('Events:');
    stage.cluster.harm('list events user=blind: 403', 'list leases user=blind: 403');
    const blind = await run('describe web', { user: 'blind' });
    stage.cluster.harm();
    expect(blind).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(blind)).toContain('Events:  <forbidden>');
    expect(linesOf(blind)).toContain('  Held By:  <forbidden>');
  });
});

describe('which sets', () => {
  test('are those that are named, or whose names begin so, or all', async () => {
    for (const line of [
      'describe web',
      'describe petset/web',
      'describe we',
      'describe',
      'describe -A',
      'describe -l !app',
    ])
      expect((await run(line)).stdout.match(/^Name: .*$/gm), line).toEqual([expect.stringMatching(/ web$/)]);
  });

  test('are none: that is said, and is no mistake', async () => {
    const message = `No resources found in ${namespace} namespace.\n`;
    expect(await run('describe -l app=other')).toEqual({ code: 0, stdout: '', stderr: message });
  });

  test.each([
    ['describe nope', 'Error from server (NotFound): petsets "nope" not found\n'],
    ['describe web -A', 'error: a resource cannot be retrieved by name across all namespaces\n'],
    ['describe web -l a=b', 'error: name cannot be provided when a selector is specified\n'],
    ['describe pod/web-0', 'error: "pod/web-0" is a pod and no set: kubectl describe pod web-0\n'],
    ['describe -l a=b=c', 'error: invalid argument "a=b=c" for "--selector" flag: must be labels such as app=nginx\n'],
  ])('%s is a mistake', async (line, message) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.startsWith(message), stderr).toBe(true);
  });

  test('of two of which one is not there, the other is shown all the same', async () => {
    const { code, stdout, stderr } = await run('describe nope web');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Name: +web\n/);
    expect(stderr).toBe('Error from server (NotFound): petsets "nope" not found\n');
  });
});

describe('a set that is not as it should be', () => {
  const made = async (pets: number): Promise<string> => {
    const own = await stage.makeNamespace();
    await run('create -f -', { namespace: own, input: manifest(pets) });
    return own;
  };

  test('and that nobody brings on: how to go on is said', async () => {
    const own = await made(1);
    await run('scale web --replicas=3 --no-wait', { namespace: own });
    const ran = await run('describe web', { namespace: own });
    expect(linesOf(ran)).toContain('Replicas:  3 desired | 1 total');
    expect(linesOf(ran)).toContain('Operation:  create the pets that are missing (1 of 3 done)');
    expect(below('Operation:', ran)).toEqual([
      expect.stringMatching(new RegExp(`^ {2}Held By: {2}nobody; to go on: kubectl petset reconcile web -n ${own} `)),
    ]);
  });

  test('and is paused, by whom, and who holds it', async () => {
    const own = await made(1);
    await run('pause web', { namespace: own });
    await run('scale web --replicas=2 --no-wait', { namespace: own });
    const holder = stage.begin('reconcile web', { user: 'holder', namespace: own });
    await holder.printed(/pauses petset/);
    const ran = await run('describe web', { namespace: own });
    expect(below('Conditions:', ran).slice(2)).toEqual([
      expect.stringMatching(/^ {2}Ready {2}False {2}Waiting: for /),
      expect.stringMatching(/^ {2}Progressing {2}False {2}/),
      expect.stringMatching(/^ {2}Paused {2}True {2}Brake: for /),
    ]);
    expect(below('Operation:', ran)).toEqual([
      expect.stringMatching(new RegExp(`^ {2}Paused: {2}to go on: kubectl petset resume web -n ${own}`)),
      expect.stringMatching(/^ {2}Held By: {2}tester@host:1-\w+, for \d+s, renewed \d+s ago$/),
    ]);
    await run('resume web', { namespace: own });
    await stage.clock.within(LIMIT, holder.ended);
  });

  test('because of a pet: why, and what looks further', async () => {
    const own = await stage.makeNamespace();
    const input = manifest(2).replace('nginx:1', 'nginx:1\n          resources: {requests: {cpu: 900}}');
    await run('create -f - --timeout=30s', { namespace: own, input });
    const ran = await run('describe web', { namespace: own });
    expect(below('Not Healthy:', ran)).toEqual([
      expect.stringMatching(/^ {2}pod\/web-0 {2}.*Insufficient cpu/),
      expect.stringMatching(/^ {2}look further: kubectl describe pod web-0 -n /),
    ]);
    expect(below('Events:', ran).join('\n')).toMatch(/Warning {2}Unschedulable {2}/);
  });

  test('because it is going: what goes and what stays', async () => {
    const other = await stage.makeNamespace();
    await run('create -f -', { namespace: other, input: manifest(1) });
    await run('delete web --wait=false', { namespace: other });
    const ran = await run('describe web', { namespace: other });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(ran)).toContain('Replicas:  0 desired | 1 total');
    expect(linesOf(ran)).toContain('Operation:  delete: pets go, then the set; claims stay (1 to go)');
  });

  test('whose record somebody has broken: that is said in its words', async () => {
    const own = await made(1);
    const named = { namespace: own, name: 'petset-web' };
    orFail(await stage.cluster.client.patch(RESOURCES.configMaps, named, 'merge', { data: { 'petset.json': '{' } }));
    for (const line of ['describe', 'describe web']) {
      const { code, stdout, stderr } = await run(line, { namespace: own });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^error: the record configmap\/petset-web cannot be read: /);
    }
  });
});
