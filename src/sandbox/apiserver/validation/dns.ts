import type { DnsConfig, PodSpec } from '../../model/pod.js';
import { invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { addressFaults } from './address.js';
import { searchDomainFaults } from './name.js';

/** What libc bears: name servers, domains to look in, and how long these may be together. */
const MOST_SERVERS = 3;
const MOST_DOMAINS = 32;
const LONGEST_DOMAINS = 2048;

/** Where a pod looks names up (validatePodDNSConfig). */
export function validateDnsConfig({ dnsPolicy, dnsConfig }: PodSpec, field: string): FieldError[] {
  if (dnsPolicy === 'None' && dnsConfig === undefined) {
    return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  }
  if (dnsPolicy === 'None' && (dnsConfig?.nameservers ?? []).length === 0) {
    return [required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  return dnsConfig === undefined ? [] : validateConfig(dnsConfig, field);
}

function validateConfig({ nameservers = [], searches = [], options = [] }: DnsConfig, field: string): FieldError[] {
  const tooMany = (list: readonly string[], part: string, most: string): FieldError =>
    invalidValue(`${field}.${part}`, [...list], `must not have more than ${most}`);
  const characters = `${LONGEST_DOMAINS} characters (including spaces) in the search list`;
  return [
    ...(nameservers.length > MOST_SERVERS ? [tooMany(nameservers, 'nameservers', `${MOST_SERVERS} nameservers`)] : []),
    ...nameservers.flatMap((server, index) =>
      addressFaults(server).map((fault) => invalidValue(`${field}.nameservers[${index}]`, server, fault)),
    ),
    ...(searches.length > MOST_DOMAINS ? [tooMany(searches, 'searches', `${MOST_DOMAINS} search paths`)] : []),
    ...(searches.join(' ').length > LONGEST_DOMAINS ? [tooMany(searches, 'searches', characters)] : []),
    ...searches.flatMap((search, index) => validateSearch(search, `${field}.searches[${index}]`)),
    ...options.flatMap(({ name = '' }, index) =>
      name === '' ? [required(`${field}.options[${index}]`, 'must not be empty')] : [],
    ),
  ];
}

function validateSearch(search: string, field: string): FieldError[] {
  if (search === '.') return [];
  const domain = search.replace(/\.$/, '');
  return searchDomainFaults(domain).map((fault) => invalidValue(field, domain, fault));
}
