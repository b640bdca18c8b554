import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Passing } from '../../../src/sandbox/index.js';
import { FakeClock } from '../../fixtures/clock.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { quickClock } from '../../fixtures/quick-clock.js';
import { type CommandRun, typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
/** Whoever waits of his own accord has it over soon. */
const clock = quickClock(20);
let cluster: Embedded;
const typing = typingOn(() => cluster);
const petset = (line: string): Promise<CommandRun> => typing.petset(line, { clock });
const requests = (isIt: (request: Passing) => boolean): number => cluster.arrived.filter(isIt).length;
const isCreationOf = (resource: string, { info }: Passing): boolean =>
  info.isResource && info.verb === 'create' && info.resource === resource;
const isDryRun = ({ query }: Passing): boolean => query.has('dryRun');

beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

const CREATED = {
  code: 0,
  stdout: expect.stringMatching(/^service\/nginx created\npetset\/web created\n[^]*ready \(2\/2\)\n$/) as string,
};

describe('create works', () => {
  test.each([
    ['when a dry run fails', 'create * dry-run=yes: 500 times=3'],
    ['when the connection of a dry run breaks', 'create * dry-run=yes: reset times=3'],
    ['when the answer to a dry run is lost', 'create * dry-run=yes: lose-answer times=3'],
    ['when the server is too busy for a dry run', 'create * dry-run=yes: 429 times=2'],
    ['when nobody says which kinds there are', 'get /api*: 503 times=2'],
    ['when nobody says what is in the way', 'list pods: 503 times=2'],
    ['when a document is refused for now', 'create services dry-run=no: 500 times=2'],
    ['when a document is created and its answer lost', 'create services dry-run=no: lose-answer times=1'],
    ['when every answer about it is lost for a while', 'any services dry-run=no: lose-answer times=3'],
    ['when the record is refused for now', 'create configmaps dry-run=no: 503 times=2'],
    ['when the record is created and its answer lost', 'create configmaps dry-run=no: lose-answer times=1'],
    ['when the lease is', 'write leases: lose-answer times=2'],
  ])('%s', async (_what, fault) => {
    cluster.harm(fault);
    expect(await petset(`create -f ${PETSET}`)).toMatchObject(CREATED);
  });
});

describe('with a set that is there', () => {
  beforeEach(async () => {
    expect(await petset(`create -f ${PETSET}`)).toMatchObject(CREATED);
  });

  test.each([
    ['when the record cannot be read for now', 'get configmaps: 500 times=2'],
    ['when the change is refused for now', 'update configmaps: 500 times=2'],
    ['when the change is made and its answer lost', 'update configmaps: lose-answer times=1'],
    ['when somebody else is faster', 'update configmaps: 409 reason=Conflict times=2'],
  ])('scale works %s', async (_what, fault) => {
    cluster.harm(fault);
    const { code, stdout } = await petset('scale web --current-replicas=2 --replicas=3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^petset\/web scaled\n[^]*petset\/web ready \(3\/3\)\n$/);
  });

  test('a change of somebody else that is like ours is not ours', async () => {
    expect((await petset('scale web --replicas=3')).code).toBe(0);
    cluster.harm('update configmaps: 500 times=1');
    const { code, stderr } = await petset('scale web --current-replicas=2 --replicas=3');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: Expected replicas to be 2, was 3\n' });
  });

  test.each([
    ['when nothing can be looked at for now', 'list *: 503 times=4'],
    ['when the mark is refused for now', 'update configmaps: 500 times=2'],
    ['when the mark is set and its answer lost', 'update configmaps: lose-answer times=1'],
    ['when deletions fail', 'delete *: 500 times=3'],
    ['when answers to deletions are lost', 'delete *: lose-answer every=2'],
  ])('clean works %s', async (_what, fault) => {
    cluster.harm(fault);
    const { code, stdout } = await petset('clean web --yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/petset\/web deleted\n$/);
  });

  test('the next command need not wait for a lease whose release failed', async () => {
    cluster.harm('update leases: 500 times=2');
    // By the time of the world: requests have to get through in the little time that there is for a farewell.
    expect((await typing.petset('scale web --replicas=1')).code).toBe(0);
    cluster.harm();
    const { code, stdout } = await typing.petset('scale web --replicas=2');
    expect(code).toBe(0);
    expect(stdout).not.toContain('following along');
  });
});

test('what somebody else has made in the meantime is not taken for our own', async () => {
  cluster.harm('create services dry-run=no agent=kubectl-petset*: 500');
  const theirs = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'nginx' }, spec: { ports: [{ port: 1 }] } };
  const isFirstWrite = new Promise<void>((resolve) => {
    cluster.onArrival((request) => {
      if (isCreationOf('services', request) && !isDryRun(request)) resolve();
    });
  });
  const creating = petset(`create -f ${PETSET}`);
  await isFirstWrite;
  const made = await fetch(`${cluster.url}/api/v1/namespaces/default/services`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(theirs),
  });
  expect(made.status).toBe(201);
  cluster.harm();
  const { code, stderr } = await creating;
  expect(code).toBe(1);
  expect(stderr).toContain(
    'Error from server (AlreadyExists): services "nginx" already exists\nservice/nginx was not created\n',
  );
});

