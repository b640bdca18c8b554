import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from '../../fixtures/stage.js';
import { manifest } from './operations.js';

/** Milliseconds after which it must have been noticed that a watch says no more. */
const LONGEST_STALL = 30_000;
/** How long somebody watches. */
const MINUTES = 3;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());

test('watches that go silent without closing are noticed within 30 s, and what they have not told is seen', async () => {
  const { clock, cluster } = stage;
  const namespace = await stage.makeNamespace();
  const begun = new Map<string, number[]>();
  cluster.onArrival(({ info, query }) => {
    if (!info.isResource || info.verb !== 'watch') return;
    const key = [info.resource, query.get('fieldSelector'), query.get('labelSelector')].join(' ');
    begun.set(key, [...(begun.get(key) ?? []), clock.now()]);
  });
  // It pauses the set, so that there is somebody who watches for so long.
  const paused = manifest(2).replace('labels: {app: nginx}', `labels: {app: nginx}, annotations: {${PAUSE}: "false"}`);
  cluster.harm('watch *: silent');
  const create = stage.begin(`create -f - --timeout=${MINUTES}m`, { user: 'watcher', namespace, input: paused });
  const { stdout } = await clock.within(2 * MINUTES * 60_000, create.ended);
  // Which it can only know from a watch that is not the first one.
  expect(stdout).toContain('pod/web-0 pauses petset/web');
  for (const [watch, times] of begun) {
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    expect(Math.max(...gaps), watch).toBeLessThan(LONGEST_STALL);
    expect(times.length, watch).toBeGreaterThanOrEqual((MINUTES * 60_000) / LONGEST_STALL);
  }
  expect([...begun.keys()].map((key) => key.split(' ')[0])).toEqual(
    expect.arrayContaining(['pods', 'persistentvolumeclaims', 'configmaps', 'leases']),
  );
});

const PAUSE = 'pod.alpha.kubernetes.io/initialized';
