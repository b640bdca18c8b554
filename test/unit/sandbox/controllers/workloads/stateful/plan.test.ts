import { describe, expect, it } from 'vitest';

import { revisionOf } from '../../../../../../src/sandbox/controllers/workloads/stateful/identity.js';
import { planOf } from '../../../../../../src/sandbox/controllers/workloads/stateful/plan.js';
import type { Plan } from '../../../../../../src/sandbox/controllers/workloads/stateful/plan.js';
import type { Workload } from '../../../../../../src/sandbox/model/workload.js';
import { DATA, podOf, sceneOf, setOf } from './scene.js';

/** `create web-0`, group by group. */
const told = (plan: Plan): string[][] =>
  plan.map((group) => group.map(({ act, pod }) => `${act} ${pod.metadata.name}`)).filter((group) => group.length > 0);

const claimOf = (name: string): typeof DATA => ({ ...DATA, metadata: { ...DATA.metadata, name } });

describe('an ordered set', () => {
  const set = setOf();

  it('makes the first pod that lacks', () => {
    expect(told(planOf(sceneOf(set, [])))).toEqual([['create web-0']]);
    expect(told(planOf(sceneOf(set, [podOf(set, 0, 'ready'), podOf(set, 2, 'ready')])))).toEqual([['create web-1']]);
  });

  it.each(['pending', 'unready', 'going'] as const)('waits for a pod that is %s', (form) => {
    expect(told(planOf(sceneOf(set, [podOf(set, 0, form)])))).toEqual([]);
  });

  it('deletes a pod that has ended, and makes it again only when it is gone', () => {
    const failed = podOf(set, 0, 'failed');
    expect(told(planOf(sceneOf(set, [failed])))).toEqual([['delete web-0']]);
    const going = { ...failed, metadata: { ...failed.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(told(planOf(sceneOf(set, [going])))).toEqual([]);
  });

  it('takes the last pod first, one at a time, and none while one that stays is not well', () => {
    const small = setOf({ replicas: 1 });
    const pods = [0, 1, 2].map((ordinal) => podOf(small, ordinal, 'ready'));
    expect(told(planOf(sceneOf(small, pods)))).toEqual([['delete web-2']]);
    const going = [podOf(small, 0, 'ready'), podOf(small, 1, 'ready'), podOf(small, 2, 'going')];
    expect(told(planOf(sceneOf(small, going)))).toEqual([]);
    const unwell = [podOf(small, 0, 'unready'), podOf(small, 1, 'ready')];
    expect(told(planOf(sceneOf(small, unwell)))).toEqual([]);
  });

  it('takes no pod before another one that goes is well, unless it is that one', () => {
    const none = setOf({ replicas: 0 });
    const lower = [podOf(none, 0, 'unready'), podOf(none, 1, 'unready')];
    expect(told(planOf(sceneOf(none, lower)))).toEqual([]);
    const last = [podOf(none, 0, 'ready'), podOf(none, 1, 'unready')];
    expect(told(planOf(sceneOf(none, last)))).toEqual([['delete web-1']]);
  });

  it('counts from its first ordinal, below which pods are too many', () => {
    const shifted = setOf({ replicas: 2, ordinals: { start: 1 } });
    const pods = [0, 1, 2].map((ordinal) => podOf(shifted, ordinal, 'ready'));
    expect(told(planOf(sceneOf(shifted, pods)))).toEqual([['delete web-0']]);
  });

  it('mends the labels of a pod that it adopted', () => {
    const one = setOf({ replicas: 1 });
    const pod = podOf(one, 0, 'ready');
    const stranger = {
      ...pod,
      metadata: { ...pod.metadata, labels: { app: 'web', 'controller-revision-hash': 'new' } },
    };
    expect(told(planOf(sceneOf(one, [stranger])))).toEqual([['correct web-0']]);
  });

  it('does nothing while it is deleted', () => {
    const metadata = { ...set.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(planOf(sceneOf({ ...set, metadata }, []))).toEqual([]);
  });
});

describe('a parallel set', () => {
  const set = setOf({ podManagementPolicy: 'Parallel' });

  it('makes all at once, and takes all at once', () => {
    expect(told(planOf(sceneOf(set, [podOf(set, 1, 'unready')])))).toEqual([['create web-0', 'create web-2']]);
    const none = setOf({ podManagementPolicy: 'Parallel', replicas: 0 });
    const pods = [podOf(none, 0, 'unready'), podOf(none, 1, 'going'), podOf(none, 2, 'ready')];
    expect(told(planOf(sceneOf(none, pods)))).toEqual([['delete web-2', 'delete web-0']]);
  });

  it('updates one after the other all the same', () => {
    const pods = [0, 1, 2].map((ordinal) => podOf(set, ordinal, 'ready', 'old'));
    expect(told(planOf(sceneOf(set, pods)))).toEqual([['delete web-2']]);
    const renewed = [...pods.slice(0, 2), podOf(set, 2, 'unready')];
    expect(told(planOf(sceneOf(set, renewed)))).toEqual([]);
  });
});

describe('an update', () => {
  const old = (set: Workload): ReturnType<typeof podOf>[] =>
    [0, 1, 2].map((ordinal) => podOf(set, ordinal, 'ready', 'old'));

  it('begins with the last pod, and goes on when that is available', () => {
    const set = setOf();
    const [first, second] = old(set);
    expect(told(planOf(sceneOf(set, old(set))))).toEqual([['delete web-2']]);
    const pods = [first, second, podOf(set, 2, 'ready')].flatMap((pod) => pod ?? []);
    expect(told(planOf(sceneOf(set, pods)))).toEqual([['delete web-1']]);
  });

  it('stops at a pod that never gets ready, also when there is a newer revision', () => {
    const set = setOf();
    const pods = [...old(set).slice(0, 2), podOf(set, 2, 'unready', 'broken')];
    expect(told(planOf(sceneOf(set, pods)))).toEqual([]);
  });

  it('leaves pods below the partition, and makes them of what was before', () => {
    const set = setOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } });
    expect(told(planOf(sceneOf(set, old(set))))).toEqual([['delete web-2']]);
    const made = planOf(sceneOf(set, [])).flat();
    expect(made.map(({ pod }) => revisionOf(pod))).toEqual(['old']);
    const others = planOf(sceneOf(set, old(set).slice(0, 2))).flat();
    expect(others.map(({ pod }) => revisionOf(pod))).toEqual(['new']);
  });

  it('is left to others where the strategy is OnDelete', () => {
    const set = setOf({ updateStrategy: { type: 'OnDelete' } });
    expect(told(planOf(sceneOf(set, old(set))))).toEqual([]);
    expect(told(planOf(sceneOf(set, old(set).slice(1))))).toEqual([['create web-0']]);
  });
});

