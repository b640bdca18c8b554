import { describe, expect, it } from 'vitest';

import {
  conditioner,
  pausing,
  rolloutStatus,
} from '../../../../../../src/sandbox/controllers/workloads/deployment/status.js';
import type { Workload, WorkloadStatus } from '../../../../../../src/sandbox/model/workload.js';

const [BEFORE, NOW] = ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'];
const make = conditioner(NOW);

const deploymentOf = (status: WorkloadStatus, spec: Partial<Workload['spec']> = {}): Workload => ({
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  metadata: { name: 'web', generation: 1 },
  spec: { replicas: 2, progressDeadlineSeconds: 600, template: { metadata: {}, spec: { containers: [] } }, ...spec },
  status,
});

const setOf = (replicas: number, available: number, status: WorkloadStatus = {}): Workload => ({
  kind: 'ReplicaSet',
  apiVersion: 'apps/v1',
  metadata: { name: 'web-1' },
  spec: { replicas, template: { metadata: {}, spec: { containers: [] } } },
  status: { replicas, readyReplicas: available, availableReplicas: available, ...status },
});

const progressing = (reason: string, status = 'True'): WorkloadStatus => ({
  conditions: [{ type: 'Progressing', status, reason, lastUpdateTime: BEFORE, lastTransitionTime: BEFORE }],
});

const told = (was: WorkloadStatus, fresh: Workload, isLate = false): (string | undefined)[] =>
  (rolloutStatus(deploymentOf(was), { fresh, old: [] }, make, () => isLate).conditions ?? []).map(
    ({ type, status, reason, lastUpdateTime, lastTransitionTime }) =>
      `${type} ${status} ${reason} ${lastUpdateTime === NOW ? 'now' : 'before'} since ${lastTransitionTime === NOW ? 'now' : 'before'}`,
  );

describe('a rollout', () => {
  it('tells anew of each progress, since when it makes some', () => {
    const was = { ...progressing('ReplicaSetUpdated'), availableReplicas: 0 };
    expect(told(was, setOf(2, 1))).toContain('Progressing True ReplicaSetUpdated now since before');
    const same = { ...was, replicas: 2, updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1 };
    expect(told(same, setOf(2, 1))).toContain('Progressing True ReplicaSetUpdated before since before');
  });

  it('is over when all is available, and stays so', () => {
    expect(told(progressing('ReplicaSetUpdated'), setOf(2, 2))).toEqual([
      'Available True MinimumReplicasAvailable now since now',
      'Progressing True NewReplicaSetAvailable now since before',
    ]);
    const over = { ...progressing('NewReplicaSetAvailable'), updatedReplicas: 2, replicas: 2 };
    expect(told(over, setOf(2, 0), true)).toContain('Progressing True NewReplicaSetAvailable before since before');
  });

  it('is late when nothing happens for too long', () => {
    const stuck = { ...progressing('ReplicaSetUpdated'), replicas: 2, updatedReplicas: 2 };
    expect(told(stuck, setOf(2, 0), true)).toContain('Progressing False ProgressDeadlineExceeded now since now');
    expect(told(stuck, setOf(2, 0), false)).toContain('Progressing True ReplicaSetUpdated before since before');
  });

  it('hands on what a replica set cannot do', () => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', lastTransitionTime: BEFORE }];
    const failing = setOf(2, 0, { conditions });
    expect(told({}, failing)).toContain('ReplicaFailure True FailedCreate before since before');
    expect(told({ conditions }, setOf(2, 0))).not.toContain('ReplicaFailure True FailedCreate before since before');
  });
});

describe('a pause', () => {
  it('is told, and its end, but not where time ran out before', () => {
    const paused = { paused: true };
    expect(pausing(deploymentOf(progressing('ReplicaSetUpdated'), paused), make)?.reason).toBe('DeploymentPaused');
    expect(pausing(deploymentOf(progressing('DeploymentPaused', 'Unknown'), paused), make)).toBeUndefined();
    expect(pausing(deploymentOf(progressing('DeploymentPaused', 'Unknown')), make)?.reason).toBe('DeploymentResumed');
    expect(pausing(deploymentOf(progressing('ProgressDeadlineExceeded', 'False'), paused), make)).toBeUndefined();
  });
});
