import type { KubeObject } from './kubernetes.js';
import type { StatefulSet } from './statefulset.js';

/** A HorizontalPodAutoscaler (autoscaling/v2), as far as whom it scales. */
export interface Autoscaler extends KubeObject {
  readonly spec: { readonly scaleTargetRef: { readonly kind: string; readonly name: string } };
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

/** What else counts on a StatefulSet, and will not find it any more: a sentence each. */
export function surroundingsOf({ metadata }: StatefulSet, autoscalers: readonly Autoscaler[]): readonly string[] {
  const marks = { ...metadata.annotations, ...metadata.labels };
  const managers = Object.entries(MANAGERS).flatMap(([key, who]) => {
    const name = marks[key];
    return name === undefined ? [] : [`${who} ${name} may make statefulset.apps/${metadata.name ?? ''} anew`];
  });
  const scalers = autoscalers
    .filter(
      ({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === 'StatefulSet' && scaleTargetRef.name === metadata.name,
    )
    .map((each) => `horizontalpodautoscaler.autoscaling/${each.metadata.name ?? ''} will have nothing to scale`);
  return [...new Set(managers), ...scalers];
}
