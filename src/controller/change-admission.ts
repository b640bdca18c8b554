import type { ApiError } from '../cluster/api-error.js';
import { isSame } from '../petset/differences.js';
import type { PetSet } from '../petset/petset.js';
import { type AdmissionDeps, blocked, isExcused, type Problem, problem } from './admission.js';
import { obstacleOf } from './plan-obstacle.js';
import { objectionsTo } from './preflight.js';
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
  const isOfSamePods = isSame(before.template, set.spec.template) && isSame(before.ordinals, set.spec.ordinals);
  const objections = isOfSamePods ? [] : await objectionsTo(set, namespace, client);
  const isOfSameClaims = isSame(before.volumeClaimTemplates, set.spec.volumeClaimTemplates);
  const refusals = isOfSameClaims ? [] : await refusalsToGrow(set, observed, { namespace, client });
  return [
    ...objections
      .filter(({ error }) => !isExcused(error, deps) && !isForRoom(error))
      .map(({ error, paths }) => problem(error, paths)),
    ...refusals.map((refusal) => cannotGrow(set, refusal)),
    ...(obstacle === undefined ? [] : [blocked(set, obstacle)]),
  ];
}

/** A quota may have no room for one pod more; but a pet of before goes before the new one comes. */
function isForRoom(error: ApiError): boolean {
  return error.from === 'server' && error.code === 403 && error.message.includes('exceeded quota');
}

function cannotGrow({ spec }: PetSet, { claim, size, error }: GrowthRefusal): Problem {
  const { message, exists } = problem(error, []);
  const index = spec.volumeClaimTemplates.findIndex(({ metadata }) => metadata.name === claim.template);
  const path = ['spec', 'volumeClaimTemplates', index, 'spec', 'resources', 'requests', 'storage'];
  return { message: `persistentvolumeclaim/${claim.name} cannot grow to ${size}: ${message}`, paths: [path], exists };
}
