import type { ResourceRequest } from '../request/request.js';

/** The longest name of a manager, in bytes. */
export const LONGEST_MANAGER = 128;

/** Clients that do not say who they are, are known by their program. */
export function managerOf({ query, userAgent }: ResourceRequest): string {
  const manager = query.get('fieldManager') ?? '';
  return manager === '' ? programOf(userAgent) : manager;
}

/** What stands before the first `/`, as far as it can be shown and is not too long. */
function programOf(userAgent: string): string {
  let program = '';
  for (const char of userAgent.replace(/\/.*$/s, '').replace(UNPRINTABLE, '')) {
    if (Buffer.byteLength(program + char) > LONGEST_MANAGER) break;
    program += char;
  }
  return program;
}

/** Of all spaces, Go shows only the plain one. */
export const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;
