import { describe, expect, test } from 'vitest';
import type { Pod, Served } from '../../../../src/petset/kubernetes.js';
import type { KubeEvent } from '../../../../src/petset/kubernetes-event.js';
import { type Happened, happened } from '../../../../src/petset/timeline/events.js';
import { type Remains, rowsOf } from '../../../../src/petset/timeline/rows.js';
import { lastStir } from '../../../../src/petset/timeline/window.js';
import { life, MIDNIGHT, sayLife } from '../../../fixtures/timelines.js';

const written = (seconds: number): string => new Date(MIDNIGHT + seconds * 1000).toISOString();

/** An event about a pod of this uid, so many seconds after midnight. */
function of(uid: string, reason: string, seconds: number, more: Partial<KubeEvent> = {}): Happened {
  const event = happened({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {},
    involvedObject: { kind: 'Pod', name: 'web-0', uid },
    reason,
    firstTimestamp: written(seconds),
    type: 'Normal',
    ...more,
  });
  if (event === undefined) throw new Error('an event without a time');
  return event;
}

/** What the set itself tells, of the pod with this uid where it has one. */
function told(reason: string, message: string, seconds: number, uid?: string): Happened {
  const related = uid === undefined ? {} : { related: { kind: 'Pod', uid } };
  return of('set', reason, seconds, { involvedObject: { kind: 'ConfigMap', name: 'petset-web' }, message, ...related });
}

function lives(events: readonly Happened[], more: Partial<Remains> = {}): readonly string[] {
  const remains = {
    setName: 'web',
    pods: [],
    claims: [],
    events,
    now: MIDNIGHT + 100_000,
    minReadySeconds: 0,
    ...more,
  };
  return rowsOf(remains).flatMap((row) => row.lives.map((each) => sayLife(each, MIDNIGHT, 1000)));
}

/** A start as most of them are told. */
const started = (uid: string, at: number): readonly Happened[] => [
  // Told out of order, and the one with microseconds, the others in whole seconds.
  of(uid, 'Started', at + 1),
  of(uid, 'Pulled', at + 1),
  of(uid, 'Scheduled', at, { firstTimestamp: null, eventTime: written(at + 0.9) }),
];

describe('of a pod that is gone events tell', () => {
  test('when it was scheduled, started and stopped; not whether it was ready', () => {
    expect(lives([...started('a', 1), of('a', 'Killing', 50)])).toEqual(['start 1-2, unknown 2-50, terminating 50-50']);
  });

  test('what its set did: from its creation until the set went on', () => {
    const events = [
      told('SuccessfulCreate', 'pet: web-0', 0),
      ...started('a', 1),
      of('a', 'Killing', 51),
      told('SuccessfulDelete', 'pet: web-0 (outdated)', 50, 'a'),
      told('SuccessfulCreate', 'pet: web-0', 55),
    ];
    expect(lives(events)).toEqual(['scheduling 0-1, start 1-2, unknown 2-50, terminating 50-55']);
  });

  test('not that it took until its set did something else much later', () => {
    const events = [
      ...started('a', 1),
      told('SuccessfulDelete', 'pet: web-0', 10, 'a'),
      told('SuccessfulCreate', 'pet: web-0', 90),
    ];
    expect(lives(events)).toEqual(['start 1-2, unknown 2-10, terminating 10-10']);
  });

  test('which of two pods went, though the one came in the second in which the other had gone', () => {
    const events = [
      ...started('a', 1),
      told('SuccessfulDelete', 'pet: web-0 (outdated)', 10, 'a'),
      told('SuccessfulCreate', 'pet: web-0', 10),
      ...started('b', 10),
      told('SuccessfulDelete', 'pet: web-0 (outdated)', 40, 'b'),
      told('SuccessfulCreate', 'pet: web-0', 41),
    ];
    expect(lives(events)).toEqual([
      'start 1-2, unknown 2-10, terminating 10-10',
      'start 10-11, unknown 11-40, terminating 40-41',
    ]);
  });

  test('what went wrong', () => {
    const pull = { message: 'Back-off pulling image "nginx:none"' };
    const events = [
      of('a', 'FailedScheduling', 1),
      of('a', 'Scheduled', 5),
      of('a', 'BackOff', 8, pull),
      of('a', 'BackOff', 9, pull),
      of('a', 'Killing', 20),
    ];
    expect(lives(events)).toEqual([
      'scheduling (Unschedulable) 1-5, start 5-8, start (ImagePullBackOff) 8-20, terminating 20-20',
    ]);
    expect(
      lives([...started('a', 1), of('a', 'BackOff', 8, { message: 'Back-off restarting failed container' })]),
    ).toEqual(['start 1-2, unknown 2-8, start (CrashLoopBackOff) 8-8']);
  });
});

test('two pods of one pet are two lives, the present one by what it says itself', () => {
  const pod: Served<Pod> = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', uid: 'b', resourceVersion: '1', creationTimestamp: written(30) },
    spec: { containers: [] },
    status: { phase: 'Pending' },
  };
  const events = [
    ...started('a', 1),
    of('a', 'Killing', 25),
    of('b', 'FailedScheduling', 31, { type: 'Warning', count: 4 }),
  ];
  expect(lives(events, { pods: [pod] })).toEqual(['start 1-2, unknown 2-25, terminating 25-30', 'scheduling 30-100']);
  const [row] = rowsOf({
    setName: 'web',
    pods: [pod],
    claims: [],
    events,
    now: MIDNIGHT + 100_000,
    minReadySeconds: 0,
  });
  expect(row?.marks.map(({ reason, count, isWarning }) => [reason, count, isWarning])).toEqual([
    ['Scheduled', 1, false],
    ['Pulled', 1, false],
    ['Started', 1, false],
    ['Killing', 1, false],
    ['FailedScheduling', 4, true],
  ]);
});

test('events of other pods are of no pet', () => {
  const other = { involvedObject: { kind: 'Pod', name: 'web-0-x', uid: 'x' } };
  expect(lives([of('x', 'Scheduled', 1, other)])).toEqual([]);
});

test('an event without any time is none', () => {
  expect(happened({ apiVersion: 'v1', kind: 'Event', metadata: {}, reason: 'Started' })).toBeUndefined();
});

describe('the last thing that happened', () => {
  const now = MIDNIGHT + 5_000_000;
  const row = (...own: readonly ReturnType<typeof life>[]): ReturnType<typeof rowsOf>[number] => ({
    pet: 'web-0',
    ordinal: 0,
    lives: own,
    marks: [],
  });
  const seconds = ({ from, until }: { readonly from: number; readonly until: number }): readonly number[] => [
    (from - MIDNIGHT) / 1000,
    (until - MIDNIGHT) / 1000,
  ];

  test('with what was no more than ten minutes before it, and a little after it', () => {
    const calm = row(life(0, ['start', 100], ['ready', 1900], ['unready', 500], ['ready', 2500]));
    expect(seconds(lastStir([calm], now))).toEqual([2000, 2525]);
  });

  test('until now where it goes on', () => {
    const busy = row(life(4000, ['ready', 900], ['unready', 100]));
    expect(seconds(lastStir([busy], now))).toEqual([4900, 5000]);
  });

  test('of a pod that is gone is its end', () => {
    expect(seconds(lastStir([row(life(0, ['ready', 100], ['terminating', 20]))], now))).toEqual([0, 126]);
  });
});
