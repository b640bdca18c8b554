import { initRunning as running } from './containers.js';
import { type Cause, logsOf } from './diagnosis.js';
import { logOf } from './log.js';
import { reminder } from './slow.js';

/** An init container takes its time, and all others wait for it. */
export const initRunning: Cause = (patient) => {
  const after = reminder(patient.waited);
  const seen = running(patient.pod);
  if (after === '' || seen === undefined) return undefined;
  const { name } = seen.status;
  return {
    cause: 'InitContainerRunning',
    short: 'init container runs',
    message: `waits for its ${seen.title}, which still runs${after}`,
    next: logsOf(patient.pod, '-c', name),
    mayPass: true,
    ...logOf(patient, name),
  };
};
