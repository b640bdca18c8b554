import { crashed } from './containers.js';
import { type Cause, logsOf } from './diagnosis.js';
import { endWords } from './endings.js';
import { logOf } from './log.js';
import { endedByProbe } from './probe.js';

/** A container, an init container too, ends again and again. */
export const crashLoop: Cause = (patient) => {
  const { pod } = patient;
  const seen = crashed(pod);
  if (seen === undefined) return undefined;
  const { name, restartCount, lastState } = seen.status;
  const last = lastState?.terminated;
  const probe = endedByProbe(patient, name);
  const how = [...(last === undefined ? [] : [`last ${endWords(last)}`]), ...(probe === undefined ? [] : [probe])];
  const times = `${restartCount} restart${restartCount === 1 ? '' : 's'} so far`;
  return {
    cause: 'CrashLoopBackOff',
    short: last?.reason === 'OOMKilled' ? 'out of memory' : 'crash loop',
    message: `${seen.title} keeps ending, ${times}${how.length === 0 ? '' : ` (${how.join('; ')})`}`,
    next: logsOf(pod, '-c', name, '--previous'),
    ...logOf(patient, name),
  };
};
