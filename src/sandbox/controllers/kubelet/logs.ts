import type { SimulatedClock } from '../../platform/clock.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import type { ContainerRecord, Run } from './container-record.js';

/** What a kubelet answers. */
export interface Answer {
  readonly code: number;
  readonly text: string;
  /** The run that is followed: the answer ends with it. */
  readonly followed?: Run;
}

/** What a container of a pod has printed, as far as the query of a client asks for it. */
export function readLog(record: ContainerRecord, pod: string, query: URLSearchParams, clock: SimulatedClock): Answer {
  const { container, run, lastRun, waiting, firstReason } = record;
  const isPrevious = query.get('previous') === 'true';
  const shown = isPrevious ? lastRun : run;
  if (shown !== undefined) {
    const isFollowed = query.get('follow') === 'true' && shown.end === undefined;
    return { code: 200, text: chosenText(shown, query, clock), ...(isFollowed && { followed: shown }) };
  }
  const who = `container "${container.name}" in pod "${pod}"`;
  if (isPrevious) return { code: 400, text: `previous terminated ${who} not found` };
  return { code: 400, text: `${who} is waiting to start: ${whyWaiting(waiting?.reason ?? firstReason)}` };
}

/** The most common reasons are told in words (kubernetes pkg/kubelet/kubelet_pods.go, validateContainerLogStatus). */
function whyWaiting(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  if (reason === 'ImagePullBackOff') return 'trying and failing to pull image';
  return reason;
}

/** All of a log is printed when the run starts: it is younger than what was asked for, or none of it is. */
function chosenText({ log, ...run }: Run, query: URLSearchParams, clock: SimulatedClock): string {
  const startedAt = clock.wall(run.startedAt);
  if (log === '' || startedAt < oldest(query, clock)) return '';
  const time = query.get('timestamps') === 'true' ? `${timestamp(startedAt)} ` : '';
  const lines = log.split('\n').slice(0, log.endsWith('\n') ? -1 : undefined);
  const tail = Number(query.get('tailLines') ?? Infinity);
  const text = lines
    .slice(Math.max(0, lines.length - tail))
    .map((line) => `${time}${line}\n`)
    .join('');
  const limit = query.get('limitBytes');
  return limit === null ? text : Buffer.from(text).subarray(0, Number(limit)).toString();
}

/** The time from which on lines are asked for; times of a query are to the second. */
function oldest(query: URLSearchParams, clock: SimulatedClock): number {
  const [seconds, time] = [query.get('sinceSeconds'), query.get('sinceTime')];
  if (seconds !== null) return wallTime(clock) - Number(seconds) * 1000;
  return time === null ? -Infinity : Date.parse(time);
}
