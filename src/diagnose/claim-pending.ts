import type { Cause } from './diagnosis.js';

/** A claim without a volume keeps its pet from being scheduled. */
export const claimPending: Cause = ({ pod, claims }) => {
  const claim = claims.find(({ status }) => status?.phase === 'Pending' || status?.phase === 'Lost');
  if (claim === undefined || pod.spec.nodeName !== undefined) return undefined;
  const { name = '', namespace = '' } = claim.metadata;
  return {
    cause: claim.status?.phase === 'Lost' ? 'ClaimLost' : 'ClaimPending',
    short: claim.status?.phase === 'Lost' ? 'claim lost' : 'claim pending',
    message: `waits for a volume for its claim ${name} (${classWords(claim.spec.storageClassName)})`,
    next: { words: ['describe', 'pvc', name], namespace },
  };
};

/** An empty class is another thing than none: the claim takes a volume that is there, and nobody makes one. */
function classWords(storageClassName: string | undefined): string {
  if (storageClassName === undefined) return 'it names no storage class, and there is no default';
  return storageClassName === ''
    ? 'of those that are there: its storage class is empty'
    : `storage class ${storageClassName}`;
}
