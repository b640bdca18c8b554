import { crashed } from './containers.js';
import { type Cause, describePod, logsOf } from './diagnosis.js';
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
    // Of a probe that failed its log need not know.
    next: probe === undefined ? logsOf(pod, '-c', name, '--previous') : describePod(pod),
    ...logOf(patient, name),
  };
};
