import { describe, expect, it } from 'vitest';

import { quotaUse } from '../../../../src/sandbox/model/quota-usage.js';

const ONE = 1_000_000_000n;

const use = (group: string, plural: string, object: object): Record<string, bigint> =>
  Object.fromEntries(quotaUse({ group, plural }, { ...object }));

describe('what an object takes of a quota', () => {
  it('counts every kind, some under two names', () => {
    expect(use('', 'configmaps', {})).toEqual({ 'count/configmaps': ONE, configmaps: ONE });
    expect(use('coordination.k8s.io', 'leases', {})).toEqual({ 'count/leases.coordination.k8s.io': ONE });
  });

  it('sums what the containers of a pod ask for', () => {
    const container = { resources: { requests: { cpu: '250m' }, limits: { memory: '1' } } };
    expect(use('', 'pods', { spec: { containers: [container, container] }, status: {} })).toEqual({
      'count/pods': ONE,
      pods: ONE,
      'requests.cpu': ONE / 2n,
      cpu: ONE / 2n,
      'limits.memory': 2n * ONE,
    });
  });

  it('charges the greediest init container where it asks for more than the others together', () => {
    const asking = (cpu: string, memory: string, restartPolicy?: string): object => ({
      resources: { requests: { cpu, memory } },
      ...(restartPolicy !== undefined && { restartPolicy }),
    });
    const spec = {
      containers: [asking('1', '4'), asking('1', '4')],
      initContainers: [asking('3', '1'), asking('1', '1', 'Always'), asking('4', '1')],
    };
    // Beside the second init container runs the sidecar.
    expect(use('', 'pods', { spec, status: {} })).toMatchObject({ cpu: 5n * ONE, memory: 9n * ONE });
  });

  it.each(['Succeeded', 'Failed'])('charges nothing but its number for a pod that has %s', (phase) => {
    expect(use('', 'pods', { spec: { containers: [] }, status: { phase } })).toEqual({ 'count/pods': ONE });
  });

  it('charges claims to their class too', () => {
    const spec = { storageClassName: 'fast', resources: { requests: { storage: '2' } } };
    expect(use('', 'persistentvolumeclaims', { spec })).toEqual({
      'count/persistentvolumeclaims': ONE,
      persistentvolumeclaims: ONE,
      'requests.storage': 2n * ONE,
      'fast.storageclass.storage.k8s.io/requests.storage': 2n * ONE,
      'fast.storageclass.storage.k8s.io/persistentvolumeclaims': ONE,
    });
  });
});
