import { documentFailure } from '../cluster/manifests.js';
import { describeForbidden, describeRefusedChange, refusedChanges } from '../petset/changes-allowed.js';
import { isSame } from '../petset/differences.js';
import { Failure } from '../petset/failure.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { PetSet } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { recorded } from '../petset/record-form.js';
import { replacing } from '../petset/replacing.js';
import { revisionHash } from '../petset/revision.js';
import { strategyRollout } from '../petset/rollout.js';
import { validatePetSet } from '../petset/validate.js';
import type { Args } from './command.js';
import { refuseGoing } from './going.js';
import type { SetWish } from './wishes.js';

/** The set that a file wants in place of one that is there. Throws a `Failure` with all that must not change, and where it is written. */
export function changedSet(
  present: PetSetRecord,
  { set: wanted, manifest: { document, where } }: SetWish,
  claims: readonly ObservedClaim[],
  args: Args,
): PetSet {
  refuseGoing(present, 'changed', args);
  const set = replacing(present.set, recorded(wanted), document);
  const refused = refusedChanges(present.set, set, claims);
  if (refused.length > 0) {
    const lines = refused.map((change) => `  ${where(change.path)}: ${describeRefusedChange(change)}`);
    throw new Failure([describeForbidden(set), ...lines].join('\n'));
  }
  const problems = validatePetSet(set);
  if (problems.length > 0) throw documentFailure(problems, where);
  return set;
}

/** What of a set that was written down does nothing until somebody asks for it; nothing where there is no such thing. */
export function whatWaits(before: PetSet, { set, rollout }: PetSetRecord): string | undefined {
  if (rollout?.wish !== undefined || strategyRollout(set.spec.updateStrategy) !== undefined) return undefined;
  if (rollout !== undefined && rollout.from !== revisionHash(set.spec.template)) return 'its new template waits';
  return isSame(before.spec.ordinals.overrides, set.spec.ordinals.overrides) ? undefined : 'its new overrides wait';
}
