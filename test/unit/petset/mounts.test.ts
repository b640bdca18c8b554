import { expect, test } from 'vitest';
import type { Pod } from '../../../src/petset/kubernetes.js';
import { usersBesidesPets } from '../../../src/petset/mounts.js';

const pod = (
  name: string,
  claimName: string | undefined,
  phase: NonNullable<Pod['status']>['phase'] = 'Running',
): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
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
