import type { KubeObject } from '../../model/meta.js';
import type { Pod, Toleration } from '../../model/pod.js';
import type { Server } from '../request/request.js';
import { forbidden } from '../status/api-error.js';
import type { ResourceName } from '../status/api-error.js';
import { podOf } from './plugin.js';
import type { Plugin } from './plugin.js';

/** How long a pod stays on a node that stopped answering. */
const TOLERATED_SECONDS = 300;

const TOLERATED = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** What the plugins DefaultTolerationSeconds and Priority add to every pod. */
export const POD_DEFAULTS: Plugin = {
  mutateNew: (server, request, draft) => {
    const pod = podOf(request, draft);
    if (pod === undefined) return;
    addTolerations(pod);
    setPriority(server, request.kind, pod);
  },
  mutateUpdate: (_server, request, draft) => {
    const pod = podOf(request, draft);
    if (pod !== undefined) addTolerations(pod);
  },
};

function setPriority(server: Server, kind: ResourceName, pod: Pod): void {
  const { name, value, preemptionPolicy } = priority(server, pod);
  if (name !== undefined && value === undefined) {
    throw forbidden(kind, pod.metadata.name, `no PriorityClass with name ${name} was found`);
  }
  refuseOther(kind, pod, 'priority', 'integer value of priority', value ?? 0);
  refuseOther(kind, pod, 'preemptionPolicy', 'string value of PreemptionPolicy', preemptionPolicy);
  pod.spec.priority = value ?? 0;
  pod.spec.preemptionPolicy = preemptionPolicy;
}

/** Both follow from the class: a pod may only bring them as they would be. */
function refuseOther(
  kind: ResourceName,
  { metadata, spec }: Pod,
  field: 'priority' | 'preemptionPolicy',
  what: string,
  computed: number | string,
): void {
  const given = spec[field];
  if (given === undefined || given === computed) return;
  const words = `the ${what} (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;
  throw forbidden(kind, metadata.name, words);
}

function addTolerations({ spec }: Pod): void {
  for (const key of TOLERATED) {
    if (spec.tolerations?.some((toleration) => isTolerated(toleration, key)) === true) continue;
    const toleration: Toleration = {
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: TOLERATED_SECONDS,
    };
    spec.tolerations = [...(spec.tolerations ?? []), toleration];
  }
}

const isTolerated = ({ key, effect }: Toleration, wanted: string): boolean =>
  (key === undefined || key === wanted) && (effect === undefined || effect === 'NoExecute');

interface PriorityClass extends KubeObject {
  value?: number;
  preemptionPolicy?: string;
}

function priority(
  { store }: Server,
  { spec }: Pod,
): { name: string | undefined; value: number | undefined; preemptionPolicy: string } {
  const name = spec.priorityClassName;
  const found: PriorityClass | undefined =
    name === undefined ? undefined : store.collection('priorityclasses.scheduling.k8s.io').get('', name);
  return {
    name,
    value: found === undefined ? undefined : (found.value ?? 0),
    preemptionPolicy: found?.preemptionPolicy ?? 'PreemptLowerPriority',
  };
}
