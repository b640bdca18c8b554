import { describe, expect, test } from 'vitest';
import { isPublished, missingNames } from '../../../src/petset/governing-service.js';
import type { Service } from '../../../src/petset/kubernetes-service.js';
import type { Pod, Served } from '../../../src/petset/kubernetes.js';
import { nginxService, NOT_READY, petPod, READY } from '../../fixtures/peers.js';
import { webSet } from '../../fixtures/sets.js';

describe('pets have no DNS names, because', () => {
  const because = (service: Service | 'missing', set = webSet()) =>
    missingNames(set, service)?.replace('petset/web: its pets have no DNS names, because ', '');

  test.each<[string, Service | 'missing', string]>([
    [
      'there is no service',
      'missing',
      'there is no service/nginx: create one with clusterIP: None and the selector app=nginx',
    ],
    [
      'it has an address',
      nginxService({ clusterIP: '10.96.0.1' }),
      'service/nginx has a cluster IP: delete it and create it again with clusterIP: None',
    ],
    [
      'it will get one',
      { ...nginxService(), spec: { selector: { app: 'nginx' } } },
      'service/nginx has a cluster IP: delete it and create it again with clusterIP: None',
    ],
    [
      'it is a name',
      nginxService({ type: 'ExternalName' }),
      'service/nginx only stands for a name elsewhere (ExternalName): delete it and create it again with clusterIP: None',
    ],
    [
      'it selects others',
      nginxService({ selector: { app: 'nginx', tier: 'db' } }),
      'service/nginx selects app=nginx,tier=db, which they are not labelled with: give it the selector app=nginx',
    ],
    [
      'it selects nobody',
      nginxService({ selector: {} }),
      'service/nginx has no selector: give it the selector app=nginx',
    ],
  ])('%s', (_why, service, words) => {
    expect(because(service)).toBe(words);
  });

  test('a selector is proposed that fits, also where the set selects by expressions', () => {
    const byExpression = webSet({
      selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
      template: { metadata: { labels: { app: 'db', shard: '1' } }, spec: { containers: [] } },
    });
    expect(because('missing', byExpression)).toContain('the selector app=db,shard=1');
  });

  test.each<[string, Parameters<typeof missingNames>]>([
    ['the guide’s service', [webSet(), nginxService()]],
    ['one by the label that we give them', [webSet(), nginxService({ selector: { 'petset.dev/name': 'web' } })]],
    ['one that nobody may look at', [webSet(), 'unknown']],
    ['a set without a service', [webSet({ serviceName: '' }), 'missing']],
  ])('there is nothing against %s', (_what, [set, service]) => {
    expect(missingNames(set, service)).toBeUndefined();
  });
});

describe('a service has the name of a pod resolve', () => {
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  const labels = { app: 'nginx' };
  const early = nginxService({ publishNotReadyAddresses: true });

  test.each<[boolean, string, Served<Pod>, Service]>([
    [true, 'that is ready', petPod(0), nginxService()],
    [false, 'that is not ready', petPod(0, { status: NOT_READY }), nginxService()],
    [true, 'that is not ready, if it is told to', petPod(0, { status: NOT_READY }), early],
    [false, 'that is on its way out', going(), nginxService()],
    [true, 'that is on its way out, if it is told to', going(), early],
    [false, 'that has no address yet', petPod(0, { status: { ...NOT_READY, podIP: '' } }), early],
    [false, 'that has failed', petPod(0, { status: { ...READY, phase: 'Failed' } }), early],
    [false, 'of other labels', petPod(0, { metadata: { name: 'web-0', labels: { app: 'db' } } }), early],
    [false, 'of another subdomain', petPod(0, { spec: { subdomain: 'db' } }), early],
    [false, 'without a host name', petPod(0, { spec: { hostname: '' } }), early],
    [false, 'if it is headless', petPod(0), nginxService({ clusterIP: '10.96.0.1' })],
    [false, 'if it has a selector', petPod(0), nginxService({ selector: {} })],
  ])('%s: one %s', (expected, _which, pod, service) => {
    expect(isPublished(pod, service)).toBe(expected);
  });

  function going(): Served<Pod> {
    const pod = petPod(0);
    return { ...pod, metadata: { ...pod.metadata, deletionTimestamp, labels } };
  }
});
