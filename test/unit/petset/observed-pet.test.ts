import { describe, expect, test } from 'vitest';
import { INITIALIZED_ANNOTATION } from '../../../src/petset/identity.js';
import type { ObjectMeta, Pod, PodStatus, Served } from '../../../src/petset/kubernetes.js';
import { observePet } from '../../../src/petset/observed-pet.js';
import { webSet } from '../../fixtures/sets.js';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'u1' };
const READY_AT = Date.parse('2026-01-01T00:00:00Z');
const running: PodStatus = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
};

function podOf(status: PodStatus, metadata: ObjectMeta = {}): Served<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-0',
      uid: 'p1',
      resourceVersion: '1',
      labels: { app: 'nginx' },
      ownerReferences: [owner],
      ...metadata,
    },
    spec: { containers: [{ name: 'nginx' }] },
    status,
  };
}

const see = (pod: Served<Pod>, minReadySeconds = 0, now = READY_AT) =>
  observePet(pod, 0, { set: webSet({ minReadySeconds }), owner, now });

describe('health', () => {
  test('running and ready is healthy', () => {
    expect(see(podOf(running)).state).toBe('healthy');
  });

  test.each<[PodStatus, string]>([
    [{ phase: 'Pending' }, 'starting'],
    [{ phase: 'Running' }, 'starting'],
    [{ phase: 'Running', conditions: [{ type: 'Ready', status: 'Unknown' }] }, 'starting'],
    [{ phase: 'Failed', reason: 'Evicted' }, 'finished'],
    [{ phase: 'Succeeded' }, 'finished'],
  ])('%j is %s', (status, state) => {
    expect(see(podOf(status)).state).toBe(state);
  });

  test('a deleted pet is terminating, however ready it is', () => {
    const deleted = { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 };
    expect(see(podOf(running, deleted))).toMatchObject({
      state: 'terminating',
      killedAt: READY_AT + 30_000,
      graceSeconds: 30,
    });
  });

  test('it is settling until it has been ready for minReadySeconds', () => {
    expect(see(podOf(running), 10, READY_AT + 9_999)).toMatchObject({
      state: 'settling',
      availableAt: READY_AT + 10_000,
    });
    expect(see(podOf(running), 10, READY_AT + 10_000)).toMatchObject({ state: 'healthy', availableAt: undefined });
  });
});

describe('the brake', () => {
  // Go's strconv.ParseBool; what does not parse counts as false.
  test.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('%s lets go', (value) => {
    expect(see(podOf(running, { annotations: { [INITIALIZED_ANNOTATION]: value } })).initialized).toBe(true);
  });

  test.each(['0', 'f', 'false', 'False', 'tRUE', 'yes', '', 'on'])('"%s" pauses', (value) => {
    expect(see(podOf(running, { annotations: { [INITIALIZED_ANNOTATION]: value } })).initialized).toBe(false);
  });

  test('no annotation lets go', () => {
    expect(see(podOf(running)).initialized).toBe(true);
  });
});

describe('whose it is', () => {
  const ownedBy = (kind: string, uid: string, more: object = {}): ObjectMeta => ({
    ownerReferences: [{ apiVersion: 'v1', kind, name: 'petset-web', uid, ...more }],
  });

  test.each<[string, ObjectMeta, string]>([
    ['the record’s', {}, 'ours'],
    ['a former record’s', ownedBy('ConfigMap', 'u0'), 'leftover'],
    ['nobody’s', { ownerReferences: [] }, 'orphan'],
    ['somebody’s who is no controller', ownedBy('Other', 'x'), 'orphan'],
    ['another controller’s', ownedBy('StatefulSet', 's', { controller: true }), 'foreign'],
    ['the record’s, but somebody took its labels away', { labels: { app: 'other' } }, 'stray'],
    ['nobody’s, and of other labels', { labels: { app: 'other' }, ownerReferences: [] }, 'foreign'],
  ])('%s', (_what, metadata, ownership) => {
    expect(see(podOf(running, metadata)).ownership).toBe(ownership);
  });

  test('a StatefulSet that adopted our pod has it: two controllers would fight', () => {
    const both = {
      ownerReferences: [owner, { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 's', controller: true }],
    };
    expect(see(podOf(running, both))).toMatchObject({ ownership: 'foreign', foreign: 'belongs to StatefulSet/web' });
  });
});
