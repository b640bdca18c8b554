import type { ContainerStatus, Pod } from '../../petset/kubernetes.js';
import { hasCondition, podCondition } from '../../petset/pod-status.js';

/** What is wrong with a pod, as far as a copy of it can have it too. */
export interface Ailment {
  /** By container: what it does, in the words of a script of the sandbox. */
  readonly scripts: ReadonlyMap<string, string>;
  /** By container: what its environment would be made of, and is not there. */
  readonly lacks: ReadonlyMap<string, Lack>;
  /** No node takes it, or its volumes cannot be mounted. */
  readonly keptFrom?: 'node' | 'volumes';
}

/** An object that a container cannot do without. */
export interface Lack {
  readonly kind: 'configMapRef' | 'secretRef';
  readonly name: string;
}

const CANNOT_PULL = 'pull=fail';
const NEVER_READY = 'ready=never';
/** Why a container waits (kubernetes pkg/kubelet/images/types.go and kuberuntime), and what one does that ends up so. */
const WAITS: Readonly<Record<string, (status: ContainerStatus) => string>> = {
  ErrImagePull: () => CANNOT_PULL,
  ImagePullBackOff: () => CANNOT_PULL,
  InvalidImageName: () => CANNOT_PULL,
  ErrImageNeverPull: () => CANNOT_PULL,
  ImageInspectError: () => CANNOT_PULL,
  CrashLoopBackOff: crash,
  RunContainerError: () => 'exit=128',
  CreateContainerError: () => 'exit=128',
  CreateContainerConfigError: () => NEVER_READY,
};

export interface AilmentDeps {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds after which a pod of its set is ready, or will not be. */
  readonly patience: number;
}

/** What is wrong with a pod that is not ready; nothing where it is well, or may only be on its way. */
export function ailmentOf(pod: Pod, { now, patience }: AilmentDeps): Ailment | undefined {
  const { deletionTimestamp, creationTimestamp = '' } = pod.metadata;
  if (deletionTimestamp !== undefined || hasCondition(pod, 'Ready')) return undefined;
  if (podCondition(pod, 'PodScheduled')?.reason === 'Unschedulable') return { ...NOTHING, keptFrom: 'node' };
  const statuses = statusesOf(pod);
  const scripts = new Map(statuses.flatMap((status) => entry(status.name, wordsOf(status))));
  const lacks = new Map(statuses.flatMap((status) => entry(status.name, lackOf(status))));
  if (scripts.size > 0) return { scripts, lacks };
  const isLate = now - (Date.parse(creationTimestamp) || now) > patience;
  return isLate ? lateness(pod, statuses) : undefined;
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** Nobody says what is wrong with it, but it is not ready for too long. */
function lateness(pod: Pod, statuses: readonly ContainerStatus[]): Ailment {
  const unready = statuses.filter(({ ready, state }) => !ready && state?.running !== undefined);
  if (unready.length > 0) return { ...NOTHING, scripts: new Map(unready.map(({ name }) => [name, NEVER_READY])) };
  return { ...NOTHING, keptFrom: hasCondition(pod, 'PodScheduled') ? 'volumes' : 'node' };
}

const NOTHING: Ailment = { scripts: new Map(), lacks: new Map() };

function entry<T>(name: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[name, value]];
}

function wordsOf(status: ContainerStatus): string | undefined {
  const { waiting, terminated } = status.state ?? {};
  if (terminated !== undefined) return terminated.exitCode === 0 ? undefined : crash(status);
  return WAITS[waiting?.reason ?? '']?.(status);
}

/** How it ends, and after how long, as it did the last time. */
function crash({ state, lastState }: ContainerStatus): string {
  const { exitCode = 1, startedAt = '', finishedAt = '' } = state?.terminated ?? lastState?.terminated ?? {};
  const lasted = Math.max(Date.parse(finishedAt) - Date.parse(startedAt), 0) || 0;
  return `exit=${exitCode}${lasted > 0 ? ` after=${lasted}ms` : ''}`;
}

/** In the words of a kubelet (kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables). */
function lackOf({ state }: ContainerStatus): Lack | undefined {
  const { reason, message = '' } = state?.waiting ?? {};
  if (reason !== 'CreateContainerConfigError') return undefined;
  const [, word, name = ''] =
    /(configmap|secret) "([^"]+)" not found/.exec(message) ??
    /in (ConfigMap|Secret) \S*?([^/\s]+)$/.exec(message) ??
    [];
  if (word === undefined) return undefined;
  return { kind: word.toLowerCase() === 'secret' ? 'secretRef' : 'configMapRef', name };
}
