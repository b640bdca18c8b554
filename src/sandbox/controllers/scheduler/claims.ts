import type { Pod } from '../../model/pod.js';
import type { Claim, StorageClass } from '../../model/volume.js';
import type { Informer } from '../client/informer.js';

export interface ClaimsVerdict {
  /** Why the pod cannot be scheduled on any node, in the scheduler's words after the count of nodes. */
  readonly problem: string | undefined;
  /** Claims that wait for this pod to be bound, or are being bound. */
  readonly toBind: readonly Claim[];
}

/** Whether a pod's claims allow it to be scheduled. */
export function judgeClaims(pod: Pod, claims: Informer<Claim>, classes: Informer<StorageClass>): ClaimsVerdict {
  const { namespace = '' } = pod.metadata;
  const names = (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const toBind: Claim[] = [];
  for (const name of names) {
    const claim = claims.get(namespace, name);
    const problem = problemOf(name, claim, classes);
    if (problem !== undefined) return { problem, toBind: [] };
    if (claim !== undefined && claim.status.phase !== 'Bound') toBind.push(claim);
  }
  return { problem: undefined, toBind };
}

/** The server's scheduler ends these with what became of the attempt to preempt. */
const AFTERTHOUGHT = 'not found';

function problemOf(name: string, claim: Claim | undefined, classes: Informer<StorageClass>): string | undefined {
  if (claim === undefined) return `persistentvolumeclaim "${name}" not found. ${AFTERTHOUGHT}`;
  if (claim.metadata.deletionTimestamp !== undefined) {
    return `persistentvolumeclaim "${name}" is being deleted. ${AFTERTHOUGHT}`;
  }
  if (claim.status.phase === 'Lost')
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}". ${AFTERTHOUGHT}`;
  if (isBound(claim) || waitsForConsumer(claim, classes)) return undefined;
  return `pod has unbound immediate PersistentVolumeClaims. ${AFTERTHOUGHT}`;
}

/** Bound for good, though its phase may not tell it yet (isPVCBound of Kubernetes' volumebinding). */
const isBound = ({ metadata, spec }: Claim): boolean =>
  spec.volumeName !== undefined && metadata.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined;

function waitsForConsumer({ spec }: Claim, classes: Informer<StorageClass>): boolean {
  const storageClass = classes.get('', spec.storageClassName ?? '');
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && spec.volumeName === undefined;
}
