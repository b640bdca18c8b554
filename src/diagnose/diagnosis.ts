import type { ContainerStatus, PersistentVolumeClaim, Pod } from '../petset/kubernetes.js';

/** A pet that does not get on, and the claims it mounts. */
export interface Patient {
  readonly pod: Pod;
  readonly claims: readonly PersistentVolumeClaim[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds that it has been waited for. */
  readonly waited: number;
}

/** A command for the user to run. Whoever prints it adds the flags that lead to the same cluster. */
export interface KubectlCommand {
  /** After `kubectl`. */
  readonly words: readonly string[];
  readonly namespace: string;
}

/** Why it does not get on. */
export interface Diagnosis {
  /** One word, in Kubernetes' own words where it has one: `Unschedulable`, `ImagePullBackOff`. */
  readonly cause: string;
  /** One line, to be read after the name of the pet. */
  readonly message: string;
  /** The command that looks further, or the one that helps. */
  readonly next: KubectlCommand;
  /** It helps. */
  readonly isRemedy?: true;
}

/** Every cause has one file, and in it one of these. */
export type Cause = (patient: Patient) => Diagnosis | undefined;

export function logsOf({ metadata: { name = '', namespace = '' } }: Pod, ...rest: readonly string[]): KubectlCommand {
  return { words: ['logs', name, ...rest], namespace };
}

export function describePod({ metadata: { name = '', namespace = '' } }: Pod): KubectlCommand {
  return { words: ['describe', 'pod', name], namespace };
}

/** The first container, init containers before the others, that waits for one of these reasons. */
export function waitingContainer(
  { status }: Pod,
  reasons: readonly string[],
): { readonly container: ContainerStatus; readonly reason: string; readonly message: string } | undefined {
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const { reason = '', message = '' } = container.state?.waiting ?? {};
    if (reasons.includes(reason)) return { container, reason, message };
  }
  return undefined;
}
