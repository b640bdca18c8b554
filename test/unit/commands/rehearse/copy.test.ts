import { expect, test } from 'vitest';
import { claimCopy, podCopy, serviceCopy, usualClass, volumeCopy } from '../../../../src/commands/rehearse/copy.js';
import type { PersistentVolumeClaim, Pod, Served } from '../../../../src/petset/kubernetes.js';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const UIDS = new Map([['real-record', 'copied-record']]);
const served = { uid: 'u', resourceVersion: '7', creationTimestamp: '2026-11-20T10:00:00Z', managedFields: [] };

const CLAIM: PersistentVolumeClaim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {
    ...served,
    name: 'www-web-0',
    namespace: 'shop',
    annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'volume.kubernetes.io/selected-node': 'a', own: 'b' },
    finalizers: ['kubernetes.io/pvc-protection'],
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'real-record' }],
  },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '2Gi' } },
    storageClassName: 'fast',
    volumeName: 'pvc-1',
  },
  status: { phase: 'Bound', capacity: { storage: '1Gi' } },
};

test('a claim is copied without what servers say, and is of the copied record', () => {
  expect(claimCopy(CLAIM, UIDS)).toEqual({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'www-web-0',
      namespace: 'shop',
      annotations: { own: 'b' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'copied-record' }],
    },
    spec: CLAIM.spec,
  });
});

test('a claim that is bound has its volume, of the size that it has and the policy that is known', () => {
  expect(volumeCopy(CLAIM, new Map([['pvc-1', 'Retain']]), 'somebody')).toMatchObject({
    metadata: { name: 'pvc-1' },
    spec: {
      capacity: { storage: '1Gi' },
      storageClassName: 'fast',
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { namespace: 'shop', name: 'www-web-0' },
    },
  });
  const pending = { ...CLAIM, status: { phase: 'Pending' as const } };
  expect(volumeCopy(pending, new Map(), 'somebody')).toBeUndefined();
  expect(claimCopy(pending, UIDS).spec.volumeName).toBeUndefined();
});

test('the default class is the one that claims have got which name none', () => {
  const set = (storageClassName?: string): Parameters<typeof usualClass>[0] =>
    ({
      metadata: { name: 'web' },
      spec: {
        volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: { ...(storageClassName && { storageClassName }) } }],
      },
    }) as unknown as Parameters<typeof usualClass>[0];
  expect(usualClass(set(), [CLAIM])).toBe('fast');
  expect(usualClass(set('fast'), [CLAIM])).toBeUndefined();
});

function pod(metadata: Partial<Pod['metadata']>): Served<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...served, name: 'web-0', namespace: 'shop', ...metadata },
    spec: { containers: [{ name: 'nginx' }] },
    status: { phase: 'Running' },
  };
}

test('a pod keeps its labels and its owners, of whom those of other kinds are nobody that is collected', () => {
  const ownerReferences = [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'real-record' },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 's', controller: true },
  ];
  const copy = podCopy(pod({ labels: { a: 'b' }, finalizers: ['x/y'], ownerReferences }), UIDS, {
    now: NOW,
    scriptAnnotation: 'script',
  });
  expect(copy).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-0',
      namespace: 'shop',
      labels: { a: 'b' },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'copied-record' },
        {
          apiVersion: 'rehearsal.petset.dev/v1',
          kind: 'StatefulSet',
          name: 'web',
          uid: 's',
          controller: true,
          blockOwnerDeletion: false,
        },
      ],
    },
    spec: { containers: [{ name: 'nginx' }] },
  });
});

test('a pod that is going stays until its time is over, and one whose time is over stays', () => {
  const deps = { now: NOW, scriptAnnotation: 'script' };
  const going = podCopy(pod({ deletionTimestamp: '2026-11-21T10:00:20Z' }), UIDS, deps);
  expect(going.metadata).toMatchObject({ annotations: { script: 'stop=never' }, finalizers: [] });
  const stuck = podCopy(pod({ deletionTimestamp: '2026-11-21T09:00:00Z' }), UIDS, deps);
  expect(stuck.metadata.finalizers).toEqual(['rehearsal.petset.dev/stuck']);
});

test('of a service only that it has no address is kept', () => {
  const spec = { clusterIP: 'None', ports: [{ port: 80 }], selector: { app: 'nginx' }, clusterIPs: ['None'] };
  const metadata = { ...served, name: 'nginx', namespace: 'shop' };
  const { clusterIPs: _, ...kept } = spec;
  expect(serviceCopy({ apiVersion: 'v1', kind: 'Service', metadata, spec })).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx', namespace: 'shop' },
    spec: kept,
  });
});
