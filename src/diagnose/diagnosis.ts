import type { PersistentVolumeClaim, Pod } from '../petset/kubernetes.js';
import type { Facts, LogEnd } from './facts.js';

/** A pet that does not get on, the claims it mounts, and what was looked up about them. */
export interface Patient {
  readonly pod: Pod;
  readonly claims: readonly PersistentVolumeClaim[];
  readonly facts: Facts;
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
  /** The end of the log of the container that it is about, which may say more. */
  readonly log?: LogEnd;
  /** It may well pass by itself: nobody need be alarmed yet. */
  readonly mayPass?: true;
}

/** Every cause has one file, and in it one of these. */
export type Cause = (patient: Patient) => Diagnosis | undefined;

export function logsOf({ metadata: { name = '', namespace = '' } }: Pod, ...rest: readonly string[]): KubectlCommand {
  return { words: ['logs', name, ...rest], namespace };
}

export function describePod({ metadata: { name = '', namespace = '' } }: Pod): KubectlCommand {
  return { words: ['describe', 'pod', name], namespace };
}

export function describeClaim({ metadata: { name = '', namespace = '' } }: PersistentVolumeClaim): KubectlCommand {
  return { words: ['describe', 'pvc', name], namespace };
}

/** What others have written, in one line and without the stop at its end. */
export function oneLine(words: string): string {
  return words.trim().replaceAll(/\s+/g, ' ').replace(/\.$/, '');
}
