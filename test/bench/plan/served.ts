import type { KubeObject, PersistentVolumeClaim, Pod } from '../../../src/petset/kubernetes.js';

/**
 * Objects as a Kubernetes 1.34 with a kubelet serves them, with all that its admission, scheduler and kubelet put into them
 * and who wrote which field: their size is what memory and parsing depend on.
 */

const TIME = '2026-11-21T05:44:06Z';

/** As uids look. */
export function uidOf(kind: number, serial: number): string {
  return `${kind.toString(16).padStart(8, '0')}-3f39-4672-8a44-${serial.toString(16).padStart(12, '0')}`;
}

/** Which fields somebody has had a say in: all of these, down to the last one. */
function fieldsOf(value: unknown): object {
  if (Array.isArray(value)) {
    const entries = value.map((each: unknown) => [`k:${keyOf(each)}`, { '.': {}, ...fieldsOf(each) }]);
    return { '.': {}, ...(Object.fromEntries(entries) as object) };
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [`f:${key}`, fieldsOf(each)]));
}

function keyOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  const { name, type, uid, containerPort } = item as Record<string, unknown>;
  return JSON.stringify({
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    uid,
    containerPort,
  });
}

function managed(manager: string, part: object, subresource?: string): object {
  const fields = { apiVersion: 'v1', time: TIME, fieldsType: 'FieldsV1', fieldsV1: fieldsOf(part) };
  return { manager, operation: 'Update', ...fields, ...(subresource !== undefined && { subresource }) };
}

const TOLERATIONS = ['not-ready', 'unreachable'].map((what) => ({
  key: `node.kubernetes.io/${what}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** What a kubelet says of a pod that runs, and is ready or not. */
function statusOf(serial: number, isReady: boolean): object {
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  const status = { observedGeneration: 1, lastProbeTime: null, lastTransitionTime: TIME };
  const isAbout = (type: string): boolean => type === 'Ready' || type === 'ContainersReady';
  const why = { reason: 'ContainersNotReady', message: 'containers with unready status: [nginx]' };
  return {
    observedGeneration: 1,
    phase: 'Running',
    conditions: conditions.map((type) => ({
      type,
      ...status,
      status: isReady || !isAbout(type) ? 'True' : 'False',
      ...(!isReady && isAbout(type) && why),
    })),
    hostIP: '10.0.0.7',
    hostIPs: [{ ip: '10.0.0.7' }],
    podIP: `10.244.${serial % 200}.${serial % 250}`,
    podIPs: [{ ip: `10.244.${serial % 200}.${serial % 250}` }],
    startTime: TIME,
    containerStatuses: [
      {
        name: 'nginx',
        state: { running: { startedAt: TIME } },
        lastState: {},
        ready: isReady,
        restartCount: 0,
        image: 'registry.k8s.io/nginx-slim:0.8',
        imageID: `registry.k8s.io/nginx-slim@sha256:8b4501fe0fe221df663c22e16539f399e89594552f400408303c42f3dd8d0e52`,
        containerID: `containerd://${serial.toString(16).padStart(64, '4a1c')}`,
        started: true,
        resources: {},
        volumeMounts: [
          { name: 'www', mountPath: '/html' },
          { name: 'kube-api-access-x7k2p', mountPath: SECRETS, readOnly: true, recursiveReadOnly: 'Disabled' },
        ],
      },
    ],
    qosClass: 'BestEffort',
  };
}

const SECRETS = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The volume and its mount that the admission of service accounts gives every pod. */
const TOKEN_VOLUME = {
  name: 'kube-api-access-x7k2p',
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  },
};

export interface Served {
  readonly serial: number;
  readonly version: number;
}

/** A pod of ours as it is served once it runs. */
export function servedPod(pod: Pod, { serial, version }: Served, isReady: boolean): KubeObject {
  const { metadata, spec } = pod;
  const status = statusOf(serial, isReady);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      uid: uidOf(1, serial),
      resourceVersion: String(version),
      generation: 1,
      creationTimestamp: TIME,
      managedFields: [
        managed('kubectl-petset', {
          metadata: { labels: metadata.labels, ownerReferences: metadata.ownerReferences },
          spec,
        }),
        managed('kubelet', { status }, 'status'),
      ],
    },
    spec: {
      ...spec,
      volumes: [...(spec.volumes ?? []), TOKEN_VOLUME],
      containers: spec.containers.map((container) => ({
        ...container,
        resources: {},
        volumeMounts: [
          ...(container.volumeMounts ?? []),
          { name: TOKEN_VOLUME.name, readOnly: true, mountPath: SECRETS },
        ],
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      })),
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      serviceAccount: 'default',
      nodeName: `node-${serial % 100}`,
      securityContext: {},
      schedulerName: 'default-scheduler',
      tolerations: TOLERATIONS,
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status,
  } as KubeObject;
}

/** A claim of ours as it is served once it is bound. */
export function servedClaim(claim: PersistentVolumeClaim, { serial, version }: Served): KubeObject {
  const { metadata, spec } = claim;
  const provisioner = 'ebs.csi.aws.com';
  const annotations = {
    'pv.kubernetes.io/bind-completed': 'yes',
    'pv.kubernetes.io/bound-by-controller': 'yes',
    'volume.beta.kubernetes.io/storage-provisioner': provisioner,
    'volume.kubernetes.io/storage-provisioner': provisioner,
  };
  const uid = uidOf(2, serial);
  const status = { phase: 'Bound', accessModes: spec.accessModes, capacity: spec.resources?.requests };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...metadata,
      uid,
      resourceVersion: String(version),
      creationTimestamp: TIME,
      annotations: { ...metadata.annotations, ...annotations },
      finalizers: ['kubernetes.io/pvc-protection'],
      managedFields: [
        managed('kubectl-petset', { metadata: { labels: metadata.labels }, spec }),
        managed('kube-controller-manager', { metadata: { annotations }, spec: { volumeName: uid } }),
        managed('kube-controller-manager', { status }, 'status'),
      ],
    },
    spec: { ...spec, volumeName: `pvc-${uid}`, storageClassName: 'standard', volumeMode: 'Filesystem' },
    status,
  } as KubeObject;
}