describe('a server that stays in trouble', () => {
  test('is said to be, in its words, and how often it was asked is told', async () => {
    cluster.harm('create services dry-run=yes: 500 message="etcd is on fire"');
    const { code, stderr } = await petset(`create -f ${PETSET}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /\nError from server \(InternalError\): etcd is on fire \(trying again in \d\.\ds\)\nError from server \(InternalError\): etcd is on fire\n {2}in .*petset\.yaml\nnothing was created\n$/,
    );
    expect(requests((request) => isDryRun(request) && isCreationOf('services', request))).toBe(8);
  });

  test('can be left by Ctrl-C', async () => {
    cluster.harm('create * dry-run=yes: 503 retry-after=5m');
    const create = typing.begin(`create -f ${PETSET}`);
    await create.printed(/trying again in 300\.\ds/);
    create.interrupt();
    expect(await create.ended).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/\ninterrupted\n$/) as string,
    });
  });

  test('is waited for no longer than --timeout', async () => {
    const standing = new FakeClock();
    cluster.harm('get configmaps: 503 retry-after=5m');
    const scale = typing.begin('scale web --replicas=1 --timeout=2m', { clock: standing });
    await scale.printed(/trying again in 300\.\ds/);
    await standing.advance(120_000);
    const { code, stderr } = await scale.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nerror: timed out waiting for the condition on petsets\/web\n$/);
  });

  test('is told about, where it is not waited for', async () => {
    cluster.harm('get configmaps: 403 message="no"');
    const { code, stderr } = await petset('scale web --replicas=1');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Error from server (Forbidden): no\n' });
    expect(requests(({ info }) => info.isResource && info.verb === 'get' && info.resource === 'configmaps')).toBe(1);
  });
});

describe('where no server listens', () => {
  /** Answers to each request in the same way. */
  async function listenOn(port: number, status: number): Promise<{ port: number; close: () => Promise<unknown> }> {
    const server = createServer((_request, response) => response.writeHead(status, { connection: 'close' }).end('no'));
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      close: () => once(server.close(), 'close'),
    };
  }
  const line = (port: number): string => `scale web --replicas=1 --server=http://127.0.0.1:${port} -v=6`;

  test('it is told at once', async () => {
    const { port, close } = await listenOn(0, 404);
    await close();
    const { code, stderr } = await petset(line(port));
    expect(code).toBe(1);
    expect(stderr.match(/^GET /gm)).toHaveLength(1);
    expect(stderr).toContain(`The connection to the server 127.0.0.1:${port} was refused`);
  });

  test('one that has answered before is waited for', async () => {
    const first = await listenOn(0, 503);
    const scale = typing.begin(line(first.port));
    await scale.printed(/ 503 in /);
    await first.close();
    await scale.printed(/ECONNREFUSED/);
    const second = await listenOn(first.port, 404);
    const { code, stderr } = await scale.ended;
    await second.close();
    expect(code).toBe(1);
    expect(stderr).toContain('\nError from server: no\n');
  });
});
