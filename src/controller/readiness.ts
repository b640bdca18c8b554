import { isWanted } from '../petset/identity.js';
import { isHealthy } from '../petset/observed-pet.js';
import { petsThat } from '../petset/kinds.js';
import type { View } from './set-watch.js';

/** How many pets of a set should be ready, and are. */
export interface Readiness {
  readonly ready: number;
  readonly replicas: number;
}

export function readinessOf({ desired, observed }: View): Readiness {
  const { spec } = desired.set;
  const healthy = petsThat(
    observed.pods,
    (kind) => kind.ownership === 'ours' && isHealthy(kind),
    (ordinal) => isWanted(spec, ordinal),
  );
  return { ready: healthy.length, replicas: spec.replicas };
}
