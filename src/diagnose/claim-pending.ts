import type { Cause } from './diagnosis.js';

/** A claim without a volume keeps its pet from being scheduled. */
export const claimPending: Cause = ({ pod, claims }) => {
  const claim = claims.find(({ status }) => status?.phase === 'Pending' || status?.phase === 'Lost');
  if (claim === undefined || pod.spec.nodeName !== undefined) return undefined;
  const { name = '', namespace = '' } = claim.metadata;
  const { storageClassName } = claim.spec;
  const of =
    storageClassName === undefined
      ? 'it names no storage class, and there is no default'
      : `storage class ${storageClassName}`;
  return {
    cause: claim.status?.phase === 'Lost' ? 'ClaimLost' : 'ClaimPending',
    message: `waits for a volume for its claim ${name} (${of})`,
    next: { words: ['describe', 'pvc', name], namespace },
  };
};
