import { claimPending } from './claim-pending.js';
import { containerEnded } from './container-ended.js';
import { containerConfig } from './container-config.js';
import { crashLoop } from './crash-loop.js';
import type { Cause, Diagnosis, Patient } from './diagnosis.js';
import { imagePull } from './image-pull.js';
import { notReady } from './not-ready.js';
import { unschedulable } from './unschedulable.js';

/** The more telling causes first: a pod is also unschedulable because its claim is pending, and not ready because it crashes. */
const CAUSES: readonly Cause[] = [
  claimPending,
  unschedulable,
  imagePull,
  containerConfig,
  crashLoop,
  containerEnded,
  notReady,
];

/** Why a pet does not get on, if it is more than that it takes its time. */
export function diagnose(patient: Patient): Diagnosis | undefined {
  for (const cause of CAUSES) {
    const diagnosis = cause(patient);
    if (diagnosis !== undefined) return diagnosis;
  }
  return undefined;
}
