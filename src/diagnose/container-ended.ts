import { ended } from './containers.js';
import { type Cause, describePod, logsOf } from './diagnosis.js';
import { endWords } from './endings.js';
import { logOf } from './log.js';
import { endedByProbe } from './probe.js';

/** A container, an init container too, has failed and is about to be started again. */
export const containerEnded: Cause = (patient) => {
  const seen = ended(patient.pod);
  const end = seen?.status.state?.terminated;
  if (seen === undefined || end === undefined) return undefined;
  const { name } = seen.status;
  const probe = endedByProbe(patient, name);
  return {
    cause: 'ContainerEnded',
    short: end.reason === 'OOMKilled' ? 'out of memory' : 'container ended',
    message: `${seen.title} has ended (${endWords(end)}${probe === undefined ? '' : `; ${probe}`})`,
    next: probe === undefined ? logsOf(patient.pod, '-c', name) : describePod(patient.pod),
    ...logOf(patient, name),
  };
};
