import type { Life } from './life.js';
import type { Place } from './hand.js';

/** The name of every set. */
export const SET = 'web';
export const LABELS = { app: 'bench' };
const CLAIM = 'data';
/** On a cluster with real kubelets it has to be there. */
const IMAGE = process.env.E2E_IMAGE_NEW ?? 'registry.k8s.io/nginx-slim:0.8';
/** The taint of a node of ours, and the volume of all claims there, which never comes: whoever only seems to run needs none. */
export const OURS = 'petset-bench';

const template = ({ withClaims }: Life, { node }: Place): { readonly metadata: object; readonly spec: object } => ({
  metadata: { labels: LABELS },
  spec: {
    containers: [
      { name: 'c', image: IMAGE, ...(withClaims && { volumeMounts: [{ name: CLAIM, mountPath: '/data' }] }) },
    ],
    ...(node !== undefined && { nodeName: node, tolerations: [{ key: OURS, operator: 'Exists' }] }),
  },
});

const claimSpec = ({ node }: Place): object => ({
  accessModes: ['ReadWriteOnce'],
  resources: { requests: { storage: '1Gi' } },
  ...(node !== undefined && { storageClassName: '', volumeName: OURS }),
});

/** A set of either kind: what both know goes by the same names. */
function setOf(type: { readonly apiVersion: string; readonly kind: string }, life: Life, place: Place): object {
  return {
    ...type,
    metadata: { name: SET, namespace: place.namespace },
    spec: {
      replicas: life.pets,
      serviceName: SET,
      selector: { matchLabels: LABELS },
      podManagementPolicy: life.isParallel ? 'Parallel' : 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate' },
      template: template(life, place),
      ...(life.withClaims && {
        volumeClaimTemplates: [{ metadata: { name: CLAIM }, spec: claimSpec(place) }],
      }),
    },
  };
}

export const petSet = (life: Life, place: Place): object =>
  setOf({ apiVersion: 'petset.dev/v1alpha1', kind: 'PetSet' }, life, place);

export const statefulSet = (life: Life, place: Place): object =>
  setOf({ apiVersion: 'apps/v1', kind: 'StatefulSet' }, life, place);

/** The service of a set's names; both kinds want it. */
export const service = (namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: SET, namespace },
  spec: { clusterIP: 'None', selector: LABELS, ports: [{ port: 80 }] },
});

export const podName = (ordinal: number): string => `${SET}-${ordinal}`;
export const claimName = (ordinal: number): string => `${CLAIM}-${podName(ordinal)}`;

/** A pod and a claim as a set would make them. */
export function pod(ordinal: number, life: Life, place: Place): object {
  const { spec } = template(life, place);
  const name = podName(ordinal);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { ...LABELS, 'apps.kubernetes.io/pod-index': String(ordinal) } },
    spec: {
      ...spec,
      hostname: name,
      subdomain: SET,
      ...(life.withClaims && {
        volumes: [{ name: CLAIM, persistentVolumeClaim: { claimName: claimName(ordinal) } }],
      }),
    },
  };
}

export const claim = (ordinal: number, place: Place): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: claimName(ordinal), labels: LABELS },
  spec: claimSpec(place),
});
