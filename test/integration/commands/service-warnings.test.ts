import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { Service } from '../../../src/petset/kubernetes-service.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';

let cluster: Embedded;
let home: string;
beforeAll(async () => {
  cluster = await startEmbedded();
  home = mkdtempSync(join(tmpdir(), 'petset-services-'));
});
afterEach(() => cluster.harm());
afterAll(async () => {
  await cluster.stop();
  rmSync(home, { recursive: true });
});
const { petset } = typingOn(() => cluster);

const WITH_ADDRESS = { selector: { app: 'db' }, ports: [{ port: 1 }] };
const HEADLESS = { ...WITH_ADDRESS, clusterIP: 'None' };

function service(name: string, spec: Service['spec'] = HEADLESS, namespace = 'default'): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
}

/** A file with a set `db` of the service `SERVICE`, and what else there is. */
function file(serviceName: string, ...others: readonly object[]): string {
  const set = {
    apiVersion: 'petset.dev/v1alpha1',
    kind: 'PetSet',
    metadata: { name: 'db' },
    spec: {
      serviceName,
      replicas: 1,
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'db:1' }] } },
    },
  };
  const path = join(home, 'db.yaml');
  writeFileSync(path, [...others, set].map((document) => JSON.stringify(document)).join('\n---\n'));
  return path;
}

const WHAT_TO_DO = 'create one with clusterIP: None and the selector app=db';
const warning = (why: string): string => `Warning: petset/db: its pets have no DNS names, because ${why}\n`;
const create = async (path: string, how = 'server') => petset(`create -f ${path} --dry-run=${how}`);

test.each(['client', 'server'])('a service that there is not is told in a dry run of %s', async (how) => {
  const { code, stdout, stderr } = await create(file('nosuch'), how);
  expect(stderr).toBe(warning(`there is no service/nosuch: ${WHAT_TO_DO}`));
  expect({ code, result: stdout.split('\n')[0] }).toEqual({
    code: 0,
    result: `petset/db created (${how === 'client' ? '' : 'server '}dry run)`,
  });
});

test('so is one of the cluster that does not do, by create and by apply', async () => {
  orFail(await cluster.client.create(RESOURCES.services, service('address', { ...HEADLESS, clusterIP: '10.96.7.7' })));
  orFail(await cluster.client.create(RESOURCES.services, service('others', { ...HEADLESS, selector: { app: 'web' } })));
  const again = 'delete it and create it again with clusterIP: None';
  const select = 'give it the selector app=db';
  for (const verb of ['create', 'apply']) {
    const said = async (name: string) => (await petset(`${verb} -f ${file(name)} --dry-run=server`)).stderr;
    expect(await said('address')).toBe(warning(`service/address has a cluster IP: ${again}`));
    expect(await said('others')).toBe(
      warning(`service/others selects app=web, which they are not labelled with: ${select}`),
    );
  }
});

test('one in the files counts, and has the last word', async () => {
  expect((await create(file('new', service('new')))).stderr).toBe('');
  expect((await create(file('new', service('new')), 'client')).stderr).toBe('');
  expect((await create(file('new', service('new', WITH_ADDRESS)))).stderr).toContain('service/new has a cluster IP');
  orFail(await cluster.client.create(RESOURCES.services, service('mended', { ...HEADLESS, selector: { app: 'web' } })));
  expect((await petset(`apply -f ${file('mended', service('mended'))} --dry-run=server`)).stderr).toBe('');
});

test('one in the files of another namespace is none', async () => {
  const { stderr } = await create(file('far', service('far', HEADLESS, 'kube-system')));
  expect(stderr).toBe(warning(`there is no service/far: ${WHAT_TO_DO}`));
});

test('nothing is told of a set without a service, nor where services may not be read', async () => {
  expect((await create(file(''))).stderr).toBe('');
  cluster.harm('get services: 403');
  expect((await create(file('nosuch'))).stderr).toBe('');
  expect((await petset(`apply -f ${file('nosuch')} --dry-run=client`)).stderr).toBe('');
  expect((await create(file('new', service('new', WITH_ADDRESS)))).stderr).toContain('has a cluster IP');
});

test('a dry run of a client does without a server', async () => {
  const { code, stdout, stderr } = await petset(
    `create -f ${file('any')} --dry-run=client --server=http://127.0.0.1:1`,
  );
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'petset/db created (dry run)\n', stderr: '' });
});

test('it is told before the pets are created, which are created all the same', async () => {
  const { code, stdout, stderr } = await petset(`create -f ${file('nosuch')}`);
  expect(stderr).toBe(warning(`there is no service/nosuch: ${WHAT_TO_DO}`));
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/petset\/db ready \(1\/1\)\n$/) as string,
  });
});
