/** Rules for names and label values, with the server's explanations (apimachinery pkg/util/validation). */

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?`;
const PORT_NAME_CHARACTERS = /^[-a-z0-9]+$/;

const NO_DOTS = 'must not contain dots';
const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const DNS_1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const LABEL_VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const QUALIFIED_WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const fits = (pattern: string, text: string): boolean => new RegExp(`^(?:${pattern})$`).test(text);

function explain(words: string, pattern: string, ...examples: readonly string[]): string {
  const list = examples.map((example, index) => `${index === 0 ? '' : 'or '}'${example}', `).join(' ');
  return `${words} (e.g. ${list}regex used for validation is '${pattern}')`;
}

/** The explanation of most labels that are none. */
const LABEL_FAULT = explain(LABEL_WORDS, DNS_LABEL, 'my-name', '123-abc');

const tooLong = (most: number): string => `must be no more than ${most} characters`;

/** What is wrong with a lowercase RFC 1123 label. */
export function dnsLabelFaults(value: string): string[] {
  return [
    ...(value.length > 63 ? [tooLong(63)] : []),
    ...(fits(DNS_LABEL, value) ? [] : [value.includes('.') ? NO_DOTS : LABEL_FAULT]),
  ];
}

/** What is wrong with a lowercase RFC 1123 subdomain, which most names are. */
export function dnsSubdomainFaults(value: string): string[] {
  return [
    ...(value.length > 253 ? [tooLong(253)] : []),
    ...(fits(DNS_SUBDOMAIN, value) ? [] : [explain(SUBDOMAIN_WORDS, DNS_SUBDOMAIN, 'example.com')]),
  ];
}

/** What is wrong with a DNS-1035 label, which service names are. */
export function dns1035Faults(value: string): string[] {
  return [
    ...(value.length > 63 ? [tooLong(63)] : []),
    ...(fits(DNS_1035, value) ? [] : [explain(DNS_1035_WORDS, DNS_1035, 'my-name', 'abc-123')]),
  ];
}

export function labelValueFaults(value: string): string[] {
  return [
    ...(value.length > 63 ? [tooLong(63)] : []),
    ...(fits(LABEL_VALUE, value) ? [] : [explain(LABEL_VALUE_WORDS, LABEL_VALUE, 'MyValue', 'my_value', '12345')]),
  ];
}

/** What is wrong with the key of a label or annotation: an optional DNS prefix and a name. */
export function qualifiedNameFaults(value: string): string[] {
  const parts = value.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) {
    const words = `a qualified name ${QUALIFIED_WORDS}`;
    const hint = explain(words, QUALIFIED_NAME, 'MyName', 'my.name', '123-abc');
    return [`${hint} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  return [
    ...(parts.length === 2 ? prefixFaults(parts[0] ?? '') : []),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...(name.length > 63 ? [`name part ${tooLong(63)}`] : []),
    ...(fits(QUALIFIED_NAME, name)
      ? []
      : [`name part ${explain(QUALIFIED_WORDS, QUALIFIED_NAME, 'MyName', 'my.name', '123-abc')}`]),
  ];
}

function prefixFaults(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return dnsSubdomainFaults(prefix).map((fault) => `prefix part ${fault}`);
}

/** What is wrong with a name that only has to be a part of a path. */
export function pathSegmentFaults(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((letter) => value.includes(letter)).map((letter) => `may not contain '${letter}'`);
}

/** What is wrong with the name of an HTTP header. */
export function headerNameFaults(value: string): string[] {
  const words = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return fits('[-A-Za-z0-9]+', value) ? [] : [explain(words, '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** What is wrong with a key of a config map or secret. */
export function dataKeyFaults(value: string): string[] {
  const words = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  if (value.length > 253) return [tooLong(253)];
  if (!fits(DATA_KEY, value)) return [explain(words, DATA_KEY, 'key.name', 'KEY_NAME', 'key-name')];
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

const DATA_KEY = '[-._a-zA-Z0-9]+';

/** What is wrong with a domain that names are looked up in; those of services may begin with an underscore. */
export function searchDomainFaults(value: string): string[] {
  const words = SUBDOMAIN_WORDS.replace("characters, '-'", "characters, '_', '-'");
  return [
    ...(value.length > 253 ? [tooLong(253)] : []),
    ...(fits(SEARCH_DOMAIN, value) ? [] : [explain(words, SEARCH_DOMAIN, 'example.com')]),
  ];
}

const SEARCH_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SEARCH_DOMAIN = `${SEARCH_LABEL}(\\.${SEARCH_LABEL})*`;

/** What is wrong with the name of a port (IANA service name). */
export function portNameFaults(value: string): string[] {
  return [
    ...(value.length > 15 ? [tooLong(15)] : []),
    ...(PORT_NAME_CHARACTERS.test(value)
      ? []
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
    ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(value) ? ['must not begin or end with a hyphen'] : []),
  ];
}

export function portNumberFaults(port: number): string[] {
  return port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}
