import type { ReplicationController } from '../../model/workload.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative } from './choice.js';
import { validateMaps } from './meta.js';
import { validatePodSpec } from './pod.js';

/** What is wrong with a replication controller (kubernetes pkg/apis/core/validation). */
export function validateReplicationController({ spec }: ReplicationController): FieldError[] {
  const { selector = {}, template } = spec;
  const isEmpty = Object.keys(selector).length === 0;
  return [
    ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(isEmpty ? [required('spec.selector')] : []),
    ...notNegative(spec.replicas, 'spec.replicas'),
    ...(template === undefined ? [required('spec.template')] : validateTemplate(selector, template)),
  ];
}

function validateTemplate(
  selector: Readonly<Record<string, string>>,
  { metadata, spec }: NonNullable<ReplicationController['spec']['template']>,
): FieldError[] {
  const { labels = {} } = metadata;
  const terms = Object.entries(selector);
  const isChosen = terms.length === 0 || terms.every(([key, value]) => labels[key] === value);
  const { restartPolicy = 'Always' } = spec;
  return [
    ...(isChosen
      ? []
      : [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
    ...validateMaps(metadata, 'spec.template'),
    ...validatePodSpec(spec, 'spec.template.spec'),
    ...(restartPolicy === 'Always'
      ? []
      : [notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always'])]),
  ];
}
