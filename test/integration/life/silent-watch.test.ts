import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from '../../fixtures/stage.js';
import { manifest } from './operations.js';

/** Milliseconds after which it must have been noticed that a watch says no more. */
const LONGEST_STALL = 30_000;
const WATCHED = ['pods', 'persistentvolumeclaims', 'configmaps', 'leases'];

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.stop());

test.each(WATCHED)('a watch of %s that goes silent without closing is noticed within 30 s', async (resource) => {
  const { clock, cluster } = stage;
  const namespace = await stage.makeNamespace();
  const begun: number[] = [];
  cluster.onArrival(({ info }) => {
    if (info.isResource && info.verb === 'watch' && info.resource === resource) begun.push(clock.now());
  });
  cluster.harm(`watch ${resource}: silent events=1 every=2 times=3`);
  // It pauses the set, so that there is somebody who watches for as long as that.
  const paused = manifest(2).replace('{labels: {app: nginx}}', `{labels: {app: nginx}, annotations: ${PAUSED}}`);
  const create = stage.begin('create -f - --timeout=3m', { user: 'watcher', namespace, input: paused });
  expect((await clock.within(LIMIT, create.ended)).code).toBe(1);
  expect(begun.length).toBeGreaterThan(3);
});

const PAUSED = '{pod.alpha.kubernetes.io/initialized: "false"}';
const LIMIT = 200_000;
