import { isMap } from './json-edit.js';
import type { ContainerStatus, Pod, PodTemplate } from './kubernetes.js';

/**
 * On a pet whose images were changed where it runs: the ids of the containers that had the former ones, by name. The
 * kubelet replaces them in its own time, and until then the pet looks as ready as before.
 */
const IN_PLACE_ANNOTATION = 'petset.dev/in-place';

/** What is to be patched into a pod for it to have the images of a template; the rest of both is the same. */
export function imagePatch(
  pod: Pod,
  template: PodTemplate,
): { readonly annotations: Readonly<Record<string, string>>; readonly containers: readonly object[] } {
  const wanted = new Map(template.spec.containers.map(({ name, image }) => [name, image]));
  const changing = pod.spec.containers.filter(({ name, image }) => wanted.has(name) && wanted.get(name) !== image);
  const former = changing.map(({ name }) => [name, statusOf(pod, name)?.containerID ?? ''] as const);
  return {
    annotations: { [IN_PLACE_ANNOTATION]: JSON.stringify(Object.fromEntries(former)) },
    containers: changing.map(({ name }) => ({ name, image: wanted.get(name) })),
  };
}

/** Whether containers of a pet still run which are to be replaced by ones with another image. */
export function isRestarting(pod: Pod): boolean {
  return [...formerContainers(pod)].some(([name, id]) => (statusOf(pod, name)?.containerID ?? '') === id);
}

/** Since when the containers run that have another image than the pet was made with, in epoch milliseconds. */
export function restartedAt(pod: Pod): number | undefined {
  const times = [...formerContainers(pod).keys()].map((name) =>
    Date.parse(statusOf(pod, name)?.state?.running?.startedAt ?? ''),
  );
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? undefined : Math.max(...known);
}

function formerContainers({ metadata }: Pod): ReadonlyMap<string, string> {
  const text = metadata.annotations?.[IN_PLACE_ANNOTATION];
  if (text === undefined) return new Map();
  const ids = parsed(text);
  return new Map(Object.entries(isMap(ids) ? ids : {}).map(([name, id]) => [name, typeof id === 'string' ? id : '']));
}

/** What somebody has broken says nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  return status?.containerStatuses?.find(({ name }) => name === container);
}
