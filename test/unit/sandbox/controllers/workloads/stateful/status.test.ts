import { describe, expect, it } from 'vitest';

import { isNews, statusOf } from '../../../../../../src/sandbox/controllers/workloads/stateful/status.js';
import { podOf, sceneOf, setOf } from './scene.js';

describe('the status of a set', () => {
  const set = setOf({ replicas: 2 });

  it('counts what is there, what is ready, and what is of which revision', () => {
    const pods = [podOf(set, 0, 'ready', 'old'), podOf(set, 1, 'unready', 'new')];
    expect(statusOf(sceneOf(set, pods), 0, 0)).toEqual({
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      currentRevision: 'old',
      updateRevision: 'new',
      collisionCount: 0,
    });
  });

  it('ends an update when all pods are new and ready, unless others decide when they are', () => {
    const pods = [podOf(set, 0, 'ready'), podOf(set, 1, 'ready')];
    expect(statusOf(sceneOf(set, pods), 0, 0)).toMatchObject({ currentRevision: 'new', currentReplicas: 2 });
    const manual = setOf({ replicas: 2, updateStrategy: { type: 'OnDelete' } });
    expect(statusOf(sceneOf(manual, pods), 0, 0)).toMatchObject({ currentRevision: 'old', currentReplicas: 0 });
  });

  it('does not count a pod of before that was told to go', () => {
    const pods = [podOf(set, 0, 'ready', 'old'), podOf(set, 1, 'ready', 'old')];
    expect(statusOf(sceneOf(set, pods), 0, 1)).toMatchObject({ replicas: 2, currentReplicas: 1 });
  });

  it('is told again only where it tells something else', () => {
    const status = statusOf(sceneOf(set, []), 0, 0);
    expect(isNews({}, status)).toBe(true);
    expect(isNews({ ...status }, status)).toBe(false);
    expect(isNews(status, { ...status, readyReplicas: 1 })).toBe(true);
  });
});
