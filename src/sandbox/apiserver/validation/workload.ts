import { asJson, equalJson } from '../../model/json.js';
import type { LabelSelector } from '../../model/meta.js';
import type { Workload } from '../../model/workload.js';
import { selects } from '../selectors/label-selector.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative } from './choice.js';
import { dumpStruct } from './immutable/dump.js';
import { validateMaps } from './meta.js';
import { validatePodSpec } from './pod.js';

/** What is wrong with a set of pods, where it matters here (kubernetes pkg/apis/apps/validation). */
export function validateStatefulSet({ spec }: Workload): FieldError[] {
  const { podManagementPolicy: policy = '', updateStrategy: strategy = {} } = spec;
  const isKnown = strategy.type === 'RollingUpdate' || strategy.type === 'OnDelete';
  const shown = dumpStruct('StatefulSetUpdateStrategy', asJson(strategy));
  return [
    ...(policy === 'OrderedReady' || policy === 'Parallel'
      ? []
      : [invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...(isKnown ? [] : [invalidValue('spec.updateStrategy', shown, "must be 'RollingUpdate' or 'OnDelete'")]),
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec),
  ];
}

export function validateReplicas({ spec }: Workload): FieldError[] {
  return [
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec),
  ];
}

function validateSelector(selector: LabelSelector | null | undefined): FieldError[] {
  // A selector that is not there is written as null.
  if (selector === undefined || selector === null) return [required('spec.selector')];
  if (!isEmpty(selector)) return [];
  return [invalidValue('spec.selector', asJson(selector), 'empty selector is invalid for statefulset')];
}

const isEmpty = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

function validateTemplate({ selector, template }: Workload['spec']): FieldError[] {
  const { labels } = template.metadata;
  const field = 'spec.template';
  const restart = template.spec.restartPolicy ?? 'Always';
  return [
    ...(selects(selector, labels ?? {})
      ? []
      : [invalidValue(`${field}.metadata.labels`, labels ?? null, '`selector` does not match template `labels`')]),
    ...validateMaps(template.metadata, `${field}.metadata`),
    ...validatePodSpec(template.spec, `${field}.spec`),
    ...(restart === 'Always' ? [] : [notSupported(`${field}.spec.restartPolicy`, restart, ['Always'])]),
  ];
}

const CHANGEABLE = new Set([
  ...['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit'],
  ...['persistentVolumeClaimRetentionPolicy', 'minReadySeconds'],
]);

const IMMUTABLE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** Most of a stateful set stays as it was made. */
export function validateStatefulSetUpdate({ spec }: Workload, { spec: present }: Workload): FieldError[] {
  const fixed = (of: Workload['spec']): object =>
    Object.fromEntries(Object.entries(asJson(of)).filter(([field]) => !CHANGEABLE.has(field)));
  return equalJson(fixed(spec), fixed(present)) ? [] : [forbiddenValue('spec', IMMUTABLE)];
}

/** The selector of other sets is for ever. */
export function validateSelectorUpdate({ spec }: Workload, { spec: present }: Workload): FieldError[] {
  if (equalJson(spec.selector, present.selector)) return [];
  return [invalidValue('spec.selector', asJson(spec.selector ?? {}), 'field is immutable')];
}
