import { podCells } from '../petset/pod-status.js';
import { type Cause, describePod, oneLine } from './diagnosis.js';

/** After which waits it is said that something still takes its time: not so soon that an image which is pulled is news. */
const REMINDERS = [
  { after: 10_000, words: '10s' },
  { after: 60_000, words: '1m' },
  { after: 600_000, words: '10m' },
  { after: 3_600_000, words: '1h' },
] as const;

/** When there is a reason to look again at something that only takes its time, in milliseconds since it is waited for. */
export const REMINDED_AFTER: readonly number[] = REMINDERS.map(({ after }) => after);

/** How long it has taken, to be read behind what takes long; nothing before it is worth a word. */
export function reminder(waited: number): string {
  const reached = REMINDERS.findLast(({ after }) => waited >= after);
  return reached === undefined ? '' : ` after ${reached.words}`;
}

/** Nothing is known to be wrong, but it takes its time; where an event warns of something, that is said. */
export const slow: Cause = ({ pod, waited, facts }) => {
  const after = reminder(waited);
  if (after === '') return undefined;
  const warning = facts.events.findLast(
    ({ type, involvedObject }) => type === 'Warning' && involvedObject?.uid === pod.metadata.uid,
  );
  const said = warning === undefined ? '' : `: ${warning.reason ?? ''}: ${oneLine(warning.message ?? '')}`;
  return {
    cause: 'Slow',
    short: 'takes its time',
    message: `is still ${podCells(pod).status}${after}${said}`,
    next: describePod(pod),
    mayPass: true,
  };
};
