import type { KubeEvent, ObjectReference } from '../kubernetes-event.js';
import { type Doing, type Life, type Mark, spansOf, type Turn } from './timeline.js';

/** Something that a cluster remembers of an object, for about an hour (kube-apiserver's --event-ttl). */
export interface Happened extends Mark {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** The uid of the pod that it was done to, where an event about a set says so. */
  readonly related: string | undefined;
}

/** How long events are kept, unless somebody has said otherwise; in milliseconds. */
export const EVENTS_KEPT = 3_600_000;

/** Reads an event; nothing where it does not say when it was. */
export function happened(event: KubeEvent): Happened | undefined {
  const { involvedObject, related, reason = '', message = '', type, series, count = 1 } = event;
  const times = timesOf(event);
  return (
    times && {
      ...objectOf(involvedObject),
      related: related?.uid,
      ...times,
      count: series?.count ?? count,
      reason,
      message: message.replaceAll(/\s+/g, ' '),
      isWarning: type === 'Warning',
    }
  );
}

function objectOf({ kind = '', name = '', uid = '' }: ObjectReference = {}): Pick<Happened, 'kind' | 'name' | 'uid'> {
  return { kind, name, uid };
}

/**
 * Some events have the one time, some the other. Newer ones have microseconds, and most have not: told in whole seconds they
 * can be put in an order.
 */
function timesOf(event: KubeEvent): Pick<Happened, 'at' | 'lastAt'> | undefined {
  const { eventTime, firstTimestamp, lastTimestamp, series, metadata } = event;
  const at = secondOf(eventTime) ?? secondOf(firstTimestamp) ?? secondOf(metadata.creationTimestamp);
  if (at === undefined) return undefined;
  return { at, lastAt: Math.max(at, secondOf(series?.lastObservedTime) ?? secondOf(lastTimestamp) ?? at) };
}

function secondOf(written: string | null | undefined): number | undefined {
  const at = Date.parse(written ?? '');
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000) * 1000;
}

/** What comes before what in the life of a pod, where the second is the same; all else is between the two. */
const FIRST = ['Provisioning', 'ExternalProvisioning', 'ProvisioningSucceeded', 'FailedScheduling', 'Scheduled'];
const THEN = ['SuccessfulAttachVolume', 'Pulling', 'Pulled', 'Created', 'Started', 'Unhealthy', 'BackOff', 'Killing'];

function rankOf({ reason }: Happened): number {
  return FIRST.includes(reason) ? FIRST.indexOf(reason) - FIRST.length : THEN.indexOf(reason) + 1;
}

/** The events in the order in which they must have happened. */
export function inOrder<T extends Happened>(events: readonly T[]): readonly T[] {
  return [...events].sort((a, b) => a.at - b.at || rankOf(a) - rankOf(b));
}

/** What an event means for what a pod is doing from then on. */
const MEANINGS: Readonly<Record<string, (message: string) => Doing>> = {
  FailedScheduling: () => ({ phase: 'scheduling', trouble: 'Unschedulable' }),
  Scheduled: () => ({ phase: 'start' }),
  FailedMount: () => ({ phase: 'start', trouble: 'FailedMount' }),
  FailedAttachVolume: () => ({ phase: 'start', trouble: 'FailedAttachVolume' }),
  FailedCreatePodSandBox: () => ({ phase: 'start', trouble: 'FailedCreatePodSandBox' }),
  ErrImageNeverPull: () => ({ phase: 'start', trouble: 'ErrImageNeverPull' }),
  BackOff: (message) => ({
    phase: 'start',
    trouble: message.startsWith('Back-off pulling') ? 'ImagePullBackOff' : 'CrashLoopBackOff',
  }),
  // Whether it was ready is told by no event.
  Started: () => ({ phase: 'unknown' }),
  Killing: () => ({ phase: 'terminating' }),
};

/** What is known of a pod that is not there any more. */
export interface GonePod {
  readonly uid: string;
  /** Its own, in the order of their times; at least one. */
  readonly events: readonly Happened[];
  /** When its set created it, deleted it, and went on, as far as the set's own events tell. */
  readonly createdAt: number | undefined;
  readonly deletedAt: number | undefined;
  readonly endedAt: number | undefined;
}

/** The life of a pod of which only events are left. */
export function lifeOfGone(pod: GonePod): Life {
  const lived = livedTurns(pod);
  const killed = killedAt(pod);
  const last = Math.max(...pod.events.map(({ lastAt }) => lastAt), killed ?? 0);
  const end: readonly Turn[] = killed === undefined ? [] : [{ at: killed, phase: 'terminating' }];
  return { uid: pod.uid, spans: spansOf([...lived, ...end], pod.endedAt ?? last) };
}

/** Until it was deleted. */
function livedTurns({ events, createdAt }: GonePod): readonly Turn[] {
  const turns: Turn[] = [{ at: createdAt ?? events[0]?.at ?? 0, phase: 'scheduling' }];
  for (const { reason, message, at } of events) {
    const doing = MEANINGS[reason]?.(message);
    if (doing?.phase === 'terminating') break;
    if (doing !== undefined && isOn(turns.at(-1), doing)) turns.push({ at, ...doing });
  }
  return turns;
}

/** Its set says when it deleted it, or else its node when it began to stop it. */
function killedAt({ events, deletedAt }: GonePod): number | undefined {
  return deletedAt ?? events.find(({ reason }) => reason === 'Killing')?.at;
}

/** What is said late of what is over: a container that is started again has been scheduled. */
function isOn(before: Turn | undefined, { phase, trouble }: Doing): boolean {
  if (before === undefined) return true;
  if (phase === 'scheduling' && before.phase !== 'scheduling') return false;
  return before.phase !== phase || before.trouble !== trouble;
}
