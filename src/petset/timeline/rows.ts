import { petName, petOrdinal } from '../identity.js';
import type { PersistentVolumeClaim, Pod, Served } from '../kubernetes.js';
import type { Life, Mark, Row } from './timeline.js';
import { type Happened, inOrder, lifeOfGone } from './events.js';
import { boundSince, lifeOfPod } from './pod.js';

/** A pod is scheduled and started at once: its first event may be of the second before its set told of it. */
const A_SECOND = 1_000;

/** A pod has 30 seconds to end unless it says otherwise: what comes later is no sign of its end. */
const USUAL_END = 35_000;

/** All that a cluster knows at a moment of what the pets of a set have done. */
export interface Remains {
  readonly setName: string;
  readonly pods: readonly Served<Pod>[];
  /** With the ordinal of their pet. */
  readonly claims: readonly { readonly ordinal: number; readonly claim: Served<PersistentVolumeClaim> }[];
  /** Of pods, claims and the set itself. */
  readonly events: readonly Happened[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly minReadySeconds: number;
}

/** What the set itself told that it did. */
interface Deeds {
  readonly created: readonly Deed[];
  readonly deleted: readonly Deed[];
  /** Every time at which it told anything. */
  readonly times: readonly number[];
}

interface Deed {
  readonly pet: string;
  /** Of the pod; one that is made has none yet when it is told of. */
  readonly uid: string | undefined;
  readonly at: number;
}

/** A row for each pet of which there is anything left: its pod, or events of pods that are gone. */
export function rowsOf(remains: Remains): readonly Row[] {
  const { setName, pods } = remains;
  const events = inOrder(remains.events);
  const deeds = deedsIn(events);
  const ordinals = new Set([
    ...pods.map(({ metadata }) => petOrdinal(setName, metadata.name)),
    ...events.filter(({ kind }) => kind === 'Pod').map(({ name }) => petOrdinal(setName, name)),
  ]);
  return [...ordinals]
    .filter((ordinal) => ordinal !== undefined)
    .sort((a, b) => a - b)
    .map((ordinal) => rowOf(ordinal, { ...remains, events }, deeds));
}

function rowOf(ordinal: number, remains: Remains, deeds: Deeds): Row {
  const { setName, pods, claims, now, minReadySeconds } = remains;
  const pet = petName(setName, ordinal);
  const own = remains.events.filter(({ kind, name }) => kind === 'Pod' && name === pet);
  const pod = pods.find(({ metadata }) => metadata.name === pet);
  const ofPet = claims.filter((each) => each.ordinal === ordinal).map(({ claim }) => claim);
  const present = pod && lifeOfPod(pod, { now, minReadySeconds, boundAt: boundAt(ofPet) });
  const names = new Set(ofPet.map(({ metadata }) => metadata.name));
  const ofClaims = remains.events.filter(({ kind, name }) => kind === 'PersistentVolumeClaim' && names.has(name));
  const lives = [...goneLives(pet, own, pod, deeds), ...(present ? [present] : [])];
  return { pet, ordinal, lives, marks: inOrder([...own, ...ofClaims]).map(markOf) };
}

function boundAt(claims: readonly PersistentVolumeClaim[]): number | undefined {
  const times = claims.map(boundSince).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** The lives of the pods that had the name of a pet before the present one, oldest first. */
function goneLives(pet: string, own: readonly Happened[], pod: Served<Pod> | undefined, deeds: Deeds): readonly Life[] {
  const uids = [...new Set(own.map(({ uid }) => uid))].filter((uid) => uid !== '' && uid !== pod?.metadata.uid);
  const created = deeds.created.filter((deed) => deed.pet === pet).map(({ at }) => at);
  const begins = uids.map((uid) => {
    const events = own.filter((event) => event.uid === uid);
    const first = events[0]?.at ?? 0;
    return { uid, events, createdAt: created.findLast((at) => at <= first + A_SECOND), first };
  });
  return begins.map(({ uid, events, createdAt }, index) => {
    const following = begins[index + 1];
    const next = following ? (following.createdAt ?? following.first) : createdOf(pod);
    const deletedAt = deeds.deleted.find((deed) => deed.uid === uid)?.at;
    // A set goes on only when a pod is gone: with its successor, or with another pet.
    const last = Math.max(deletedAt ?? 0, ...events.map(({ lastAt }) => lastAt));
    const signs = [next, deeds.times.find((at) => deletedAt !== undefined && at > deletedAt)];
    const endedAt = signs.find((at) => at !== undefined && at <= last + USUAL_END);
    return lifeOfGone({ uid, events, createdAt, deletedAt, endedAt });
  });
}

function createdOf(pod: Served<Pod> | undefined): number | undefined {
  return pod === undefined ? undefined : Date.parse(pod.metadata.creationTimestamp ?? '') || undefined;
}

/** In the words of our own events about a set: `SuccessfulDelete`, `pet: web-2 (outdated)`. */
function deedsIn(events: readonly Happened[]): Deeds {
  const told = events.filter(({ kind }) => kind === 'ConfigMap' || kind === 'PetSet');
  const deedsOf = (wanted: string): readonly Deed[] =>
    told.flatMap(({ reason, message, related, at }) => {
      const pet = reason === wanted ? /^pet: (\S+)/.exec(message)?.[1] : undefined;
      return pet === undefined ? [] : [{ pet, uid: related, at }];
    });
  return {
    created: deedsOf('SuccessfulCreate'),
    deleted: deedsOf('SuccessfulDelete'),
    times: told.map(({ at }) => at),
  };
}

function markOf({ at, lastAt, count, reason, message, isWarning }: Happened): Mark {
  return { at, lastAt, count, reason, message, isWarning };
}
