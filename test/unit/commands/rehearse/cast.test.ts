import { expect, test } from 'vitest';
import { castOf } from '../../../../src/commands/rehearse/cast.js';
import { LABELS } from '../../../../src/petset/identity.js';
import type { Pod, PodStatus, Served } from '../../../../src/petset/kubernetes.js';
import { newRecord, pretendedRecord } from '../../../../src/petset/record.js';
import { webSet } from '../../../fixtures/sets.js';

const NOW = Date.parse('2026-11-21T10:00:00Z');

function pod(name: string, status: PodStatus): Served<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, resourceVersion: '1', labels: { [LABELS.revision]: 'rev2' } },
    spec: { containers: [{ name: 'c', image: 'i:2' }] },
    status,
  };
}

function ailing(...pods: readonly Served<Pod>[]): readonly string[] {
  const record = pretendedRecord(newRecord(webSet(), 'shop', 'config-map'), 'shop');
  const nothing = { revisions: [], claims: [], service: undefined, policies: new Map(), classes: new Map() };
  return [...castOf({ record, pods, ...nothing }, NOW, 'script').ailments.ofRevisions.keys()];
}

test('what ails a pet ails all of its template, but not that it has no room', () => {
  const waiting = { reason: 'CrashLoopBackOff' };
  const crash = {
    phase: 'Running',
    containerStatuses: [{ name: 'c', ready: false, restartCount: 3, state: { waiting } }],
  } as const;
  const noRoom = {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
  } as const;
  expect(ailing(pod('web-1', crash))).toEqual(['rev2']);
  expect(ailing(pod('web-1', noRoom))).toEqual([]);
});
