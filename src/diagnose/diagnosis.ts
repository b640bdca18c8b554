import type { ContainerStatus, PersistentVolumeClaim, Pod } from '../petset/kubernetes.js';

/** A pet that does not get on, and the claims it mounts. */
export interface Patient {
  readonly pod: Pod;
  readonly claims: readonly PersistentVolumeClaim[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds that it has been waited for. */
  readonly waited: number;
  /** A pet of this name is to come back; nothing where the pod only has to go. */
  readonly place: { readonly set: string; readonly ordinal: number } | undefined;
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
  /** Two or three words, for a column: `image not pulled`. */
  readonly short: string;
  /** One line, to be read after the name of the pet. */
  readonly message: string;
  /** The command that looks further. */
  readonly next: KubectlCommand;
  /** What ends it, where that is for a person to decide, and on which condition, to be read before the command. */
  readonly exit?: { readonly when: string; readonly command: KubectlCommand };
  /** The container whose log may say more; that of its run before where it has ended. */
  readonly log?: { readonly container: string; readonly previous: boolean };
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
