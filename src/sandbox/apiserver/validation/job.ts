import { asJson, equalJson } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { CronJob, Job, JobSpec } from '../../model/workload.js';
import { selects } from '../selectors/label-selector.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative, oneOf } from './choice.js';
import { cronFault } from './cron.js';
import { dumpStruct } from './immutable/dump.js';
import { validateMaps } from './meta.js';
import { dnsLabelFaults } from './name.js';
import { validatePodSpec } from './pod.js';
import { validateLabelSelector } from './selector.js';

/** What is wrong with jobs and their timetables (kubernetes pkg/apis/batch/validation). */

export function validateJob({ metadata, spec }: Job): FieldError[] {
  return [
    ...validateJobSpec(spec, 'spec'),
    ...validateSelector(spec, metadata.uid ?? ''),
    ...validateIndexedName(metadata.name, spec),
  ];
}

const COUNTS = [
  ...(['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'] as const),
  ...(['backoffLimitPerIndex', 'maxFailedIndexes'] as const),
];

function validateJobSpec(spec: JobSpec, field: string): FieldError[] {
  return [
    ...COUNTS.flatMap((name) => notNegative(spec[name], `${field}.${name}`)),
    ...validateManager(spec, `${field}.managedBy`),
    ...validateMode(spec, field),
    ...validatePolicies(spec, field),
    ...validateTemplate(spec, `${field}.template`),
  ];
}

const MANAGER = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/.+$/;

