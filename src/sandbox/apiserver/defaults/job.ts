import type { CronJob, Job } from '../../model/workload.js';
import { setPodSpecDefaults } from './pod.js';

/** Defaults of batch/v1 (kubernetes pkg/apis/batch/v1/defaults.go). */

export function setJobDefaults({ spec }: Job): void {
  setPodSpecDefaults(spec.template.spec);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= 6;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= 'TerminatingOrFailed';
}

export function setCronJobDefaults({ spec }: CronJob): void {
  spec.concurrencyPolicy ??= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  setPodSpecDefaults(spec.jobTemplate.spec.template.spec);
}
