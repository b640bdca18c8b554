import { describe, expect, test } from 'vitest';
import { formatPath } from '../../../src/petset/field-error.js';
import { claimNotMounted, misfitOf } from '../../../src/petset/fit.js';
import type { Pod } from '../../../src/petset/kubernetes.js';
import { newPet } from '../../../src/petset/pet.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { webSet } from '../../fixtures/sets.js';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'uid-of-record' };
const set = webSet();

/** A pod as a server sends it that was made by hand, as a pet would be. */
function byHand(from: PetSet = set): Pod {
  const { spec, metadata } = newPet(from, { namespace: 'default', ordinal: 0, revision: '', owner });
  const [container] = spec.containers;
  if (container === undefined) throw new Error('there is one');
  const account = { name: 'kube-api-access-x', mountPath: '/var/run/secrets' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: metadata.name ?? '', namespace: 'default', labels: { app: 'nginx', more: 'yes' } },
    spec: {
      ...spec,
      restartPolicy: 'Always',
      nodeName: 'node-1',
      containers: [{ ...container, volumeMounts: [...(container.volumeMounts ?? []), account] }],
      volumes: [...(spec.volumes ?? []), { name: account.name }],
      tolerations: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }],
    },
  };
}

const misfit = (pod: Pod, of: PetSet = set): string | undefined => {
  const path = misfitOf(pod, of, 0, owner);
  return path && formatPath(path);
};

describe('a pod that is there already', () => {
  test('fits with all that servers fill in', () => {
    expect(misfit(byHand())).toBeUndefined();
  });

  test('may have no host name, which is its name then', () => {
    const { hostname: _, ...spec } = byHand().spec;
    expect(misfit({ ...byHand(), spec })).toBeUndefined();
  });

  test.each<[string, (pod: Pod) => Pod, string]>([
    [
      'another image',
      (pod) => ({
        ...pod,
        spec: { ...pod.spec, containers: pod.spec.containers.map((each) => ({ ...each, image: 'other' })) },
      }),
      'spec.containers[0].image',
    ],
    ['no DNS name', ({ spec: { subdomain: _, ...spec }, ...pod }) => ({ ...pod, spec }), 'spec.subdomain'],
    [
      'one container more',
      (pod) => ({ ...pod, spec: { ...pod.spec, containers: [...pod.spec.containers, { name: 'more' }] } }),
      'spec.containers',
    ],
    [
      'another label',
      (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } }),
      'metadata.labels.app',
    ],
    ['no volume', (pod) => ({ ...pod, spec: { ...pod.spec, volumes: [] } }), 'spec.volumes[0].name'],
  ])('does not with %s', (_what, change, path) => {
    expect(misfit(change(byHand()))).toBe(path);
  });

  test('fits with as much memory, however it is written', () => {
    const sized = (memory: string): PetSet =>
      webSet({
        template: {
          ...set.spec.template,
          spec: { containers: [{ name: 'nginx', resources: { limits: { memory } } }] },
        },
      });
    expect(misfit(byHand(sized('1024Mi')), sized('1Gi'))).toBeUndefined();
    expect(misfit(byHand(sized('1024Mi')), sized('2Gi'))).toBe('spec.containers[0].resources.limits.memory');
  });

  test('has to have its data on the claim of its ordinal', () => {
    expect(claimNotMounted(byHand(), set, 0)).toBeUndefined();
    expect(claimNotMounted(byHand(), set, 1)).toBe('www-web-1');
  });
});
