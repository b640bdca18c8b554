import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { APPLY, at, hasCondition, JSON_PATCH, MERGE, startCluster, STRATEGIC, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PETS = '/apis/zoo.test/v1/namespaces/default/pets';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** As JSON, since a literal would make a prototype of the first. */
const KEYS = '{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h"}';

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'pets.zoo.test' },
  spec: {
    group: 'zoo.test',
    scope: 'Namespaced',
    names: { kind: 'Pet', plural: 'pets' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

describe('keys that objects of JavaScript have of themselves', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.post(DEFINITIONS, DEFINITION);
    await cluster.until(`${DEFINITIONS}/pets.zoo.test`, (object) => hasCondition(object, 'Established'));
  });
  afterAll(() => cluster.stop());

  const bodies = (name: string): readonly [path: string, body: string][] => [
    [MAPS, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},"data":${KEYS}}`],
    [PETS, `{"apiVersion":"zoo.test/v1","kind":"Pet","metadata":{"name":"${name}"},"data":${KEYS}}`],
  ];
  const stored = async (path: string): Promise<string> => {
    const data = at((await cluster.get(path)).body, 'data') ?? {};
    return JSON.stringify(Object.fromEntries(Object.entries(data).sort(([, a], [, b]) => (a < b ? -1 : 1))));
  };
  const sorted = '{"constructor":"c","hasOwnProperty":"h","__proto__":"p","toString":"t"}';

  it.each(bodies('created'))('are kept by creation in %s', async (path, body) => {
    expect((await cluster.post(path, body)).code).toBe(201);
    expect(await stored(`${path}/created`)).toBe(sorted);
  });

  it.each(bodies('applied'))('are kept by applying in %s', async (path, body) => {
    const { code } = await cluster.send('PATCH', `${path}/applied?fieldManager=m`, body, { type: APPLY });
    expect(code).toBe(201);
    expect(await stored(`${path}/applied`)).toBe(sorted);
  });

  const added = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((key) => ({
    op: 'add',
    path: `/data/${key}`,
    value: key.replaceAll('_', '').charAt(0),
  }));
  it.each([
    [MAPS, MERGE, `{"data":${KEYS}}`],
    [PETS, MERGE, `{"data":${KEYS}}`],
    [MAPS, STRATEGIC, `{"data":${KEYS}}`],
    [MAPS, JSON_PATCH, JSON.stringify(added)],
    [PETS, JSON_PATCH, JSON.stringify(added)],
  ])('are kept in %s by %s', async (path, type, patch) => {
    const [, body = ''] = bodies('patched').find(([one]) => one === path) ?? [];
    await cluster.post(path, body.replace(KEYS, '{"x":"0"}'));
    const { code, body: answer } = await cluster.patch(`${path}/patched`, patch, type);
    expect([code, textAt(answer, 'message')]).toEqual([200, '']);
    expect(await stored(`${path}/patched`)).toBe(sorted.replace('{', '{"x":"0",'));
    await cluster.delete(`${path}/patched`);
  });
});

describe('patches and texts that ask for too much', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.post(MAPS, { metadata: { name: 'c' }, data: { x: 'y' } });
  });
  afterAll(() => cluster.stop());

  /** The words are those of a server of 1.34.2. */
  it('refuses more operations than a server does', async () => {
    const operations = Array(10_001).fill({ op: 'test', path: '/metadata/name', value: 'c' });
    const { code, body } = await cluster.patch(`${MAPS}/c`, operations, JSON_PATCH);
    expect([code, body]).toEqual([
      413,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
        reason: 'RequestEntityTooLarge',
        code: 413,
      },
    ]);
  });

  it('refuses copies of copies', async () => {
    const copies = Array.from({ length: 18 }, (_, at) => ({ op: 'copy', from: '/data', path: `/data/k${at}` }));
    const operations = [{ op: 'add', path: '/data/a', value: 'x'.repeat(1000) }, ...copies];
    const { code, body } = await cluster.patch(`${MAPS}/c`, operations, JSON_PATCH);
    const words = 'the server rejected our request due to an error in our request';
    expect([code, textAt(body, 'message'), at(body, 'details')]).toEqual([422, words, {}]);
  });

  const excessive = `a: &a [x]\nb: &b [${Array(200).fill('*a').join()}]\nc: [${Array(200).fill('*b').join()}]\n`;
  it.each([
    ['&a [*a, *a]\n', "anchor 'a' value contains itself", '2661205b2a612c202a615d0a'],
    [
      excessive,
      'document contains excessive aliasing',
      '613a202661205b785d0a623a202662205b2a612c2a612c2a612c2a612c2a ...',
    ],
  ])('refuses aliases %#', async (text, words, excerpt) => {
    const created = await cluster.post(MAPS, text, { type: 'application/yaml' });
    const unrecognized = 'the object provided is unrecognized (must be of type ConfigMap)';
    expect([created.code, textAt(created.body, 'message')]).toEqual([
      400,
      `${unrecognized}: yaml: ${words} (${excerpt})`,
    ]);
    const applied = await cluster.send('PATCH', `${MAPS}/d?fieldManager=m`, text, { type: APPLY });
    const decoding = 'error decoding YAML: error converting YAML to JSON';
    expect([applied.code, textAt(applied.body, 'message')]).toEqual([400, `${decoding}: yaml: ${words}`]);
  });
});
