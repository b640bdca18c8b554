import type { FieldError } from '../../status/field-error.js';
import { invalidValue, required } from '../../status/field-error.js';
import { dns1035Faults } from '../../validation/name.js';
import type { Names } from '../definition.js';

const MIXED_CASE = 'may have mixed case, but should otherwise match: ';

/** What a definition is called has to be told; what is accepted of it may be less. */
export const requiredNameErrors = ({ plural, singular = '', kind, listKind = '' }: Names): FieldError[] =>
  Object.entries({ plural, singular, kind, listKind })
    .filter(([, name]) => name === '')
    .map(([field]) => required(`spec.names.${field}`));

export function nameErrors(names: Names, path: string): FieldError[] {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  const label = (name: string, field: string): FieldError[] => faultOf(name, name, `${path}.${field}`, '');
  const kindOf = (name: string, field: string): FieldError[] =>
    faultOf(name, name.toLowerCase(), `${path}.${field}`, MIXED_CASE);
  return [
    ...(plural === '' ? [] : label(plural, 'plural')),
    ...(singular === '' ? [] : label(singular, 'singular')),
    ...(kind === '' ? [] : kindOf(kind, 'kind')),
    ...(listKind === '' ? [] : kindOf(listKind, 'listKind')),
    ...shortNames.flatMap((name, index) => label(name, `shortNames[${index}]`)),
    ...(kind !== '' && kind === listKind
      ? [invalidValue(`${path}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...categories.flatMap((name, index) => label(name, `categories[${index}]`)),
  ];
}

function faultOf(name: string, checked: string, field: string, prefix: string): FieldError[] {
  const faults = dns1035Faults(checked);
  return faults.length === 0 ? [] : [invalidValue(field, name, prefix + faults.join(','))];
}
