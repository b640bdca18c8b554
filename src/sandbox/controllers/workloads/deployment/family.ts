import { asJson, cloneJson, equalJson } from '../../../model/json.js';
import type { PodTemplate } from '../../../model/pod.js';
import type { Workload } from '../../../model/workload.js';
import { goJson, shortHash } from '../hash.js';
import { controllerReference } from '../ownership.js';

/** A deployment's replica sets: the one of its present template, and those of the past. */
export interface Family {
  readonly fresh: Workload | undefined;
  readonly old: readonly Workload[];
}

const HASH = 'pod-template-hash';

export const byAge = (a: Workload, b: Workload): number =>
  (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '', 'en') ||
  a.metadata.name.localeCompare(b.metadata.name, 'en');

/** Of several that have the present template, the oldest is meant. */
export function familyOf(deployment: Workload, sets: readonly Workload[]): Family {
  const inOrder = sets.toSorted(byAge);
  const fresh = inOrder.find(({ spec }) => isSameTemplate(spec.template, deployment.spec.template));
  return { fresh, old: inOrder.filter((set) => set !== fresh) };
}

export const isSameTemplate = (a: PodTemplate, b: PodTemplate): boolean => equalJson(withoutHash(a), withoutHash(b));

function withoutHash({ metadata, ...template }: PodTemplate): object {
  const { [HASH]: _, ...labels } = metadata.labels ?? {};
  return { ...template, metadata: { ...metadata, labels } };
}

/** A replica set of the present template, without pods and annotations; its name follows from the template. */
export function newSet(deployment: Workload): Workload {
  const { name, namespace = '' } = deployment.metadata;
  const { selector, minReadySeconds, template } = cloneJson(deployment.spec);
  const { collisionCount } = deployment.status;
  const hash = shortHash(goJson(asJson(template)) + String(collisionCount ?? ''));
  const labels = { ...template.metadata.labels, [HASH]: hash };
  return {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name: `${name}-${hash}`, namespace, labels, ownerReferences: [controllerReference(deployment)] },
    spec: {
      replicas: 0,
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: {},
  };
}
