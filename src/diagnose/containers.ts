import type { ContainerStatus, Pod } from '../petset/kubernetes.js';

/** A container of a pod, and which of how many it is where it is one of those that run before the others. */
export interface Seen {
  readonly status: ContainerStatus;
  /** To be read for it: `container nginx`, `init container setup (2 of 3)`. */
  readonly title: string;
}

/** Init containers first, in their order: what comes later waits for them. */
export function containersOf({ spec, status }: Pod): readonly Seen[] {
  const init = spec.initContainers ?? [];
  const titleOf = (name: string): string => {
    const index = init.findIndex((one) => one.name === name);
    return `init container ${name}${init.length > 1 ? ` (${index + 1} of ${init.length})` : ''}`;
  };
  return [
    ...(status?.initContainerStatuses ?? []).map((one) => ({ status: one, title: titleOf(one.name) })),
    ...(status?.containerStatuses ?? []).map((one) => ({ status: one, title: `container ${one.name}` })),
  ];
}

/** The first container that waits for one of these reasons. */
export function waitingContainer(
  pod: Pod,
  reasons: readonly string[],
): (Seen & { readonly reason: string; readonly message: string }) | undefined {
  for (const seen of containersOf(pod)) {
    const { reason = '', message = '' } = seen.status.state?.waiting ?? {};
    if (reasons.includes(reason)) return { ...seen, reason, message };
  }
  return undefined;
}

/** The first container that ends again and again and is held back for a while. */
export const crashed = (pod: Pod): Seen | undefined => waitingContainer(pod, ['CrashLoopBackOff']);

/** The first container that has failed and is about to be started again. */
export function ended(pod: Pod): Seen | undefined {
  return containersOf(pod).find(({ status: { state } }) => (state?.terminated?.exitCode ?? 0) !== 0);
}

/** The first container that runs and is not ready; none where init containers still run. */
export function unready({ status }: Pod): ContainerStatus | undefined {
  return status?.phase === 'Running' ? status.containerStatuses?.find(({ ready }) => !ready) : undefined;
}

/** The init container that runs, and that the others wait for; not one that has started and stays, beside them. */
export function initRunning(pod: Pod): Seen | undefined {
  const roles = new Map(pod.spec.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy ?? '']));
  return containersOf(pod).find(({ status: { name, started, state } }) => {
    const stays = roles.get(name) === 'Always' && started === true;
    return roles.has(name) && !stays && state?.running !== undefined;
  });
}

/** Whose log may say what is wrong, and whether it is that of the run before. */
export function talker(pod: Pod): { readonly container: string; readonly previous: boolean } | undefined {
  const looping = crashed(pod);
  if (looping !== undefined) return { container: looping.status.name, previous: true };
  const name = ended(pod)?.status.name ?? initRunning(pod)?.status.name ?? unready(pod)?.name;
  return name === undefined ? undefined : { container: name, previous: false };
}
