import { claimPending } from './claim-pending.js';
import { containerEnded } from './container-ended.js';
import { containerConfig } from './container-config.js';
import { crashLoop } from './crash-loop.js';
import type { Cause, Diagnosis, Patient } from './diagnosis.js';
import { imagePull } from './image-pull.js';
import { notReady } from './not-ready.js';
import { initRunning } from './init-running.js';
import { nodeLost } from './node-lost.js';
import { notScheduled } from './not-scheduled.js';
import { slow } from './slow.js';
import { stillTerminating } from './still-terminating.js';
import { unschedulable } from './unschedulable.js';
import { volumeMount } from './volume-mount.js';

/** Of a pod that is to come up. The more telling causes first: a pod is also unschedulable because its claim is pending. */
const COMING: readonly Cause[] = [
  claimPending,
  unschedulable,
  notScheduled,
  nodeLost,
  volumeMount,
  imagePull,
  containerConfig,
  crashLoop,
  containerEnded,
  initRunning,
  notReady,
  slow,
];

/** Of a pod that is to go. */
const GOING: readonly Cause[] = [stillTerminating];

/** Why a pet does not get on, if it is more than that it takes its time. */
export function diagnose(patient: Patient): Diagnosis | undefined {
  const causes = patient.pod.metadata.deletionTimestamp === undefined ? COMING : GOING;
  for (const cause of causes) {
    const diagnosis = cause(patient);
    if (diagnosis !== undefined) return diagnosis;
  }
  return undefined;
}
