import type { KubeEvent } from '../petset/kubernetes-event.js';
import { humanDuration } from './duration.js';

/** Of more than that only the newest are shown. */
const MOST = 100;

/** Events, oldest first, as kubectl describes them, with the object that each is about; lines with tabs. */
export function eventLines(events: readonly KubeEvent[], now: number): readonly string[] {
  if (events.length === 0) return ['Events:\t<none>'];
  const shown = events.slice(-MOST);
  const left = events.length - shown.length;
  return [
    left === 0 ? 'Events:' : `Events: (the newest ${MOST}; ${left} before them are not shown)`,
    '  Type\tReason\tAge\tObject\tMessage',
    '  ----\t------\t----\t------\t-------',
    ...shown.map((event) => {
      const { type = '', reason = '', message = '' } = event;
      return `  ${[type, reason, eventAge(event, now), objectOf(event), oneLine(message)].join('\t')}`;
    }),
  ];
}

/** `5s`, or `5s (x3 over 2m)`. Source: kubectl pkg/describe, DescribeEvents. */
export function eventAge(event: KubeEvent, now: number): string {
  const { series, count = 1, firstTimestamp, eventTime, lastTimestamp } = event;
  const since = age(eventTime ?? firstTimestamp, now);
  if (series !== undefined) return `${age(series.lastObservedTime, now)} (x${series.count ?? 1} over ${since})`;
  return count > 1 ? `${age(lastTimestamp, now)} (x${count} over ${since})` : since;
}

function age(time: string | null | undefined, now: number): string {
  return time === undefined || time === null ? '<unknown>' : humanDuration(now - Date.parse(time));
}

function objectOf({ involvedObject: { kind = '', name = '' } = {} }: KubeEvent): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** A line of its own would look like another event. */
function oneLine(message: string): string {
  return message.trim().replaceAll(/\s+/g, ' ');
}
