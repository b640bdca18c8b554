import type { Event } from '../../model/core.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

/** An event lies in the namespace of what it is about. */
export function validateEvent({ metadata, involvedObject }: Event): FieldError[] {
  const about = involvedObject.namespace ?? '';
  const expected = about === '' ? 'default' : about;
  if (metadata.namespace === expected) return [];
  return [invalidValue('involvedObject.namespace', about, 'does not match event.namespace')];
}
