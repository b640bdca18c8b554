import { describe, expect, it, test } from 'vitest';

import { freshAnnotations } from '../../../../../../src/sandbox/controllers/workloads/deployment/annotations.js';
import { familyOf, newSet } from '../../../../../../src/sandbox/controllers/workloads/deployment/family.js';
import { maxSurge, maxUnavailable } from '../../../../../../src/sandbox/controllers/workloads/deployment/numbers.js';
import {
  doingOf,
  forgotten,
  freshSize,
  mayBegin,
  scalingsOf,
} from '../../../../../../src/sandbox/controllers/workloads/deployment/plan.js';
import type { Doing, Scene } from '../../../../../../src/sandbox/controllers/workloads/deployment/plan.js';
import type { Workload, WorkloadSpec } from '../../../../../../src/sandbox/model/workload.js';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [] } };

const deploymentOf = (replicas: number, spec: Partial<WorkloadSpec> = {}): Workload => ({
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  metadata: { name: 'web', namespace: 'default', uid: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    ...spec,
  },
  status: {},
});

/** A replica set with so many pods, of which some are available; it was made for a deployment of `desired`. */
function setOf(name: string, replicas: number, available = replicas, desired?: number, revision = 1): Workload {
  const annotations = {
    'deployment.kubernetes.io/revision': String(revision),
    ...(desired !== undefined && {
      'deployment.kubernetes.io/desired-replicas': String(desired),
      'deployment.kubernetes.io/max-replicas': String(desired + Math.ceil(desired / 4)),
    }),
  };
  return {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name, annotations, creationTimestamp: `2026-01-01T00:00:0${revision}Z` },
    spec: { replicas, template },
    status: { replicas, availableReplicas: available },
  };
}

const sceneOf = (deployment: Workload, fresh: Workload | undefined, old: readonly Workload[]): Scene => ({
  deployment,
  fresh,
  old,
  isPastAlive: false,
});

/** `old 4` for each replica set that gets another size. */
const told = (doing: Doing, scene: Scene): string[] =>
  scalingsOf(doing, scene).map(({ set, replicas }) => `${set.metadata.name} ${replicas}`);

test.each([
  [4, '25%', '25%', 1, 1],
  [3, '25%', '25%', 1, 0],
  [10, 3, 2, 3, 2],
  // Both nothing would be no update at all.
  [3, 0, '10%', 0, 1],
  [1, 0, 5, 0, 1],
])('%i pods with %s more and %s fewer: %i and %i', (replicas, surge, unavailable, more, fewer) => {
  const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable };
  const deployment = deploymentOf(replicas, { strategy: { type: 'RollingUpdate', rollingUpdate } });
  expect([maxSurge(deployment), maxUnavailable(deployment)]).toEqual([more, fewer]);
});

describe('a rollout', () => {
  const deployment = deploymentOf(10);

  it('begins with as many new pods as there may be more', () => {
    expect(freshSize({ deployment, fresh: undefined, old: [setOf('old', 10)] })).toBe(3);
    expect(freshSize({ deployment, fresh: undefined, old: [] })).toBe(10);
  });

  it('takes as many old pods as need not be available', () => {
    expect(told('rolling', sceneOf(deployment, setOf('new', 3, 0), [setOf('old', 10)]))).toEqual(['old 8']);
  });

  it('grows before it shrinks', () => {
    expect(told('rolling', sceneOf(deployment, setOf('new', 3, 0), [setOf('old', 8)]))).toEqual(['new 5']);
  });

  it('waits for new pods to be available', () => {
    expect(told('rolling', sceneOf(deployment, setOf('new', 5, 0), [setOf('old', 8)]))).toEqual([]);
    expect(told('rolling', sceneOf(deployment, setOf('new', 5, 2), [setOf('old', 8)]))).toEqual(['old 6']);
  });

  it('takes old pods first that are of no use', () => {
    const scene = sceneOf(deployment, setOf('new', 3, 0), [setOf('older', 2, 0), setOf('old', 8)]);
    expect(told('rolling', scene)).toEqual(['older 0']);
    // But not while as many new ones are of none either.
    const stuck = sceneOf(deployment, setOf('new', 5, 0), [setOf('older', 3, 0), setOf('old', 5)]);
    expect(told('rolling', stuck)).toEqual([]);
  });
});

