import { describe, expect, it } from 'vitest';

import { podExcesses } from '../../../../../src/sandbox/apiserver/admission/limit-range/constraints.js';
import type { Container, Pod } from '../../../../../src/sandbox/model/pod.js';

const container = (name: string, cpu: string, restartPolicy?: string): Container => ({
  name,
  resources: { requests: { cpu }, limits: { cpu } },
  ...(restartPolicy !== undefined && { restartPolicy }),
});

const pod = (containers: Container[], initContainers: Container[]): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'p' },
  spec: { containers, initContainers },
  status: {},
});

describe('what a whole pod takes', () => {
  it.each<[string, Container[], Container[], string]>([
    ['is the sum of its containers', [container('a', '100m'), container('b', '1')], [], '1100m'],
    ['is the largest init container, if that is more', [container('a', '1')], [container('i', '3')], '3'],
    ['is not the sum of init containers', [container('a', '1')], [container('i', '1'), container('j', '1')], '1'],
    ['has sidecars beside the containers', [container('a', '1')], [container('s', '500m', 'Always')], '1500m'],
    [
      'has sidecars beside the init containers after them',
      [container('a', '1')],
      [container('i', '3'), container('s', '500m', 'Always'), container('j', '3')],
      '3500m',
    ],
  ])('%s', (_what, containers, init, total) => {
    const words = `maximum cpu usage per Pod is 1m, but limit is ${total}`;
    expect(podExcesses(pod(containers, init), [{ type: 'Pod', max: { cpu: '1m' } }])).toEqual([words]);
  });
});
