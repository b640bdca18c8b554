import { gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, startCluster } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const NAMESPACE = '/api/v1/namespaces/default';

describe('the bytes of an answer', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const fetch = (
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ head: unknown; body: Buffer }> =>
    new Promise((resolve, reject) => {
      const authorization = `Bearer ${cluster.sandbox.token}`;
      request(cluster.sandbox.url + path, { headers: { authorization, ...headers } }, (response) => {
        buffer(response).then((body) => resolve({ head: response.headers, body }), reject);
      })
        .on('error', reject)
        .end();
    });

  it('has the headers of every answer, with the id that the client gave', async () => {
    const { headers } = await cluster.get('/version');
    expect(headers['cache-control']).toBe('no-cache, private');
    expect(headers['audit-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(at((await fetch('/version', { 'audit-id': 'mine' })).head, 'audit-id')).toBe('mine');
  });

  it('is laid out for people: who asks for it, and who sits before curl', async () => {
    const pretty = '{\n  "kind": "Namespace",\n';
    expect(String((await fetch(`${NAMESPACE}?pretty=true`)).body).startsWith(pretty)).toBe(true);
    expect(String((await fetch(NAMESPACE, { 'user-agent': 'curl/8' })).body).startsWith(pretty)).toBe(true);
    expect(String((await fetch(`${NAMESPACE}?pretty=0`, { 'user-agent': 'curl/8' })).body)).toMatch(/^\{"kind"/);
    expect(String((await fetch(`${NAMESPACE}/pods/none?pretty=1`)).body)).toMatch(/^\{\n {2}"kind": "Status"/);
  });

  it('writes letters of HTML as numbers', async () => {
    await cluster.post(`${NAMESPACE}/configmaps`, { metadata: { name: 'html' }, data: { a: '<b> & c' } });
    const text = String((await fetch(`${NAMESPACE}/configmaps/html`)).body);
    expect(text).toContain(String.raw`"a":"\u003cb\u003e \u0026 c"`);
  });

  it('is compressed when it is long and the client can read that', async () => {
    await cluster.post(`${NAMESPACE}/configmaps`, { metadata: { name: 'long' }, data: { a: 'x'.repeat(200_000) } });
    const { head, body } = await fetch(`${NAMESPACE}/configmaps/long`, { 'accept-encoding': 'gzip' });
    expect([at(head, 'content-encoding'), at(head, 'vary')]).toEqual(['gzip', 'Accept-Encoding']);
    expect(String(gunzipSync(body))).toContain('xxx');
    const short = await fetch(`${NAMESPACE}/configmaps/html`, { 'accept-encoding': 'gzip' });
    expect(at(short.head, 'content-encoding')).toBeUndefined();
  });

  it('tells fields in the order of their struct, whoever filled them in', async () => {
    const { body } = await cluster.post(`${NAMESPACE}/pods?dryRun=All`, {
      metadata: { name: 'p' },
      spec: { schedulerName: 'x', containers: [{ image: 'x', name: 'c' }] },
    });
    expect(Object.keys(at(body, 'spec') as object)).toEqual([
      ...['containers', 'restartPolicy', 'terminationGracePeriodSeconds', 'dnsPolicy', 'securityContext'],
      ...['schedulerName', 'tolerations', 'priority', 'enableServiceLinks', 'preemptionPolicy'],
    ]);
    expect(Object.keys(at(body, 'spec.containers.0') as object)).toEqual([
      ...['name', 'image', 'resources', 'terminationMessagePath', 'terminationMessagePolicy', 'imagePullPolicy'],
    ]);
  });
});

describe('YAML, as Go reads it', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const post = (line: string): ReturnType<Cluster['post']> =>
    cluster.post(
      `${NAMESPACE}/configmaps?dryRun=All`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  ${line}\n`,
      { type: 'application/yaml' },
    );

  it.each([
    ['a: yes', 'bool'],
    ['a: N', 'bool'],
    ['a: on', 'bool'],
    ['a: 010', 'number'],
    ['a: 1_000', 'number'],
    ['a: 0b11', 'number'],
  ])('%s is a %s, and no text', async (line, type) => {
    const { code, body } = await post(line);
    expect([code, at(body, 'message')]).toEqual([
      400,
      `ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal ${type} into Go struct field ConfigMap.data of type string`,
    ]);
  });

  it.each([
    ['a: 2001-01-01', { a: '2001-01-01' }],
    ['a: 12:30', { a: '12:30' }],
    ['yes: "x"', { true: 'x' }],
    ['1: "x"', { 1: 'x' }],
  ])('%s is text', async (line, data) => {
    expect(at((await post(line)).body, 'data')).toEqual(data);
  });
});
