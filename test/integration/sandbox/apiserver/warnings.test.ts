import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KINDS } from '../../../../src/sandbox/apiserver/kinds/table.js';
import { podManifest, startCluster } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const NAMESPACE = '/api/v1/namespaces/default';

describe('a warning', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } };
  const set = { selector: { matchLabels: { a: 'b' } }, template };
  const job = { template: { spec: { ...template.spec, restartPolicy: 'Never' } } };

  it.each([
    ['/apis/apps/v1', 'daemonsets', set],
    ['/apis/batch/v1', 'jobs', job],
    ['/apis/batch/v1', 'cronjobs', { schedule: '* * * * *', jobTemplate: { spec: job } }],
  ])('tells who creates what nobody acts on: %s %s', async (root, plural, spec) => {
    const { code, headers } = await cluster.post(`${root}/namespaces/default/${plural}`, {
      metadata: { name: 'idle' },
      spec,
    });
    const words = `this embedded cluster has no controller for ${plural}: it is stored, no pods are made`;
    expect([code, headers.warning]).toEqual([201, `299 - "${words}"`]);
    const again = await cluster.get(`${root}/namespaces/default/${plural}/idle`);
    expect([again.code, again.headers.warning]).toEqual([200, undefined]);
  });

  it('comes with every kind that has a template but a pod and its own', () => {
    const withTemplates = KINDS.filter(
      ({ group, categories }) => ['apps', 'batch'].includes(group) && categories?.includes('all') === true,
    );
    expect(withTemplates).toHaveLength(6);
    expect(withTemplates.filter((kind) => !('warnings' in kind))).toEqual([]);
  });

  it('tells everybody who asks for endpoints that they are old', async () => {
    const words = '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"';
    const endpoints = { metadata: { name: 'e' } };
    expect((await cluster.post(`${NAMESPACE}/endpoints`, endpoints)).headers.warning).toBe(words);
    expect((await cluster.get(`${NAMESPACE}/endpoints`)).headers.warning).toBe(words);
  });

  it('can be of fields in any script, and is not told with control characters in it', async () => {
    const typo = { metadata: { name: 'm' }, 日本: 'x', 'a\u007f': 'y', 'b"': 'z' };
    const { code, headers } = await cluster.post(`${NAMESPACE}/configmaps?dryRun=All`, typo);
    const told = Buffer.from(String(headers.warning), 'latin1').toString();
    expect([code, told]).toEqual([201, String.raw`299 - "unknown field \"日本\"", 299 - "unknown field \"b\\\"\""`]);
  });

  it('tells what is hardly meant in a pod', async () => {
    const pod = podManifest('p', { imagePullSecrets: [{ name: '' }] });
    const { code, headers } = await cluster.post(`${NAMESPACE}/pods?dryRun=All`, pod);
    expect([code, headers.warning]).toEqual([
      201,
      String.raw`299 - "spec.imagePullSecrets[0].name: invalid empty name \"\""`,
    ]);
  });
});
