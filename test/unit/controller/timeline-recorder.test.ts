import { describe, expect, test } from 'vitest';
import type { Progress, Standing } from '../../../src/controller/progress.js';
import { TimelineRecorder } from '../../../src/controller/timeline-recorder.js';
import type { ObservedClaim } from '../../../src/petset/observed-claim.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { observePet } from '../../../src/petset/observed-pet.js';
import type { Diagnosis } from '../../../src/diagnose/diagnosis.js';
import { type Life, MOST_SPANS, type Timeline } from '../../../src/petset/timeline/timeline.js';
import { RECORDED_LIVES, type RecordedLife, recordedPod } from '../../fixtures/pod-lives.js';
import { claim, pet, webSet } from '../../fixtures/sets.js';
import { webStanding } from '../../fixtures/standing.js';

const REF = { namespace: 'default', name: 'web' };

interface Sight {
  readonly pets?: readonly ObservedPet[];
  readonly claims?: readonly ObservedClaim[];
  readonly waiting?: Standing['waiting'];
}

/** A recorder, and what it is told, at which time. */
function recording(): {
  readonly stand: (at: number, sight: Sight) => void;
  readonly tell: (at: number, progress: Progress, set?: typeof REF) => void;
  readonly timeline: (at: number) => Timeline;
} {
  let now = 0;
  const passed: string[] = [];
  const recorder = new TimelineRecorder(REF, () => now);
  const emit = recorder.over(({ type }) => passed.push(type));
  const tell = (at: number, progress: Progress, set = REF): void => {
    now = at;
    emit({ ...progress, set });
    expect(passed.pop()).toBe(progress.type);
  };
  return {
    tell,
    stand: (at, { pets = [], claims = [], waiting = [] }) =>
      tell(at, { type: 'standing', standing: { ...webStanding(2, pets, claims), waiting } }),
    timeline: (at) => {
      now = at;
      return recorder.timeline();
    },
  };
}

/** `scheduling 0-5, start 5-190` */
function sayLife({ spans }: Life): string {
  return spans
    .map(
      ({ phase, trouble, from, until }) => `${phase}${trouble === undefined ? '' : ` (${trouble})`} ${from}-${until}`,
    )
    .join(', ');
}

function sayLives(timeline: Timeline, ordinal = 0): readonly string[] {
  return timeline.rows.find((row) => row.ordinal === ordinal)?.lives.map(sayLife) ?? [];
}

describe('the lives of pods on a real node', () => {
  const lifeOf = ({ podSpec, watch }: RecordedLife): string => {
    const { stand, timeline } = recording();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'uid' };
    const begin = watch[0]?.atMs ?? 0;
    for (const event of watch) {
      const { metadata, ...rest } = recordedPod(podSpec, event);
      const served = {
        ...rest,
        metadata: {
          ...metadata,
          labels: { app: 'nginx' },
          name: 'web-0',
          uid: 'uid-0',
          resourceVersion: '1',
          ownerReferences: [owner],
        },
      };
      const seen = observePet(served, 0, { set: webSet(), owner, now: event.atMs - begin });
      stand(event.atMs - begin, { pets: event.type === 'DELETED' ? [] : [seen] });
    }
    const [life = ''] = sayLives(timeline((watch.at(-1)?.atMs ?? 0) - begin));
    return life;
  };

  test('are told phase by phase', () => {
    const told = RECORDED_LIVES.map((life) => `${life.scenario}: ${lifeOf(life)}`);
    expect(told).toMatchInlineSnapshot(`
      [
        "ready at once: scheduling 0-5, start 5-1301, ready 1301-1301",
        "ready after its readiness probe passes: start 0-999, unready 999-2016, ready 2016-2016",
        "two init containers, one after the other: scheduling 0-5, init 5-3938, start 3938-4963, ready 4963-4963",
        "an init container that fails: scheduling 0-6, init 6-424, init (Init:CrashLoopBackOff) 424-14897",
        "a container that crashes: start 0-1144, start (CrashLoopBackOff) 1144-14603",
        "an image that is not there: scheduling 0-4, start 4-573, start (ImagePullBackOff) 573-13882",
        "no node fits: scheduling 0-0",
        "a config map that is not there: scheduling 0-6, start 6-1073, start (CreateContainerConfigError) 1073-1073",
        "a claim that is not there: scheduling 0-0",
        "never ready: scheduling 0-4, start 4-487, unready 487-487",
        "restartPolicy Never, exit 0: start 0-1263, start (Completed) 1263-2464, finished (Completed) 2464-2464",
        "graceful deletion: the process needs 3 of its 10 seconds: scheduling 0-5, start 5-364, ready 364-3009, terminating 3009-7505",
        "graceful deletion: the process ignores TERM and is killed after 4 seconds: start 0-1039, ready 1039-3007, terminating 3007-8246",
        "deletion with a grace period of 0 in the pod: scheduling 0-2, start 2-739, ready 739-3005, terminating 3005-3011",
      ]
    `);
  });
});

