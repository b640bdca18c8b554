import type { Workload } from '../../../model/workload.js';

/** How many pods a deployment may have, and lack (kubernetes pkg/controller/deployment/util). */

export const sizeOf = ({ spec }: Workload): number => spec.replicas ?? 1;

export const isRolling = ({ spec }: Workload): boolean => spec.strategy?.type === 'RollingUpdate';

/** How many more than wanted there may be during an update. */
export const maxSurge = (deployment: Workload): number => (isRolling(deployment) ? bounds(deployment).surge : 0);

/** How many of those wanted need not be available. */
export const maxUnavailable = (deployment: Workload): number =>
  isRolling(deployment) ? Math.min(bounds(deployment).unavailable, sizeOf(deployment)) : 0;

/** Both cannot be nothing, or an update would never begin. */
function bounds(deployment: Workload): { surge: number; unavailable: number } {
  const { maxSurge: most = 0, maxUnavailable: least = 0 } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = scaled(most, sizeOf(deployment), Math.ceil);
  const unavailable = scaled(least, sizeOf(deployment), Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

const scaled = (value: number | string, size: number, round: (value: number) => number): number =>
  typeof value === 'number' ? value : round((Number.parseInt(value, 10) * size) / 100);

export const sum = (sets: readonly Workload[], of: (set: Workload) => number | undefined): number =>
  sets.reduce((total, set) => total + (of(set) ?? 0), 0);
