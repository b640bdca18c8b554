import type { PetSetRecord } from '../petset/record.js';
import { dated, type SetStatus } from '../petset/set-status.js';

/** What tells a set's status, and when it became so where it was otherwise; `now` in epoch milliseconds. */
export function statusPatch(
  { owner }: PetSetRecord,
  status: SetStatus,
  now: number,
): { readonly metadata: { readonly uid: string }; readonly status: SetStatus } {
  const seconds = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  return { metadata: { uid: owner.uid }, status: dated(status, seconds) };
}