describe('what is taken down', () => {
  const starting = (more: Partial<ObservedPet> = {}): ObservedPet =>
    pet(0, { state: 'starting', node: undefined, cells: { ready: '0/1', status: 'Pending', restarts: 0 }, ...more });
  const onNode = (status: string): ObservedPet =>
    starting({ node: 'node-1', cells: { ready: '0/1', status, restarts: 0 } });
  const unbound = claim('www-web-0', { phase: 'Pending' });

  test('a pod that waits for its claim, from the creation of the claim on', () => {
    const { stand, tell, timeline } = recording();
    stand(0, {});
    tell(10, { type: 'claim-created', claim: unbound });
    stand(10, { claims: [unbound] });
    stand(22, { claims: [unbound], pets: [starting()] });
    stand(400, { claims: [claim('www-web-0')], pets: [starting()] });
    stand(410, { claims: [claim('www-web-0')], pets: [onNode('ContainerCreating')] });
    stand(900, { claims: [claim('www-web-0')], pets: [pet(0)] });
    expect(sayLives(timeline(1000))).toEqual(['claim 10-400, scheduling 400-410, start 410-900, ready 900-1000']);
  });

  test('a pod that is there at the first look was there from the beginning on', () => {
    const { stand, timeline } = recording();
    stand(40, { pets: [pet(0)] });
    expect(sayLives(timeline(100))).toEqual(['ready 0-100']);
  });

  test('of very many lives of one pet the last ones', () => {
    const { stand, timeline } = recording();
    stand(0, {});
    for (let life = 1; life <= 30; life++) stand(life * 10, { pets: [pet(0, { uid: `uid-${life}` })] });
    const lives = sayLives(timeline(400));
    expect(lives).toHaveLength(20);
    expect([lives[0], lives.at(-1)]).toEqual(['ready 110-120', 'ready 300-400']);
  });

  test('a clock that is set back stands still until it is as late again', () => {
    const { stand, timeline } = recording();
    stand(0, {});
    stand(100, { pets: [pet(0, { state: 'starting' })] });
    stand(40, { pets: [pet(0)] });
    stand(60, { pets: [] });
    expect(sayLives(timeline(50))).toEqual(['ready 100-100']);
  });

  test('a claim that is left over is no pet', () => {
    const { stand, timeline } = recording();
    stand(0, { claims: [unbound] });
    stand(5, { claims: [unbound] });
    expect(timeline(10).rows).toEqual([]);
  });

  test('two lives of a pet that is replaced, also where nobody saw it gone in between', () => {
    const { stand, timeline } = recording();
    stand(0, { pets: [pet(0)] });
    stand(100, { pets: [pet(0, { state: 'terminating' })] });
    stand(300, { pets: [starting({ uid: 'another' })] });
    stand(320, { pets: [pet(0, { uid: 'another' })] });
    expect(sayLives(timeline(400))).toEqual(['ready 0-100, terminating 100-300', 'scheduling 300-320, ready 320-400']);
  });

  test('a pet that goes', () => {
    const { stand, timeline } = recording();
    stand(0, { pets: [pet(0), pet(1)] });
    stand(10, { pets: [pet(0), pet(1, { state: 'terminating' })] });
    stand(60, { pets: [pet(0)] });
    expect(sayLives(timeline(100), 1)).toEqual(['ready 0-10, terminating 10-60']);
    expect(sayLives(timeline(100), 0)).toEqual(['ready 0-100']);
  });

  test('a pull that fails and waits by turns is one trouble', () => {
    const { stand, timeline } = recording();
    stand(0, { pets: [onNode('ContainerCreating')] });
    stand(10, { pets: [onNode('ErrImagePull')] });
    stand(20, { pets: [onNode('ImagePullBackOff')] });
    stand(40, { pets: [onNode('ErrImagePull')] });
    expect(sayLives(timeline(50))).toEqual(['start 0-10, start (ImagePullBackOff) 10-50']);
  });

  test('before its node says that a pod has init containers nobody knows', () => {
    const { stand, timeline } = recording();
    stand(0, { pets: [starting()] });
    stand(10, { pets: [onNode('Pending')] });
    stand(20, { pets: [onNode('Init:0/2')] });
    stand(40, { pets: [onNode('PodInitializing')] });
    expect(sayLives(timeline(50))).toEqual(['scheduling 0-10, init 10-40, start 40-50']);
  });

  test('why a pod has no node, once it is found out, and what was said about it', () => {
    const { stand, timeline } = recording();
    const diagnosis: Diagnosis = {
      cause: 'Unschedulable',
      short: 'not scheduled',
      message: 'is unschedulable: too small',
      next: { words: [], namespace: 'default' },
    };
    const waiting = [{ on: { for: 'ready', pet: starting() }, overdue: true, diagnosis }] as const;
    stand(0, { pets: [starting()] });
    stand(2000, { pets: [starting()], waiting });
    stand(5000, { pets: [starting()], waiting });
    stand(6000, { pets: [onNode('ContainerCreating')] });
    const told = timeline(7000);
    expect(sayLives(told)).toEqual(['scheduling 0-2000, scheduling (Unschedulable) 2000-6000, start 6000-7000']);
    expect(told.rows[0]?.marks).toEqual([
      { at: 2000, lastAt: 5000, count: 1, reason: 'Unschedulable', message: diagnosis.message, isWarning: true },
    ]);
  });

  test('gates that let a pet pass', () => {
    const { stand, tell, timeline } = recording();
    stand(0, { pets: [pet(0)] });
    tell(30, { type: 'gate-passed', gate: 'verify', pet: pet(0) });
    expect(timeline(50).rows[0]?.marks.map(({ at, message }) => [at, message])).toEqual([[30, 'passed --verify']]);
  });

  test('nothing of another set', () => {
    const { tell, timeline } = recording();
    const standing = webStanding(1, [pet(0)], []);
    tell(0, { type: 'standing', standing }, { namespace: 'default', name: 'other' });
    tell(0, { type: 'standing', standing }, { namespace: 'other', name: 'web' });
    expect(timeline(1).rows).toEqual([]);
  });

  test('a container that crashes all night takes no more room than one that crashes for an hour', () => {
    const { stand, timeline } = recording();
    stand(0, { pets: [onNode('ContainerCreating')] });
    const cycle = ['Running', 'Error', 'CrashLoopBackOff'];
    for (let round = 0; round < 1000; round++) stand(round + 1, { pets: [onNode(cycle[round % 3] ?? '')] });
    const [life] = timeline(2000).rows[0]?.lives ?? [];
    const spans = life?.spans ?? [];
    expect(spans.length).toBeLessThanOrEqual(MOST_SPANS + 1);
    expect(spans[0]).toEqual({ phase: 'start', from: 0, until: 1 });
    expect(spans.at(-1)?.until).toBe(2000);
    for (const [index, { from }] of spans.slice(1).entries()) expect(from).toBe(spans[index]?.until);
  });
});
