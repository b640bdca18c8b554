import { describe, expect, it } from 'vitest';

import {
  dns1035Faults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  labelValueFaults,
  portNameFaults,
  qualifiedNameFaults,
} from '../../../../../src/sandbox/apiserver/validation/name.js';

const RULES = {
  dns1035Faults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  labelValueFaults,
  portNameFaults,
  qualifiedNameFaults,
};

describe('names', () => {
  it.each<[keyof typeof RULES, string]>([
    ['dnsLabelFaults', '0-a'],
    ['dnsLabelFaults', 'a'.repeat(63)],
    ['dns1035Faults', 'a-0'],
    ['dnsSubdomainFaults', 'a.b-c.0'],
    ['dnsSubdomainFaults', `${'a'.repeat(120)}.${'b'.repeat(132)}`],
    ['labelValueFaults', ''],
    ['labelValueFaults', 'A_b.c-0'],
    ['qualifiedNameFaults', 'example.com/My_name.0'],
    ['qualifiedNameFaults', 'a'],
    ['portNameFaults', 'http-2'],
  ])('%s has nothing against %j', (rule, name) => {
    expect(RULES[rule](name)).toEqual([]);
  });

  it.each<[keyof typeof RULES, string, string]>([
    ['dnsLabelFaults', 'A', 'a lowercase RFC 1123 label must consist of'],
    ['dnsLabelFaults', 'a.b', 'must not contain dots'],
    ['dnsLabelFaults', 'a'.repeat(64), 'must be no more than 63 characters'],
    ['dns1035Faults', '0a', 'a DNS-1035 label must consist of'],
    ['dnsSubdomainFaults', 'a..b', 'a lowercase RFC 1123 subdomain must consist of'],
    ['dnsSubdomainFaults', 'a'.repeat(254), 'must be no more than 253 characters'],
    ['dnsSubdomainFaults', 'a\n', 'a lowercase RFC 1123 subdomain must consist of'],
    ['labelValueFaults', '-', 'a valid label must be an empty string or consist of'],
    ['qualifiedNameFaults', '/a', 'prefix part must be non-empty'],
    ['qualifiedNameFaults', 'A/a', 'prefix part a lowercase RFC 1123 subdomain must consist of'],
    ['qualifiedNameFaults', 'a/', 'name part must be non-empty'],
    ['qualifiedNameFaults', 'a/b/c', 'a qualified name must consist of'],
    ['portNameFaults', '80', 'must contain at least one letter (a-z)'],
    ['portNameFaults', 'a--b', 'must not contain consecutive hyphens'],
    ['portNameFaults', '-a', 'must not begin or end with a hyphen'],
    ['portNameFaults', 'a'.repeat(16), 'must be no more than 15 characters'],
    ['portNameFaults', 'a_b', 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
  ])('%s has something against %j: %s', (rule, name, words) => {
    expect(RULES[rule](name)[0]).toContain(words);
  });
});
