import type { ControllerRevision } from '../petset/controller-revision.js';
import type { Autoscaler, Budget } from '../petset/statefulset-surroundings.js';
import type { StatefulSet } from '../petset/statefulset.js';
import type {
  ConfigMap,
  KubeNode,
  KubeObject,
  Lease,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Served,
  StorageClass,
} from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';
import type { Service } from '../petset/kubernetes-service.js';
import { PETSET_API_VERSION, PETSET_KIND } from '../petset/petset.js';
import type { RecordForm, RecordObject } from '../petset/record-form.js';

/** A kind of object as an API server serves it. */
export interface Resource<T extends KubeObject = KubeObject> {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Lower case and plural, as in paths and messages: `pods`. */
  readonly plural: string;
  /** `Pod` */
  readonly kind: string;
  readonly namespaced: boolean;
  /** Takes the server's JSON for what the server's own schema says it is. The one place where that is trusted. */
  readonly read: (body: unknown) => Served<T>;
}

export function trusted<T extends KubeObject>(body: unknown): Served<T> {
  return body as Served<T>;
}

const core = { group: '', version: 'v1', namespaced: true };

/** The kinds that we work with. Other kinds, in the files of a user, are found by asking the server. */
export const RESOURCES = {
  pods: { ...core, plural: 'pods', kind: 'Pod', read: trusted<Pod> },
  claims: {
    ...core,
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    read: trusted<PersistentVolumeClaim>,
  },
  volumes: {
    ...core,
    plural: 'persistentvolumes',
    kind: 'PersistentVolume',
    namespaced: false,
    read: trusted<PersistentVolume>,
  },
  configMaps: { ...core, plural: 'configmaps', kind: 'ConfigMap', read: trusted<ConfigMap> },
  nodes: { ...core, plural: 'nodes', kind: 'Node', namespaced: false, read: trusted<KubeNode> },
  storageClasses: {
    ...core,
    group: 'storage.k8s.io',
    plural: 'storageclasses',
    kind: 'StorageClass',
    namespaced: false,
    read: trusted<StorageClass>,
  },
  events: { ...core, plural: 'events', kind: 'Event', read: trusted<KubeEvent> },
  services: { ...core, plural: 'services', kind: 'Service', read: trusted<Service> },
  leases: { ...core, group: 'coordination.k8s.io', plural: 'leases', kind: 'Lease', read: trusted<Lease> },
  statefulSets: { ...core, group: 'apps', plural: 'statefulsets', kind: 'StatefulSet', read: trusted<StatefulSet> },
  controllerRevisions: {
    ...core,
    group: 'apps',
    plural: 'controllerrevisions',
    kind: 'ControllerRevision',
    read: trusted<ControllerRevision>,
  },
  autoscalers: {
    ...core,
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    read: trusted<Autoscaler>,
  },
  budgets: {
    ...core,
    group: 'policy',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    read: trusted<Budget>,
  },
} as const satisfies Record<string, Resource>;

const [petSetGroup = '', petSetVersion = ''] = PETSET_API_VERSION.split('/');

/** What holds the records of sets, in each form. */
export const RECORD_RESOURCES: Readonly<Record<RecordForm, Resource<RecordObject>>> = {
  'config-map': { ...RESOURCES.configMaps, read: trusted<RecordObject> },
  custom: {
    group: petSetGroup,
    version: petSetVersion,
    plural: 'petsets',
    kind: PETSET_KIND,
    namespaced: true,
    read: trusted<RecordObject>,
  },
};

/** `v1`, or `apps/v1` */
export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path of a collection: `/api/v1/namespaces/default/pods`; without a namespace that of all namespaces. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const { group, version, plural, namespaced } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${plural}`;
}

export function objectPath(resource: Resource, namespace: string, name: string): string {
  return `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
}
