import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, JSON_PATCH, listAt, startCluster, STRATEGIC, textAt, unschedulable } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';

describe('the API server', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const map = (name: string, data = {}): object => ({ metadata: { name }, data });
  const version = (object: unknown): string => textAt(object, 'metadata.resourceVersion');

  it('keeps what it is given, and says when and under which id', async () => {
    const { code, body } = await cluster.post(MAPS, map('kept', { a: 'b' }));
    expect(code).toBe(201);
    expect(body).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'kept', namespace: 'default' },
    });
    expect(textAt(body, 'metadata.uid')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await cluster.get(`${MAPS}/kept`)).body).toEqual(body);
  });

  it('makes up a name after a prefix', async () => {
    const { body } = await cluster.post(MAPS, { metadata: { generateName: 'made-' } });
    expect(textAt(body, 'metadata.name')).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('changes nothing, not even the version, when an update changes nothing', async () => {
    const { body: created } = await cluster.post(MAPS, map('same', { a: 'b' }));
    const { body: updated } = await cluster.put(`${MAPS}/same`, created);
    expect(version(updated)).toBe(version(created));
    const { body: patched } = await cluster.patch(`${MAPS}/same`, { data: { a: 'b' } });
    expect(version(patched)).toBe(version(created));
  });

  it('refuses an update of an object that was changed meanwhile', async () => {
    const { body: first } = await cluster.post(MAPS, map('raced'));
    await cluster.patch(`${MAPS}/raced`, { data: { a: 'b' } });
    const { code, body } = await cluster.put(`${MAPS}/raced`, first);
    expect(code).toBe(409);
    expect(textAt(body, 'message')).toBe(
      'Operation cannot be fulfilled on configmaps "raced": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it.each([
    ['merge', { data: { b: null, c: '3' } }, 'application/merge-patch+json'],
    [
      'JSON',
      [
        { op: 'remove', path: '/data/b' },
        { op: 'add', path: '/data/c', value: '3' },
      ],
      JSON_PATCH,
    ],
    ['strategic merge', { data: { b: null, c: '3' } }, STRATEGIC],
  ])('takes a %s patch', async (kind, patch, type) => {
    const name = `patched-${kind.replace(/\W/g, '-').toLowerCase()}`;
    await cluster.post(MAPS, map(name, { a: '1', b: '2' }));
    const { code, body } = await cluster.patch(`${MAPS}/${name}`, patch, type);
    expect(code).toBe(200);
    expect(at(body, 'data')).toEqual({ a: '1', c: '3' });
  });

  it('leaves nothing behind of a dry run, of any verb', async () => {
    const { body: kept } = await cluster.post(MAPS, map('dry', { a: 'b' }));
    expect((await cluster.post(`${MAPS}?dryRun=All`, map('drier'))).code).toBe(201);
    expect((await cluster.patch(`${MAPS}/dry?dryRun=All`, { data: { a: 'c' } })).body).toMatchObject({
      data: { a: 'c' },
    });
    expect((await cluster.delete(`${MAPS}/dry?dryRun=All`)).code).toBe(200);
    expect((await cluster.get(`${MAPS}/drier`)).code).toBe(404);
    expect((await cluster.get(`${MAPS}/dry`)).body).toEqual(kept);
  });

  it('counts the generations of a spec, not of labels or status', async () => {
    await cluster.post(PODS, unschedulable('counted'));
    const labelled = await cluster.patch(`${PODS}/counted`, { metadata: { labels: { a: 'b' } } });
    expect(at(labelled.body, 'metadata.generation')).toBe(1);
    const changed = await cluster.patch(`${PODS}/counted`, { spec: { activeDeadlineSeconds: 60 } });
    expect(at(changed.body, 'metadata.generation')).toBe(2);
    const told = await cluster.patch(`${PODS}/counted/status`, {
      status: { phase: 'Running' },
      spec: { hostname: 'x' },
    });
    expect(told.body).toMatchObject({ metadata: { generation: 2 }, status: { phase: 'Running' } });
    expect(at(told.body, 'spec.hostname')).toBeUndefined();
  });

  describe('field validation', () => {
    const typo = {
      ...unschedulable('typo'),
      spec: { containers: [{ name: 'c', image: 'x', imagee: 'y' }], replicass: 1 },
    };

    it('strict refuses, naming every unknown field', async () => {
      const { code, body } = await cluster.post(`${PODS}?fieldValidation=Strict&dryRun=All`, typo);
      expect(code).toBe(400);
      expect(textAt(body, 'message')).toBe(
        'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagee", unknown field "spec.replicass"',
      );
    });

    it('warns unless told otherwise', async () => {
      const { code, headers } = await cluster.post(`${PODS}?dryRun=All`, typo);
      expect(code).toBe(201);
      expect(headers.warning).toContain('299 - "unknown field \\"spec.replicass\\""');
    });

    it('is silent when it is to ignore them', async () => {
      const { code, headers } = await cluster.post(`${PODS}?dryRun=All&fieldValidation=Ignore`, typo);
      expect([code, headers.warning]).toEqual([201, undefined]);
    });
  });

  it('writes quantities the short way', async () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } };
    const { body } = await cluster.post('/api/v1/namespaces/default/persistentvolumeclaims?dryRun=All', {
      metadata: { name: 'c' },
      spec,
    });
    expect(at(body, 'spec.resources.requests.storage')).toBe('1Gi');
  });

  it('pages through a list as it was when it began', async () => {
    const labels = { paged: 'yes' };
    for (const name of ['a', 'b', 'c']) await cluster.post(MAPS, { metadata: { name: `page-${name}`, labels } });
    const first = await cluster.get(`${MAPS}?labelSelector=paged&limit=2`);
    await cluster.post(MAPS, { metadata: { name: 'page-d', labels } });
    await cluster.delete(`${MAPS}/page-c`);
    const token = encodeURIComponent(textAt(first.body, 'metadata.continue'));
    const second = await cluster.get(`${MAPS}?labelSelector=paged&limit=2&continue=${token}`);
    const names = [...listAt(first.body, 'items'), ...listAt(second.body, 'items')].map((item) =>
      textAt(item, 'metadata.name'),
    );
    expect(names).toEqual(['page-a', 'page-b', 'page-c']);
  });

  it('goes on with a list at the revision of its beginning only', async () => {
    const { body } = await cluster.get(`${MAPS}?limit=1`);
    const token = encodeURIComponent(textAt(body, 'metadata.continue'));
    const refused = await cluster.get(`${MAPS}?limit=1&continue=${token}&resourceVersion=5`);
    expect([refused.code, textAt(refused.body, 'message')]).toEqual([
      400,
      'specifying resource version is not allowed when using continue',
    ]);
    expect((await cluster.get(`${MAPS}?limit=1&continue=${token}&resourceVersion=0`)).code).toBe(200);
    const exact = await cluster.get(`${MAPS}?limit=1&continue=${token}&resourceVersion=5&resourceVersionMatch=Exact`);
    expect([exact.code, textAt(exact.body, 'message')]).toEqual([
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided',
    ]);
  });

  it.each([
    ['/api/v1/namespaces/%zz', 400, '400 Bad Request'],
    ['//', 404, '404 page not found\n'],
    ['//api/v1', 404, '404 page not found\n'],
  ])('answers to %s, which is no path of its own: %d', async (path, code, text) => {
    const answer = await cluster.get(path);
    expect([answer.code, answer.body]).toEqual([code, text]);
  });

  it('refuses a body that is too large', async () => {
    const { code, body } = await cluster.post(MAPS, map('large', { a: 'a'.repeat(4_000_000) }));
    expect([code, body]).toEqual([
      413,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Request entity too large: limit is 3145728',
        reason: 'RequestEntityTooLarge',
        code: 413,
      },
    ]);
  });

  it('deletes a collection by its labels', async () => {
    const labels = { doomed: 'yes' };
    for (const name of ['x', 'y']) await cluster.post(MAPS, { metadata: { name: `doomed-${name}`, labels } });
    const { body } = await cluster.delete(`${MAPS}?labelSelector=doomed`);
    expect(listAt(body, 'items')).toHaveLength(2);
    expect(listAt((await cluster.get(`${MAPS}?labelSelector=doomed`)).body, 'items')).toEqual([]);
  });

  it('shows the same event to both of its groups', async () => {
    const involvedObject = { kind: 'ConfigMap', name: 'kept', namespace: 'default' };
    await cluster.post('/api/v1/namespaces/default/events', {
      metadata: { name: 'shared.1' },
      involvedObject,
      message: 'hello',
    });
    const { body } = await cluster.get('/apis/events.k8s.io/v1/namespaces/default/events/shared.1');
    expect(body).toMatchObject({ apiVersion: 'events.k8s.io/v1', regarding: involvedObject, note: 'hello' });
  });

  it.each([
    [{ uid: '1234' }, 'UID in precondition: 1234, UID in object meta: '],
    [{ resourceVersion: '1' }, 'ResourceVersion in precondition: 1, ResourceVersion in object meta: '],
  ])('binds no other pod than the scheduler thought of: %j', async (precondition, words) => {
    const name = `thought-of-${Object.keys(precondition)[0]?.toLowerCase() ?? ''}`;
    await cluster.post(PODS, unschedulable(name));
    const { code, body } = await cluster.post(`${PODS}/${name}/binding`, {
      metadata: { name, ...precondition },
      target: { kind: 'Node', name: 'sandbox-node' },
    });
    expect(code).toBe(409);
    expect(textAt(body, 'message')).toContain(
      `Operation cannot be fulfilled on pods "${name}": StorageError: invalid object, Code: 4, Key: /registry/pods/default/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${words}`,
    );
  });

  it('scales a workload', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } };
    const spec = { replicas: 1, selector: { matchLabels: { a: 'b' } }, template };
    const sets = '/apis/apps/v1/namespaces/default/statefulsets';
    await cluster.post(sets, { metadata: { name: 'set' }, spec });
    const { body } = await cluster.patch(`${sets}/set/scale`, { spec: { replicas: 5 } });
    expect(body).toMatchObject({ kind: 'Scale', spec: { replicas: 5 }, status: { selector: 'a=b' } });
    expect((await cluster.get(`${sets}/set`)).body).toMatchObject({
      spec: { replicas: 5 },
      metadata: { generation: 2 },
    });
  });

  it('takes no name that every object of JavaScript has for one that was given', async () => {
    const refused = await cluster.get(`${PODS}?fieldSelector=constructor%3Dx`);
    expect([refused.code, textAt(refused.body, 'message')]).toEqual([400, 'field label not supported: constructor']);
    expect((await cluster.patch(`${PODS}/kept`, {}, 'constructor')).code).toBe(415);
    const odd = { metadata: { name: 'odd' }, data: JSON.parse('{"constructor":"a","__proto__":"b"}') as unknown };
    expect((await cluster.post(MAPS, odd)).code).toBe(201);
    const { body } = await cluster.patch(`${MAPS}/odd`, { metadata: { labels: { toString: 'c' } } });
    expect(Object.entries(at(body, 'data') as object)).toEqual(Object.entries(odd.data as object).toSorted());
    expect(at(body, 'metadata.labels.toString')).toBe('c');
    const secret = { metadata: { name: 'typed' }, type: 'constructor' };
    expect((await cluster.post('/api/v1/namespaces/default/secrets', secret)).code).toBe(201);
  });

  it('answers in YAML to those who want it', async () => {
    const { body, headers } = await cluster.get(`${MAPS}/kept`, { accept: 'application/yaml' });
    expect(headers['content-type']).toBe('application/yaml');
    expect(body).toContain('kind: ConfigMap\n');
  });

  it('gives tokens to those who name nobody, or the right account', async () => {
    const path = '/api/v1/namespaces/default/serviceaccounts/default/token';
    const request = (metadata: object, seconds: number): object => ({ metadata, spec: { expirationSeconds: seconds } });
    expect((await cluster.post(path, request({}, 3600))).code).toBe(201);
    expect((await cluster.post(path, request({ name: 'default' }, 3600))).code).toBe(201);
    expect((await cluster.post(path, request({ name: 'other' }, 3600))).code).toBe(422);
    expect(textAt((await cluster.post(path, request({}, 60))).body, 'message')).toBe(
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    );
  });

  it('says of the web pages of containers where they are answered, and of a missing pod that it is missing', async () => {
    await cluster.post(PODS, unschedulable('paged'));
    const ask = async (path: string): Promise<readonly [number, string]> => {
      const { code, body } = await cluster.get(`${PODS}/${path}`);
      return [code, textAt(body, 'message')];
    };
    expect(await ask('none/proxy/')).toEqual([404, 'pods "none" not found']);
    for (const name of ['paged', 'paged:80', 'http:paged:80']) {
      const [code, message] = await ask(`${name}/proxy/index.html`);
      expect([code, message]).toEqual([501, expect.stringContaining('"kubectl exec paged -- curl')]);
    }
  });
});