describe('claims', () => {
  it('are made again for a pod that waits for them', () => {
    const set = setOf({ replicas: 1, volumeClaimTemplates: [DATA] });
    const pod = podOf(set, 0, 'pending');
    expect(told(planOf(sceneOf(set, [pod])))).toEqual([['provide web-0']]);
    expect(told(planOf(sceneOf(set, [pod], [claimOf('data-web-0')])))).toEqual([]);
  });

  it('are given to a pod that is to go with them, before it goes', () => {
    const policy = { whenDeleted: 'Retain', whenScaled: 'Delete' };
    const set = setOf({ replicas: 0, volumeClaimTemplates: [DATA], persistentVolumeClaimRetentionPolicy: policy });
    const plan = planOf(sceneOf(set, [podOf(set, 0, 'ready')], [claimOf('data-web-0')]));
    expect(told(plan)).toEqual([['entrust web-0'], ['delete web-0']]);
  });

  it('that go with a pod of before keep the next one waiting', () => {
    const policy = { whenDeleted: 'Retain', whenScaled: 'Delete' };
    const set = setOf({ replicas: 1, volumeClaimTemplates: [DATA], persistentVolumeClaimRetentionPolicy: policy });
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'web-0', uid: 'before', controller: true };
    const claim = claimOf('data-web-0');
    const going = { ...claim, metadata: { ...claim.metadata, ownerReferences: [owner] } };
    expect(told(planOf(sceneOf(set, [], [going])))).toEqual([]);
    expect(told(planOf(sceneOf(set, [], [claim])))).toEqual([['create web-0']]);
  });
});
