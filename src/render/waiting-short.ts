import type { Waiting } from '../controller/progress.js';

/** What is waited for in two or three words, where nothing is known to be wrong. */
const WAITS: Readonly<Record<Waiting['on']['for'], string>> = {
  ready: 'to be ready',
  available: 'minReadySeconds',
  gone: 'to be gone',
  'claim-gone': 'claim to be gone',
  grown: 'claim to grow',
  'claim-unused': 'claim in use',
  'record-gone': 'record to be gone',
  resume: 'paused',
  'resume-set': 'paused',
  budget: 'disruption budget',
  quota: 'over quota',
  verified: '--verify',
  'pre-delete': '--pre-delete',
};

/** What a wait is for, or what is wrong, in two or three words for a column. */
export function waitingShort({ on, diagnosis }: Waiting): string {
  return diagnosis?.short ?? WAITS[on.for];
}
