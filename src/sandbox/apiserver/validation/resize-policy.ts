import type { Container, PodSpec } from '../../model/pod.js';
import { duplicate, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

const RESOURCES = ['cpu', 'memory'];
const POLICIES = ['NotRequired', 'RestartContainer'];

/** Whether a container is restarted for other resources. The server forgets the index nearly everywhere. */
export function validateResizePolicy(
  { resizePolicy = [] }: Container,
  field: string,
  { restartPolicy: podPolicy }: PodSpec,
): FieldError[] {
  const names = resizePolicy.map(({ resourceName }) => resourceName);
  const choice = (word: string, words: readonly string[]): FieldError[] => {
    if (word === '') return [required(field)];
    return words.includes(word) ? [] : [notSupported(field, word, words)];
  };
  return resizePolicy.flatMap(({ resourceName, restartPolicy }, index) => [
    ...(names.indexOf(resourceName) < index ? [duplicate(`${field}[${index}]`, resourceName)] : []),
    ...choice(resourceName, RESOURCES),
    ...choice(restartPolicy, POLICIES),
    ...(podPolicy === 'Never' && restartPolicy !== 'NotRequired'
      ? [invalidValue(field, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'")]
      : []),
  ]);
}
