import type { LabelSelector, LabelSelectorRequirement } from '../../model/meta.js';
import { forbiddenValue, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { validateLabels } from './meta.js';
import { labelValueFaults, qualifiedNameFaults } from './name.js';

/** What is wrong with a label selector of an object (apimachinery pkg/apis/meta/v1/validation, ValidateLabelSelector). */
export function validateLabelSelector(selector: LabelSelector | null | undefined, field: string): FieldError[] {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return [
    ...validateLabels(matchLabels, `${field}.matchLabels`),
    ...matchExpressions.flatMap((one, index) => validateRequirement(one, `${field}.matchExpressions[${index}]`)),
  ];
}

function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, field: string): FieldError[] {
  return [
    ...validateValues(operator, values, field),
    ...validateKey(key, `${field}.key`),
    ...validateLabelValues(values, `${field}.values`),
  ];
}

/** How many values an operator takes; it is none if nothing is known of it. */
export function validateValues(operator: string, values: readonly string[], field: string): FieldError[] {
  if (operator === 'In' || operator === 'NotIn') {
    const words = "must be specified when `operator` is 'In' or 'NotIn'";
    return values.length === 0 ? [required(`${field}.values`, words)] : [];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return values.length === 0 ? [] : [forbiddenValue(`${field}.values`, words)];
  }
  return [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')];
}

export const validateKey = (key: string, field: string): FieldError[] =>
  qualifiedNameFaults(key).map((fault) => invalidValue(field, key, fault));

export const validateLabelValues = (values: readonly string[], field: string): FieldError[] =>
  values.flatMap((value, index) =>
    labelValueFaults(value).map((fault) => invalidValue(`${field}[${index}]`, value, fault)),
  );
