import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { listAt, startCluster, textAt } from '../cluster.js';
import type { Cluster, Manifest } from '../cluster.js';

interface Refusal {
  readonly kind: string;
  /** What is wrong. */
  readonly what: string;
  readonly object: Manifest;
  /** Field and words of every cause that a server of 1.34.2 told. */
  readonly causes: readonly string[];
}

const REFUSALS = readFileSync(new URL('../recordings/refusals.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Refusal);

const COLLECTIONS: Readonly<Record<string, string>> = {
  DaemonSet: '/apis/apps/v1/namespaces/default/daemonsets',
  Deployment: '/apis/apps/v1/namespaces/default/deployments',
  Node: '/api/v1/nodes',
  PersistentVolume: '/api/v1/persistentvolumes',
  ReplicaSet: '/apis/apps/v1/namespaces/default/replicasets',
  StatefulSet: '/apis/apps/v1/namespaces/default/statefulsets',
  ConfigMap: '/api/v1/namespaces/default/configmaps',
  Lease: '/apis/coordination.k8s.io/v1/namespaces/default/leases',
  PersistentVolumeClaim: '/api/v1/namespaces/default/persistentvolumeclaims',
  Pod: '/api/v1/namespaces/default/pods',
  Service: '/api/v1/namespaces/default/services',
};

describe('what a server refused, in its words', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it.each(REFUSALS)('$kind: $what', async ({ kind, object, causes }) => {
    const { code, body } = await cluster.post(`${COLLECTIONS[kind] ?? ''}?dryRun=All`, object);
    const told = listAt(body, 'details.causes').map(
      (cause) => `${textAt(cause, 'field')}: ${textAt(cause, 'message')}`,
    );
    // Go goes through maps in no order.
    expect(told.toSorted()).toEqual(causes.toSorted());
    expect(code).toBe(422);
  });
});
