import type { CronJob, Job } from '../../model/workload.js';
import { setPodSpecDefaults } from './pod.js';
import { setLabelsFromTemplate } from './workload.js';

/** Defaults of batch/v1 (kubernetes pkg/apis/batch/v1/defaults.go). */

export function setJobDefaults({ metadata, spec }: Job): void {
  setLabelsFromTemplate(metadata, spec.template);
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

const PREFIX = 'batch.kubernetes.io/';

/** A job chooses its pods by its own id, unless it was told how to (pkg/registry/batch/job, generateSelector). */
export function setJobSelector({ metadata, spec }: Job): void {
  if (spec.manualSelector === true) return;
  const { name, uid = '' } = metadata;
  spec.template.metadata.labels = {
    ...spec.template.metadata.labels,
    'controller-uid': uid,
    'job-name': name,
    [`${PREFIX}controller-uid`]: uid,
    [`${PREFIX}job-name`]: name,
  };
  spec.selector = {
    ...spec.selector,
    matchLabels: { ...spec.selector?.matchLabels, [`${PREFIX}controller-uid`]: uid },
  };
  setLabelsFromTemplate(metadata, spec.template);
}
