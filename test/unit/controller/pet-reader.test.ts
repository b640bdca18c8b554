import { describe, expect, it } from 'vitest';
import { PetReader } from '../../../src/controller/pet-reader.js';
import type { OwnerReference, Pod, Served } from '../../../src/petset/kubernetes.js';
import { observePet } from '../../../src/petset/observed-pet.js';
import { webSet } from '../../fixtures/sets.js';

const READY_AT = '2026-01-01T00:00:00Z';
const OWNER: OwnerReference = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'petset-web',
  uid: 'record',
};

function pod(): Served<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-0',
      namespace: 'default',
      uid: 'pod',
      resourceVersion: '1',
      creationTimestamp: READY_AT,
      labels: { app: 'nginx' },
      ownerReferences: [OWNER],
    },
    spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: READY_AT }] },
  };
}

const at = (seconds: number): number => Date.parse(READY_AT) + seconds * 1000;

describe('a reader of pets', () => {
  it('reads a pod once, as everybody would', () => {
    const reader = new PetReader();
    const viewpoint = { set: webSet(), owner: OWNER, now: at(1) };
    const web0 = pod();
    const first = reader.read(web0, 0, viewpoint);
    expect(first).toEqual(observePet(web0, 0, viewpoint));
    expect(reader.read(web0, 0, { ...viewpoint, now: at(2) })).toBe(first);
  });

  it('reads a pod anew that has changed', () => {
    const reader = new PetReader();
    const viewpoint = { set: webSet(), owner: OWNER, now: at(1) };
    reader.read(pod(), 0, viewpoint);
    const ended: Served<Pod> = { ...pod(), status: { phase: 'Failed' } };
    expect(reader.read(ended, 0, viewpoint).state).toBe('finished');
  });

  it('sees that a pet has been ready for long enough, which nothing but time tells', () => {
    const reader = new PetReader();
    const viewpoint = { set: webSet({ minReadySeconds: 10 }), owner: OWNER, now: at(1) };
    const web0 = pod();
    expect(reader.read(web0, 0, viewpoint).state).toBe('settling');
    expect(reader.read(web0, 0, { ...viewpoint, now: at(11) }).state).toBe('healthy');
  });
});
