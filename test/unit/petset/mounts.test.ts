import { expect, test } from 'vitest';
import type { ObjectMeta, Pod } from '../../../src/petset/kubernetes.js';
import { usersBesidesPets } from '../../../src/petset/mounts.js';

const pod = (
  name: string,
  claimName: string | undefined,
  phase: NonNullable<Pod['status']>['phase'] = 'Running',
  more: ObjectMeta = {},
): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...more },
  spec: {
    containers: [],
    volumes: [
      { name: 'scratch' },
      ...(claimName === undefined ? [] : [{ name: 'data', persistentVolumeClaim: { claimName } }]),
    ],
  },
  status: { phase },
});

test('who uses a claim besides its pet, as long as it has not ended', () => {
  const pods = [
    pod('web-0', 'www-web-0'),
    pod('debugger', 'www-web-1', 'Pending'),
    pod('backup', 'www-web-2', 'Succeeded'),
    pod('broken', 'www-web-2', 'Failed'),
  ];
  expect([...usersBesidesPets('web', pods)]).toEqual([['www-web-1', { name: 'debugger', terminating: false }]]);
});

test('of several, one that stays: whoever waited for the others would wait for him in the end', () => {
  const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
  const pods = [pod('backup', 'www-web-1'), pod('debugger', 'www-web-1', 'Running', going)];
  for (const order of [pods, [...pods].reverse()]) {
    expect([...usersBesidesPets('web', order)]).toEqual([['www-web-1', { name: 'backup', terminating: false }]]);
  }
});
