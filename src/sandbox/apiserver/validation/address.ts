import { isIP } from 'node:net';

/** Addresses and ranges of addresses. */

export const NO_ADDRESS = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
export const NO_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  return more.length === 0 && isIP(address) !== 0 && /^\d+$/.test(bits) && Number(bits) <= most;
}

export const addressFaults = (address: string): string[] => (isIP(address) === 0 ? [NO_ADDRESS] : []);
