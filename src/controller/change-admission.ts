import { isSame } from '../petset/differences.js';
import type { PetSet } from '../petset/petset.js';
import { type AdmissionDeps, blocked, isExcused, type Problem, problem } from './admission.js';
import { obstacleOf } from './plan-obstacle.js';
import { objectionsToChange } from './preflight.js';
import { type GrowthRefusal, refusalsToGrow } from './preflight-growth.js';
import type { View } from './set-watch.js';

/** Has the server try what a set is to become, without making anything of it. Answers with all that speaks against it. */
export async function checkChange(
  set: PetSet,
  { record, desired, observed }: View,
  deps: AdmissionDeps,
): Promise<readonly Problem[]> {
  const { client } = deps;
  const { namespace } = record.ref;
  const before = record.set.spec;
  const obstacle = obstacleOf({ ...desired, set }, observed);
  const objections = await objectionsToChange(record.set, set, namespace, client);
  const isOfSameClaims = isSame(before.volumeClaimTemplates, set.spec.volumeClaimTemplates);
  const refusals = isOfSameClaims ? [] : await refusalsToGrow(set, observed, { namespace, client });
  return [
    ...objections.filter(({ error }) => !isExcused(error, deps)).map(({ error, paths }) => problem(error, paths)),
    ...refusals.map((refusal) => cannotGrow(set, refusal)),
    ...(obstacle === undefined ? [] : [blocked(set, obstacle)]),
  ];
}

function cannotGrow({ spec }: PetSet, { claim, size, error }: GrowthRefusal): Problem {
  const { message, exists } = problem(error, []);
  const index = spec.volumeClaimTemplates.findIndex(({ metadata }) => metadata.name === claim.template);
  const path = ['spec', 'volumeClaimTemplates', index, 'spec', 'resources', 'requests', 'storage'];
  return { message: `persistentvolumeclaim/${claim.name} cannot grow to ${size}: ${message}`, paths: [path], exists };
}
