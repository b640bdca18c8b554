import { cloneJson } from '../../../model/json.js';
import type { Pod, PodTemplate } from '../../../model/pod.js';
import type { Claim, Volume } from '../../../model/volume.js';
import type { Workload } from '../../../model/workload.js';
import { controllerReference } from '../ownership.js';

/** Who a pod of a stateful set is: its name, its labels and its volumes (kubernetes pkg/controller/statefulset/stateful_set_utils.go). */

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';
const REVISION = 'controller-revision-hash';

export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[REVISION] ?? '';

interface Parts {
  readonly parent: string;
  readonly ordinal: number;
}

/** The set and the ordinal in the name of a pod; nothing if it has no such name. */
function partsOf({ metadata }: Pod): Parts | undefined {
  const [, parent, digits] = /^(.*)-([0-9]+)$/s.exec(metadata.name) ?? [];
  return parent === undefined ? undefined : { parent, ordinal: Number(digits) };
}

/** -1 for a pod that has none. */
export const ordinalOf = (pod: Pod): number => partsOf(pod)?.ordinal ?? -1;

export const isMember = (set: Workload, pod: Pod): boolean => partsOf(pod)?.parent === set.metadata.name;

export const firstOrdinal = ({ spec }: Workload): number => spec.ordinals?.start ?? 0;

export const replicasWanted = ({ spec }: Workload): number => spec.replicas ?? 1;

export const isInRange = (set: Workload, pod: Pod): boolean => {
  const index = ordinalOf(pod) - firstOrdinal(set);
  return index >= 0 && index < replicasWanted(set);
};

const podName = (set: Workload, ordinal: number): string => `${set.metadata.name}-${ordinal}`;

export const claimName = (set: Workload, template: Claim, ordinal: number): string =>
  `${template.metadata.name}-${podName(set, ordinal)}`;

/** The claims that a pod is to have. */
export const claimsFor = (set: Workload, pod: Pod): Claim[] =>
  (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const claim = cloneJson(template);
    return {
      ...claim,
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      metadata: {
        ...claim.metadata,
        name: claimName(set, template, ordinalOf(pod)),
        namespace: set.metadata.namespace ?? '',
        labels: { ...claim.metadata.labels, ...set.spec.selector?.matchLabels },
      },
    };
  });

/** A pod as a set makes it. */
export function newPod(set: Workload, template: PodTemplate, revision: string, ordinal: number): Pod {
  const name = podName(set, ordinal);
  const { labels, annotations, finalizers } = template.metadata;
  const pod: Pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      ...(annotations !== undefined && { annotations }),
      ...(finalizers !== undefined && { finalizers }),
      labels: { ...labels, [REVISION]: revision },
      ownerReferences: [controllerReference(set)],
    },
    spec: { ...cloneJson(template.spec), hostname: name, subdomain: set.spec.serviceName ?? '' },
    status: {},
  };
  return withStorage(set, withIdentity(set, pod));
}

export const hasIdentity = (pod: Pod): boolean => pod.metadata.labels?.[POD_NAME] === pod.metadata.name;

export function withIdentity(set: Workload, pod: Pod): Pod {
  const labels = {
    ...pod.metadata.labels,
    [POD_NAME]: pod.metadata.name,
    [POD_INDEX]: String(ordinalOf(pod)),
  };
  return { ...pod, metadata: { ...pod.metadata, namespace: set.metadata.namespace ?? '', labels } };
}

/** Whether the volumes of a pod are its own claims. */
export const hasStorage = (set: Workload, pod: Pod): boolean =>
  volumesFor(set, pod).every((wanted) =>
    pod.spec.volumes?.some(
      ({ name, persistentVolumeClaim }) =>
        name === wanted.name && persistentVolumeClaim?.claimName === wanted.persistentVolumeClaim?.claimName,
    ),
  );

/** Puts claims in the place of volumes of their names. */
export function withStorage(set: Workload, pod: Pod): Pod {
  const wanted = volumesFor(set, pod);
  const names = new Set(wanted.map(({ name }) => name));
  const others = pod.spec.volumes?.filter(({ name }) => !names.has(name)) ?? [];
  const volumes = [...wanted, ...others];
  return volumes.length === 0 ? pod : { ...pod, spec: { ...pod.spec, volumes } };
}

const volumesFor = (set: Workload, pod: Pod): Volume[] =>
  (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    name: template.metadata.name,
    persistentVolumeClaim: { claimName: claimName(set, template, ordinalOf(pod)) },
  }));
