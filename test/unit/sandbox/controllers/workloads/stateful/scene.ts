import type { Observed } from '../../../../../../src/sandbox/controllers/workloads/stateful/observed.js';
import { newPod, withStorage } from '../../../../../../src/sandbox/controllers/workloads/stateful/identity.js';
import { isReady } from '../../../../../../src/sandbox/model/pod.js';
import type { Pod, PodTemplate } from '../../../../../../src/sandbox/model/pod.js';
import type { Claim } from '../../../../../../src/sandbox/model/volume.js';
import type { Workload, WorkloadSpec } from '../../../../../../src/sandbox/model/workload.js';

const template: PodTemplate = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'nginx:1', resources: {} }] },
};

export const setOf = (spec: Partial<WorkloadSpec> = {}): Workload => ({
  kind: 'StatefulSet',
  apiVersion: 'apps/v1',
  metadata: { name: 'web', namespace: 'default', uid: 'set', generation: 1 },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    serviceName: 'web',
    template,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    ...spec,
  },
  status: {},
});

export const DATA: Claim = {
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  metadata: { name: 'data' },
  spec: { resources: {} },
  status: {},
};

type Form = 'ready' | 'pending' | 'unready' | 'failed' | 'going';

const STATUS: Readonly<Record<Form, Pod['status']>> = {
  ready: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  pending: { phase: 'Pending' },
  unready: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] },
  failed: { phase: 'Failed' },
  going: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
};

/** A pod of a set, of the revision `new` unless it says otherwise: `podOf(set, 0, 'ready', 'old')`. */
export function podOf(set: Workload, ordinal: number, form: Form, revision = 'new'): Pod {
  const pod = newPod(set, template, revision, ordinal);
  const metadata = {
    ...pod.metadata,
    uid: `pod-${ordinal}`,
    ...(form === 'going' && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  };
  return withStorage(set, { ...pod, metadata, status: STATUS[form] });
}

export const sceneOf = (set: Workload, pods: readonly Pod[], claims: readonly Claim[] = []): Observed => ({
  set,
  pods,
  current: { name: 'old', template },
  update: { name: 'new', template },
  claim: (name) => claims.find(({ metadata }) => metadata.name === name),
  isAvailable: isReady,
});
