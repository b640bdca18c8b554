import { describe, expect, it } from 'vitest';

import { SCALE_PRINTER } from '../../../../../src/sandbox/apiserver/tables/scale.js';
import { CRON_JOB_PRINTER } from '../../../../../src/sandbox/apiserver/tables/workloads.js';
import type { CronJob } from '../../../../../src/sandbox/model/workload.js';

const NOW = Date.parse('2026-01-01T00:01:00Z');
const metadata = { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' };

describe('what kubectl get shows', () => {
  it('of a scale without replicas', () => {
    const scale = { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata, spec: {}, status: { replicas: 2 } };
    expect(SCALE_PRINTER.row(scale, NOW)).toEqual(['web', 0, 2, '60s']);
  });

  it.each([
    [undefined, 'False'],
    [true, 'True'],
  ])('of a cron job that has suspend: %s', (suspend, word) => {
    const spec = { schedule: '@daily', suspend, jobTemplate: { spec: { template: { spec: { containers: [] } } } } };
    const job = { kind: 'CronJob', apiVersion: 'batch/v1', metadata, spec, status: {} } as unknown as CronJob;
    expect(CRON_JOB_PRINTER.row(job, NOW).slice(1, 4)).toEqual(['@daily', '<none>', word]);
  });
});
