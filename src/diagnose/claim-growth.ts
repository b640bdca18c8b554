import type { Condition, PersistentVolumeClaim } from '../petset/kubernetes.js';
import { describeClaim, type Diagnosis } from './diagnosis.js';
import { reminder } from './slow.js';

/** A claim that asks for more storage than it has. */
export interface GrowingClaim {
  readonly claim: PersistentVolumeClaim;
  /** The name of the pod that mounts it, where there is one. */
  readonly pet: string | undefined;
  /** How large it is to become. */
  readonly size: string;
  /** Milliseconds that it has been waited for. */
  readonly waited: number;
}

/** Why it does not have it. The words of the conditions are those of external-resizer and kubelet. */
export function diagnoseGrowth(growing: GrowingClaim): Diagnosis {
  const causes = [infeasible, failed, fileSystemPending, resizing];
  return (
    causes.reduce<Diagnosis | undefined>((found, cause) => found ?? cause(growing), undefined) ?? notBegun(growing)
  );
}

type GrowthCause = (growing: GrowingClaim) => Diagnosis | undefined;

/** The storage will not be able to do it, however often it is asked. */
const infeasible: GrowthCause = ({ claim, size }) => {
  const status = claim.status?.allocatedResourceStatuses?.storage;
  if (!status?.endsWith('Infeasible')) return undefined;
  const error = failureOf(claim);
  const why = error?.message === undefined ? '' : `: ${error.message}`;
  const message = `cannot become ${size}, its storage does not offer that${why}; a smaller size that no claim of the template has reached may be asked for instead`;
  return { cause: status, short: 'claim cannot grow', message, next: describeClaim(claim) };
};

/** It is tried again, for as long as it takes. */
const failed: GrowthCause = ({ claim, size }) => {
  const error = failureOf(claim);
  if (error === undefined) return undefined;
  const why = error.message ?? error.reason ?? 'the storage does not say why';
  const message = `could not grow to ${size} yet: ${why}`;
  return { cause: error.type, short: 'claim not grown', message, next: describeClaim(claim) };
};

/** The volume has grown; its file system grows while it is mounted, or only when it is mounted anew. */
const fileSystemPending: GrowthCause = ({ claim, pet, size }) => {
  if (conditionOf(claim, 'FileSystemResizePending') === undefined) return undefined;
  const told = { cause: 'FileSystemResizePending', short: 'file system grows' };
  const grown = `has a volume of ${size} by now, and its file system grows`;
  if (pet === undefined) return { ...told, message: `${grown} when a pod mounts it`, next: describeClaim(claim) };
  const { namespace = '' } = claim.metadata;
  const message = `${grown} at the latest when pod/${pet} is started anew`;
  const command = { words: ['delete', 'pod', pet], namespace };
  return { ...told, message, next: describeClaim(claim), exit: { when: 'to go on', command } };
};

const resizing: GrowthCause = ({ claim, size, waited }) => {
  if (conditionOf(claim, 'Resizing') === undefined) return undefined;
  const message = `is still growing to ${size}${reminder(waited)}`;
  return { cause: 'Resizing', short: 'claim growing', message, next: describeClaim(claim) };
};

function notBegun({ claim, size, waited }: GrowingClaim): Diagnosis {
  const of = claim.spec.storageClassName;
  const message = `still waits${reminder(waited)} for its storage${of === undefined ? '' : ` (class ${of})`} to make it ${size}`;
  return { cause: 'NotGrowing', short: 'claim not growing', message, next: describeClaim(claim) };
}

function failureOf(claim: PersistentVolumeClaim): Condition | undefined {
  return conditionOf(claim, 'ControllerResizeError') ?? conditionOf(claim, 'NodeResizeError');
}

function conditionOf({ status }: PersistentVolumeClaim, type: string): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}
