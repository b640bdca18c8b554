import type { Autoscaler } from '../../../model/networking.js';

/** What an autoscaler does about a target of so many replicas. */
export type Decision =
  /** Whoever sets the replicas to 0 switches it off. */
  | { readonly act: 'nothing' }
  | { readonly act: 'resize'; readonly replicas: number; readonly reason: string }
  | { readonly act: 'measure' };

/** Bounds hold without any metric (reconcileAutoscaler of kubernetes pkg/controller/podautoscaler/horizontal.go). */
export function decisionOf({ spec }: Autoscaler, replicas: number): Decision {
  const { minReplicas = 1, maxReplicas } = spec;
  if (replicas === 0 && minReplicas !== 0) return { act: 'nothing' };
  if (replicas > maxReplicas) {
    return { act: 'resize', replicas: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas' };
  }
  if (replicas < minReplicas) {
    return { act: 'resize', replicas: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' };
  }
  return { act: 'measure' };
}
