import { NOT_AHEAD } from '../petset/claim-ahead.js';
import { petReference } from '../petset/claim-owner.js';
import { LABELS } from '../petset/identity.js';
import type { OwnerReference } from '../petset/kubernetes.js';
import { sizePatch } from './preflight-growth.js';
import type { View } from './set-watch.js';
import type { ClaimKeeper, StepOf } from './step.js';
import type { UidPatch } from './writes.js';

export type ClaimPatchStep = StepOf<'adopt-claim' | 'own-claim' | 'settle-claim' | 'grow-claim'>;

/** What a step changes of its claim. */
export function claimPatch(step: ClaimPatchStep, view: View): UidPatch {
  const { uid } = step.claim;
  switch (step.do) {
    case 'adopt-claim':
      return { metadata: { uid, labels: { [LABELS.set]: view.record.ref.name } } };
    case 'own-claim':
      return { metadata: { uid, ownerReferences: ownersPatch(step, view) } };
    case 'settle-claim':
      return { metadata: { uid, ...NOT_AHEAD } };
    case 'grow-claim':
      return { metadata: { uid }, ...sizePatch(step.size) };
  }
}

/** References are told apart by their uids in a strategic merge, so those of others are not touched. */
function ownersPatch({ claim, owner }: StepOf<'own-claim'>, view: View): readonly object[] {
  const kept = references(claim.ordinal, owner, view);
  const lost = claim.goesWith.filter(({ uid }) => !kept.some((reference) => reference.uid === uid));
  return [...kept, ...lost.map(({ uid }) => ({ $patch: 'delete', uid }))];
}

function references(ordinal: number, owner: ClaimKeeper, { record, observed }: View): readonly OwnerReference[] {
  if (owner === 'nobody') return [];
  if (owner === 'record') return [record.owner];
  const pet = observed.pods.get(ordinal);
  if (pet === undefined) throw new Error(`the plan wants claims to go with a pet ${ordinal} that is not there`);
  return [petReference(pet)];
}
