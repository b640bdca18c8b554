import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/sandbox/platform/clock.js';
import { APPLY, at, JSON_PATCH, listAt, startCluster, textAt } from '../cluster.js';
import type { Answer, Cluster, Manifest } from '../cluster.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

const map = (name: string, data: Manifest, metadata: Manifest = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

const managers = (object: unknown): string[] =>
  listAt(object, 'metadata.managedFields').map((entry) => `${textAt(entry, 'manager')} ${textAt(entry, 'operation')}`);

const version = (object: unknown): string => textAt(object, 'metadata.resourceVersion');

describe('server-side apply', () => {
  let cluster: Cluster;
  let now = Date.parse('2026-01-01T00:00:00Z');
  beforeAll(async () => {
    cluster = await startCluster({ clock: { ...systemClock, now: () => now } });
  });
  afterAll(() => cluster.stop());

  const apply = (name: string, object: unknown, query = 'fieldManager=a'): Promise<Answer> =>
    cluster.send('PATCH', `${MAPS}/${name}?${query}`, object, { type: APPLY });

  it('of what is there already changes nothing, not even later', async () => {
    const { body: created } = await apply('same', map('same', { a: '1' }));
    now += 60_000;
    const { code, body } = await apply('same', map('same', { a: '1' }));
    expect(code).toBe(200);
    expect(body).toEqual(created);
  });

  it('by another manager is a change, though nothing else is', async () => {
    const { body: created } = await apply('shared', map('shared', { a: '1' }));
    const { body } = await apply('shared', map('shared', { a: '1' }), 'fieldManager=b');
    expect(version(body)).not.toBe(version(created));
    // Who changed nothing is told without a time, and so before the others.
    expect(managers(body)).toEqual(['b Apply', 'a Apply']);
  });

  it('reads YAML', async () => {
    const { code, body } = await apply(
      'yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\ndata:\n  a: "1"\n',
    );
    expect([code, at(body, 'data.a')]).toEqual([201, '1']);
  });

  it('minds a key that is there twice as much as it is told to', async () => {
    const twice = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\ndata:\n  a: "1"\n  a: "2"\n';
    const strict = await apply('twice', twice, 'fieldManager=a&fieldValidation=Strict');
    expect([strict.code, textAt(strict.body, 'message')]).toEqual([
      400,
      'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key "a" already set in map',
    ]);
    const warned = await apply('twice', twice);
    expect([warned.code, at(warned.body, 'data.a')]).toEqual([201, '2']);
    expect(warned.headers.warning).toBe('299 - "line 6: key \\"a\\" already set in map"');
    expect((await apply('twice', twice, 'fieldManager=a&fieldValidation=Ignore')).code).toBe(200);
  });

  it('creates only for who may create', async () => {
    const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
    const meta = { metadata: { name: 'patcher' } };
    await cluster.post(`${RBAC}/roles`, {
      ...meta,
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'patch'] }],
    });
    await cluster.post(`${RBAC}/rolebindings`, {
      ...meta,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'patcher' },
      subjects: [{ kind: 'User', name: 'patcher', apiGroup: 'rbac.authorization.k8s.io' }],
    });
    const { code, body } = await cluster.send('PATCH', `${MAPS}/new?fieldManager=a`, map('new', {}), {
      type: APPLY,
      as: 'patcher',
    });
    expect(code).toBe(403);
    expect(textAt(body, 'message')).toBe(
      'configmaps "new" is forbidden: User "patcher" cannot create resource "configmaps" in API group "" in the namespace "default"',
    );
  });

  it('cannot be forced where it is none', async () => {
    const { code, body } = await cluster.patch(`${MAPS}/same?force=true`, [], JSON_PATCH);
    expect([code, textAt(body, 'message')]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    ]);
  });
});

describe('managers', () => {
  let cluster: Cluster;
  let now = Date.parse('2026-01-01T00:00:00Z');
  beforeAll(async () => {
    cluster = await startCluster({ clock: { ...systemClock, now: () => now } });
  });
  afterAll(() => cluster.stop());

  const patch = (name: string, manager: string, data: Manifest): Promise<Answer> =>
    cluster.patch(`${MAPS}/${name}?fieldManager=${manager}`, { data });

  it('are told by watches and lists', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1`);
    await cluster.post(`${MAPS}?fieldManager=me`, map('seen', { a: '1' }));
    const { object } = await watch.until(({ object: one }) => at(one, 'metadata.name') === 'seen');
    watch.close();
    expect(managers(object)).toEqual(['me Update']);
    const { body } = await cluster.get(MAPS);
    expect(listAt(body, 'items').flatMap(managers)).toContain('me Update');
  });

  it('are told by the time of their last change, the oldest first', async () => {
    await cluster.post(`${MAPS}?fieldManager=z`, map('aged', { z: '1' }));
    now += 1000;
    await patch('aged', 'a', { a: '1' });
    now += 1000;
    const { body } = await patch('aged', 'z', { z: '2' });
    expect(managers(body)).toEqual(['a Update', 'z Update']);
    expect(listAt(body, 'metadata.managedFields').map((entry) => textAt(entry, 'time'))).toEqual([
      '2026-01-01T00:00:01Z',
      '2026-01-01T00:00:02Z',
    ]);
  });

  it('keep their time when they change nothing', async () => {
    const { body: created } = await cluster.post(`${MAPS}?fieldManager=z`, map('idle', { z: '1' }));
    now += 5000;
    expect((await patch('idle', 'z', { z: '1' })).body).toEqual(created);
    expect((await patch('idle', 'other', { z: '1' })).body).toEqual(created);
  });

  it('of the cluster itself have the names of its programs', async () => {
    const { body } = await cluster.get('/api/v1/nodes');
    expect(listAt(body, 'items').flatMap(managers)).toContain('kubelet Update');
  });
});
