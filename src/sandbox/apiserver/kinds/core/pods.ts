import type { Condition } from '../../../model/meta.js';
import type { Pod, PodSpec } from '../../../model/pod.js';
import { allContainersOf, containersOf, isOver, isSidecar } from '../../../model/pod.js';
import { timestamp } from '../../../platform/clock.js';
import { setPodDefaults } from '../../defaults/pod.js';
import { validatePodStatus } from '../../validation/pod-status.js';
import { validatePodUpdate } from '../../validation/pod-update.js';
import { POD_PARTS } from '../../validation/pod-parts.js';
import { validateNewPod, validatePod } from '../../validation/pod.js';
import { POD_PRINTER } from '../../tables/pod.js';
import { podWarnings } from '../../warnings/pod.js';
import type { Kind } from '../kind.js';
import { qosClass } from '../qos.js';

/** How long a pod has to end when nobody says otherwise. */
const DEFAULT_GRACE_SECONDS = 30;

/** A negative grace period, which older servers let in, counts as one second. */
function atLeastOneSecond({ spec }: Pod): void {
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
}

function dropVolumes(spec: PodSpec, names: ReadonlySet<string>): void {
  const volumes = (spec.volumes ?? []).filter(({ name }) => !names.has(name));
  if (volumes.length > 0) spec.volumes = volumes;
  else delete spec.volumes;
  for (const container of allContainersOf(spec)) {
    if (container.volumeMounts === undefined) continue;
    container.volumeMounts = container.volumeMounts.filter(({ name }) => !names.has(name));
  }
}

/** What servers of 1.34 know only behind gates that are closed by default is dropped without a word. */
function dropGated({ spec }: Pod): void {
  delete spec.hostnameOverride;
  const images = new Set((spec.volumes ?? []).filter(({ image }) => image !== undefined).map(({ name }) => name));
  if (images.size > 0) dropVolumes(spec, images);
  for (const container of allContainersOf(spec)) {
    delete container.lifecycle?.stopSignal;
    if (Object.keys(container.lifecycle ?? {}).length === 0) delete container.lifecycle;
  }
}

/** Containers have no restart policy of their own in 1.34, but that of sidecars: others are dropped without a word. */
function dropRestartPolicies({ spec }: Pod): void {
  for (const container of containersOf(spec)) delete container.restartPolicy;
  for (const container of spec.initContainers ?? []) if (!isSidecar(container)) delete container.restartPolicy;
}

/** Says why no scheduler looks at a pod. */
const GATED: Condition = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

export const POD: Kind<Pod> = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  countsGenerations: true,
  returnsDeleted: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  ],
  selectable: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec.hostNetwork ?? false),
    'status.phase': ({ status }) => status.phase ?? '',
    'status.podIP': ({ status }) => status.podIP ?? '',
    'status.nominatedNodeName': ({ status }) => status.nominatedNodeName ?? '',
  },
  printer: POD_PRINTER,
  setDefaults: setPodDefaults,
  prepareCreate: (pod, now) => {
    pod.status = { phase: 'Pending', qosClass: qosClass(pod.spec) };
    atLeastOneSecond(pod);
    dropRestartPolicies(pod);
    dropGated(pod);
    const lastTransitionTime = timestamp(now);
    if ((pod.spec.schedulingGates ?? []).length > 0) {
      pod.status.conditions = [{ ...GATED, lastTransitionTime }];
    }
  },
  validate: validatePod,
  validateCreate: validateNewPod,
  parts: POD_PARTS,
  validateUpdate: validatePodUpdate,
  validateStatus: validatePodStatus,
  warnings: podWarnings,
  prepareUpdate: atLeastOneSecond,
  prepareStatus: (pod, present) => {
    const { ownerReferences } = present.metadata;
    if (ownerReferences === undefined) delete pod.metadata.ownerReferences;
    else pod.metadata.ownerReferences = ownerReferences;
    pod.status.qosClass ??= present.status.qosClass ?? qosClass(pod.spec);
  },
  gracePeriod: (pod, requested) => {
    if (pod.spec.nodeName === undefined || isOver(pod)) return 0;
    return requested ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  },
};