function validateManager({ managedBy }: JobSpec, field: string): FieldError[] {
  if (managedBy === undefined || MANAGER.test(managedBy)) return [];
  return [invalidValue(field, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")')];
}

const INDEXED_ONLY = 'requires indexed completion mode';

const MODES = ['NonIndexed', 'Indexed'];

function validateMode(spec: JobSpec, field: string): FieldError[] {
  const { completionMode: mode = 'NonIndexed', maxFailedIndexes, backoffLimitPerIndex } = spec;
  const limits = (['backoffLimitPerIndex', 'maxFailedIndexes'] as const).filter((name) => spec[name] !== undefined);
  return [
    ...(maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined
      ? [required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
    ...(MODES.includes(mode) ? [] : [notSupported(`${field}.completionMode`, mode, MODES)]),
    ...(mode === 'Indexed' ? validateIndexes(spec, field) : []),
    ...(mode === 'NonIndexed'
      ? limits.map((name) => invalidValue(`${field}.${name}`, spec[name] ?? 0, INDEXED_ONLY))
      : []),
  ];
}

function validateIndexes({ completions, maxFailedIndexes = 0 }: JobSpec, field: string): FieldError[] {
  if (completions === undefined) return [required(`${field}.completions`, 'when completion mode is Indexed')];
  if (maxFailedIndexes <= completions) return [];
  return [invalidValue(`${field}.maxFailedIndexes`, maxFailedIndexes, 'must be less than or equal to completions')];
}

const FAILURE_ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const ONE_REQUIREMENT = 'Invalid value: specifying one of OnExitCodes and OnPodConditions is required';

function validatePolicies(spec: JobSpec, field: string): FieldError[] {
  const { podFailurePolicy, successPolicy, completionMode, podReplacementPolicy: replacement } = spec;
  return [
    ...(podFailurePolicy?.rules ?? []).flatMap((rule, index) => {
      const path = `${field}.podFailurePolicy.rules[${index}]`;
      const isEmpty = rule.onExitCodes === undefined && (rule.onPodConditions ?? []).length === 0;
      return [
        ...oneOf(rule.action, FAILURE_ACTIONS, `${path}.action`),
        ...(isEmpty ? [{ reason: 'FieldValueInvalid', field: path, message: ONE_REQUIREMENT }] : []),
      ];
    }),
    ...(successPolicy !== undefined && completionMode !== 'Indexed'
      ? [invalidValue(`${field}.successPolicy`, dumpStruct('SuccessPolicy', asJson(successPolicy)), INDEXED_ONLY)]
      : []),
    ...(replacement === undefined || ['Failed', 'TerminatingOrFailed'].includes(replacement)
      ? []
      : [notSupported(`${field}.podReplacementPolicy`, replacement, ['Failed', 'TerminatingOrFailed'])]),
  ];
}

/** Pods of a job end; they are not started again for ever. */
function validateTemplate({ template, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  const { restartPolicy = 'Always' } = template.spec;
  const path = `${field}.spec.restartPolicy`;
  return [
    ...validateMaps(template.metadata, field),
    ...validatePodSpec(template.spec, `${field}.spec`),
    ...(restartPolicy === 'Always' ? [required(path, 'valid values: "OnFailure", "Never"')] : []),
    ...(podFailurePolicy !== undefined && restartPolicy === 'OnFailure'
      ? [invalidValue(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
      : []),
  ];
}

const UID_LABEL = 'batch.kubernetes.io/controller-uid';

/** A job makes its own selector, unless it was told one. */
function validateSelector({ selector, manualSelector, template }: JobSpec, uid: string): FieldError[] {
  const labels = template.metadata.labels ?? null;
  const isGenerated = equalJson(asJson(selector ?? {}), { matchLabels: { [UID_LABEL]: uid } });
  return [
    ...(selector === undefined ? [required('spec.selector')] : validateLabelSelector(selector, 'spec.selector')),
    ...(manualSelector === true || isGenerated || selector === undefined
      ? []
      : [invalidValue('spec.selector', asJson(selector), '`selector` not auto-generated')]),
    ...(selector !== undefined && selects(selector, labels ?? {})
      ? []
      : [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
  ];
}

/** The name of the last pod of an indexed job must be one. */
function validateIndexedName(name: string, { completionMode, completions = 0 }: JobSpec): FieldError[] {
  const last = `${name}-${completions - 1}`;
  if (completionMode !== 'Indexed' || completions < 1 || dnsLabelFaults(last).length === 0) return [];
  return [invalidValue('metadata.name', name, `will not able to create pod with invalid DNS label: ${last}`)];
}

const IMMUTABLE = 'field is immutable';

/** Directives for the scheduler may change while a job waits to be started. */
const WHILE_SUSPENDED = ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'];

/** What a job does stays as it was made. */
export function validateJobUpdate({ spec }: Job, { spec: present, status }: Job): FieldError[] {
  const isWaiting = present.suspend === true && status.startTime === undefined;
  const isElastic = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  return [
    ...(isElastic ? [] : immutable(spec.completions, present.completions, 'spec.completions')),
    ...immutable(asJson(spec.selector ?? {}), asJson(present.selector ?? {}), 'spec.selector'),
    ...(equalJson(fixedOf(spec, isWaiting), fixedOf(present, isWaiting))
      ? []
      : [invalidValue('spec.template', dumpTemplate(spec), IMMUTABLE)]),
    ...immutable(spec.completionMode, present.completionMode, 'spec.completionMode'),
  ];
}

const immutable = (value: Json | undefined, present: Json | undefined, field: string): FieldError[] =>
  equalJson(value ?? null, present ?? null) ? [] : [invalidValue(field, value ?? null, IMMUTABLE)];

/** What of a template may not change. */
function fixedOf({ template }: JobSpec, isWaiting: boolean): Json {
  if (!isWaiting) return asJson(template);
  const rest = Object.entries(asJson(template.spec)).filter(([key]) => !WHILE_SUSPENDED.includes(key));
  return Object.fromEntries(rest);
}

const dumpTemplate = ({ template }: JobSpec): JsonObject =>
  Object.assign({}, asJson(template.metadata), { Spec: dumpStruct('PodSpec', asJson(template.spec)) });

/** Eleven letters are left for what a timetable appends to the names of its jobs. */
const LONGEST_NAME = 52;

export function validateCronJob({ metadata, spec }: CronJob): FieldError[] {
  const job = spec.jobTemplate.spec;
  const field = 'spec.jobTemplate.spec';
  return [
    ...validateSchedule(spec),
    ...notNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...oneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy'),
    ...validateJobSpec(job, field),
    ...(job.manualSelector === true ? [{ ...notSupported(`${field}.manualSelector`, true, ['nil', 'false']) }] : []),
    ...(job.selector === undefined ? [] : [forbiddenValue(`${field}.selector`, '`selector` will be auto-generated')]),
    ...notNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...notNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
    ...(metadata.name.length > LONGEST_NAME
      ? [invalidValue('metadata.name', metadata.name, `must be no more than ${LONGEST_NAME} characters`)]
      : []),
  ];
}

function validateSchedule({ schedule, timeZone }: CronJob['spec']): FieldError[] {
  if (schedule === '') return [required('spec.schedule'), ...validateZone(timeZone)];
  const fault = cronFault(schedule);
  return [
    ...(fault === undefined ? [] : [invalidValue('spec.schedule', schedule, fault)]),
    ...(schedule.includes('TZ')
      ? [invalidValue('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
      : []),
    ...validateZone(timeZone),
  ];
}

function validateZone(zone: string | undefined): FieldError[] {
  const field = 'spec.timeZone';
  if (zone === undefined) return [];
  if (zone === '') return [invalidValue(field, zone, 'timeZone must be nil or non-empty string')];
  if (zone.toLowerCase() === 'local') {
    const words = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    return [invalidValue(field, zone, words)];
  }
  return isZone(zone) ? [] : [invalidValue(field, zone, `unknown time zone ${zone}`)];
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