describe('a deployment that recreates', () => {
  const deployment = deploymentOf(3, { strategy: { type: 'Recreate' } });

  it('takes all that is old, waits until it is gone, and then begins', () => {
    const busy = sceneOf(deployment, undefined, [setOf('old', 3)]);
    expect([told('recreating', busy), mayBegin('recreating', busy)]).toEqual([['old 0'], false]);
    const ending = { ...sceneOf(deployment, setOf('new', 0), [setOf('old', 0)]), isPastAlive: true };
    expect([told('recreating', ending), mayBegin('recreating', ending)]).toEqual([[], false]);
    const over = sceneOf(deployment, setOf('new', 0), [setOf('old', 0)]);
    expect([told('recreating', over), mayBegin('recreating', over)]).toEqual([['new 3'], true]);
  });
});

describe('another size', () => {
  it('is seen by what the replica sets remember, and a pause counts as one', () => {
    const fresh = setOf('new', 3, 3, 3);
    expect(doingOf(deploymentOf(5), { fresh, old: [] })).toBe('scaling');
    expect(doingOf(deploymentOf(3), { fresh, old: [] })).toBe('rolling');
    expect(doingOf(deploymentOf(3, { paused: true }), { fresh, old: [] })).toBe('scaling');
    expect(doingOf(deploymentOf(3, { strategy: { type: 'Recreate' } }), { fresh, old: [] })).toBe('recreating');
  });

  it('is that of the one replica set that has pods, or else of the new one', () => {
    expect(told('scaling', sceneOf(deploymentOf(5), setOf('new', 0), [setOf('old', 3)]))).toEqual(['old 5']);
    expect(told('scaling', sceneOf(deploymentOf(5), setOf('new', 0), [setOf('old', 0)]))).toEqual(['new 5']);
  });

  it('is divided in the middle of a rollout', () => {
    const scene = sceneOf(deploymentOf(20), setOf('new', 5, 5, 10, 2), [setOf('old', 8, 8, 10)]);
    const sizes = scalingsOf('scaling', scene).map(({ replicas }) => replicas);
    expect(told('scaling', scene)).toEqual(['old 15', 'new 10']);
    expect(sizes.reduce((a, b) => a + b)).toBe(25);
    expect(told('scaling', sceneOf(deploymentOf(0), setOf('new', 5, 5, 10, 2), [setOf('old', 8, 8, 10)]))).toEqual([
      'old 0',
      'new 0',
    ]);
  });
});

describe('the replica set of a template', () => {
  const deployment = deploymentOf(1);

  it('is found again by its template, whatever its hash', () => {
    const made = { ...newSet(deployment), metadata: { ...newSet(deployment).metadata, uid: 'x' } };
    expect(made.metadata.labels).toMatchObject({ app: 'web', 'pod-template-hash': made.metadata.name.slice(4) });
    expect(made.spec.selector?.matchLabels).toEqual(made.metadata.labels);
    expect(familyOf(deployment, [made])).toEqual({ fresh: made, old: [] });
    const other = deploymentOf(1, { template: { ...template, spec: { containers: [], nodeName: 'a' } } });
    expect(familyOf(other, [made])).toEqual({ fresh: undefined, old: [made] });
    expect(newSet(other).metadata.name).not.toBe(made.metadata.name);
  });

  it('has the highest number, and remembers those that it had', () => {
    const [fresh, old] = [setOf('new', 1, 1, 1, 1), setOf('old', 1, 1, 1, 4)];
    const annotations = freshAnnotations(deployment, fresh, [old]);
    expect(annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '5',
      'deployment.kubernetes.io/revision-history': '1',
    });
    const again = { ...fresh, metadata: { ...fresh.metadata, annotations } };
    expect(freshAnnotations(deployment, again, [old])).toEqual(annotations);
  });

  it('takes over what is said of its deployment, but not what is the deployment’s own', () => {
    const annotations = { note: 'mine', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    const told = { ...deployment, metadata: { ...deployment.metadata, annotations } };
    const fresh = freshAnnotations(told, newSet(deployment), []);
    expect(fresh).toEqual({ note: 'mine', 'deployment.kubernetes.io/revision': '1' });
  });

  it('is forgotten from the lowest number on, if it has no pods', () => {
    const short = deploymentOf(1, { revisionHistoryLimit: 1 });
    const old = [setOf('c', 0, 0, 1, 3), setOf('a', 1, 1, 1, 1), setOf('b', 0, 0, 1, 2)];
    expect(forgotten(short, old).map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(forgotten(deploymentOf(1), old)).toEqual([]);
  });
});
