import type { Service } from './kubernetes-service.js';
import type { KubeObject, LabelSelector } from './kubernetes.js';
import { selectorMatches } from './selector.js';
import { POD_NAME_LABEL, type StatefulSet } from './statefulset.js';

/** A HorizontalPodAutoscaler (autoscaling/v2), as far as whom it scales. */
export interface Autoscaler extends KubeObject {
  readonly spec: { readonly scaleTargetRef: { readonly kind: string; readonly name: string } };
}

/** A PodDisruptionBudget (policy/v1). */
export interface Budget extends KubeObject {
  readonly spec: {
    readonly selector?: LabelSelector;
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
  };
}

/** What counts on a StatefulSet, or may. */
export interface Neighbours {
  readonly autoscalers: readonly Autoscaler[];
  readonly budgets: readonly Budget[];
  readonly services: readonly Service[];
}

/** Who may make a StatefulSet anew that he finds gone: by the label or annotation that he leaves on what he manages. */
const MANAGERS: Readonly<Record<string, string>> = {
  'meta.helm.sh/release-name': 'the Helm release',
  'argocd.argoproj.io/instance': 'the Argo CD application',
  'argocd.argoproj.io/tracking-id': 'the Argo CD application',
  'kustomize.toolkit.fluxcd.io/name': 'the Flux kustomization',
  'helm.toolkit.fluxcd.io/name': 'the Flux Helm release',
};

/** The controller that a StatefulSet belongs to, as `Etcd/main`: it would make it anew at once. */
export function controllerOf({ metadata }: StatefulSet): string | undefined {
  const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
  return controller && `${controller.kind}/${controller.name}`;
}

/** What will not be any more as it was for those who count on a StatefulSet: a sentence each. */
export function surroundingsOf(statefulSet: StatefulSet, neighbours: Neighbours): readonly string[] {
  const { metadata, spec } = statefulSet;
  const { autoscalers, budgets, services } = neighbours;
  const scalers = autoscalers
    .filter(({ spec: { scaleTargetRef: target } }) => target.kind === 'StatefulSet' && target.name === metadata.name)
    .map((each) => `horizontalpodautoscaler.autoscaling/${nameOf(each)} will have nothing to scale`);
  const labels = spec.template.metadata?.labels;
  // Asked for a share, it asks the controllers of pods how many there should be, and pets have none.
  const shares = budgets
    .filter((each) => each.spec.maxUnavailable !== undefined || typeof each.spec.minAvailable === 'string')
    .filter((each) => each.spec.selector !== undefined && selectorMatches(each.spec.selector, labels))
    .map(
      (each) =>
        `poddisruptionbudget.policy/${nameOf(each)} will let no pet be evicted: over pets it needs an integer minAvailable`,
    );
  const single = services
    .filter((each) => each.spec.selector?.[POD_NAME_LABEL]?.startsWith(`${nameOf(statefulSet)}-`) ?? false)
    .map(
      (each) =>
        `service/${nameOf(each)} selects by ${POD_NAME_LABEL}, a label that a pet which is made anew does not have`,
    );
  return [...managersOf(statefulSet), ...scalers, ...shares, ...single];
}

function managersOf({ metadata }: StatefulSet): readonly string[] {
  const marks = { ...metadata.annotations, ...metadata.labels };
  const managers = Object.entries(MANAGERS).flatMap(([key, who]) => {
    const name = marks[key];
    return name === undefined ? [] : [`${who} ${name} may make statefulset.apps/${metadata.name ?? ''} anew`];
  });
  return [...new Set(managers)];
}

const nameOf = ({ metadata }: KubeObject): string => metadata.name ?? '';
