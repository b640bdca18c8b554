import { humanDuration } from '../../render/duration.js';
import { type Cast, slowest } from './cast.js';
import { untilReady } from './habits.js';
import type { Original } from './original.js';

/** What only this rehearsal is like. */
export interface Circumstances {
  /** Pets that did not come up in the copy. */
  readonly missing: readonly string[];
  /** The flags that have programs run; empty where there are none. */
  readonly gates: string;
}

/** What whoever has seen a rehearsal has to bear in mind. */
export function remarksOn(original: Original, cast: Cast, { missing, gates }: Circumstances): readonly string[] {
  return [
    ...missing.map((pet) => `pod/${pet} did not become ready in the copy before it began, as it is in its own cluster`),
    'no image was pulled and no program ran: what a rehearsal shows is the order, the waits, the claims and the time',
    timeWords(cast),
    stopWords(original),
    'not copied: nodes, quotas, disruption budgets, accounts, and what pods take from secrets and config maps',
    ...(gates === '' ? [] : [`${gates}: not run, since a program of yours could act on the real cluster`]),
  ];
}

function timeWords(cast: Cast): string {
  const known = [...cast.habits.values()].map(untilReady);
  if (known.length === 0) return 'how long pets take to become ready is not known: they were taken to be quick';
  const least = words(Math.min(...known));
  const most = words(slowest(cast));
  const range = least === most ? most : `${least} to ${most}`;
  return `pets were taken to become ready as they did the last time: in ${range}`;
}

function stopWords({ record, pods }: Original): string {
  const grace = pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0);
  const most = Math.max(record.set.spec.template.spec.terminationGracePeriodSeconds ?? 0, ...grace);
  return `how long pets take to end is not known: 1s was taken for each; at the most it is ${most}s, their grace period`;
}

function words(ms: number): string {
  return ms < 1_000 ? 'less than 1s' : humanDuration(ms);
}
