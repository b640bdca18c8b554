import { isWanted } from '../petset/identity.js';
import { foresee } from './foresee.js';
import { operationOf } from './operation.js';
import { isDue } from './plan-rollout.js';
import type { Standing, Waiting } from './progress.js';
import type { View } from './set-watch.js';
import type { Step } from './step.js';

/** So many steps are looked ahead: some pets. */
const AHEAD = 8;

/** How a set stands, out of all that is known of it and why nothing happens. */
export function standingOf(
  { desired, observed }: Pick<View, 'desired' | 'observed'>,
  waiting: readonly Waiting[],
): Standing {
  const { set, teardown, revision } = desired;
  const { spec } = set;
  const pets = [...observed.pods.values()]
    .filter(({ ownership }) => ownership === 'ours')
    .sort((a, b) => a.ordinal - b.ordinal);
  let ahead: readonly Step[] | undefined;
  return {
    teardown,
    pets,
    claims: [...observed.claims.values()].filter(({ labelledFor }) => labelledFor === set.metadata.name),
    waiting,
    operation: operationOf(desired, observed),
    wanted: { replicas: teardown ? 0 : spec.replicas, ordinals: spec.ordinals },
    revision,
    revisions: observed.revisions,
    due: new Set(
      pets.filter((pet) => isWanted(spec, pet.ordinal) && isDue(pet, desired)).map(({ ordinal }) => ordinal),
    ),
    ahead: () => (ahead ??= foresee(desired, observed, { limit: AHEAD }).steps.map(({ step }) => step)),
  };
}
