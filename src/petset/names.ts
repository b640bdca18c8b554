/**
 * What Kubernetes accepts as a name: a problem in the server's words, or nothing.
 * Rules and words: apimachinery pkg/util/validation.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export const MAX_LABEL_LENGTH = 63;
const MAX_SUBDOMAIN_LENGTH = 253;

const tooLong = (max: number): string => `must be no more than ${max} characters`;

/** A DNS label, as host names and the names of PetSets must be. */
export function problemWithLabel(name: string): string | undefined {
  if (name.length > MAX_LABEL_LENGTH) return tooLong(MAX_LABEL_LENGTH);
  if (LABEL.test(name)) return undefined;
  return "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
}

/** A DNS name of one label or more, as that of a cluster. */
export function problemWithSubdomain(name: string): string | undefined {
  if (name.length > MAX_SUBDOMAIN_LENGTH) return tooLong(MAX_SUBDOMAIN_LENGTH);
  if (SUBDOMAIN.test(name)) return undefined;
  return "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
}

/** The value of a label. */
export function problemWithLabelValue(value: string): string | undefined {
  if (value.length > MAX_LABEL_LENGTH) return tooLong(MAX_LABEL_LENGTH);
  if (value === '' || QUALIFIED.test(value)) return undefined;
  return "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
}

/** The key of a label or an annotation: `name` or `prefix.example.com/name`. */
export function problemWithKey(key: string): string | undefined {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return "a qualified name must have the form 'prefix/name'";
  if (parts.length === 2 && SUBDOMAIN.exec(parts[0]?.toLowerCase() ?? '') === null) {
    return 'prefix part must be a DNS subdomain';
  }
  if (name === '') return 'name part must be non-empty';
  if (name.length > MAX_LABEL_LENGTH) return `name part ${tooLong(MAX_LABEL_LENGTH)}`;
  if (QUALIFIED.test(name)) return undefined;
  return "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
}
