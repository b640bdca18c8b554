import { isMap } from './json-edit.js';
import type { ContainerStatus, Pod, PodTemplate } from './kubernetes.js';

/**
 * On a pet whose images were changed where it runs: the containers that had the former ones, by name. The kubelet replaces
 * them in its own time, and until then the pet looks as ready as before.
 */
const IN_PLACE_ANNOTATION = 'petset.dev/in-place';

/** A container that ran when its image was changed: its id, and the image that it runs with. */
interface FormerContainer {
  readonly id: string;
  readonly image: string;
}

/** What is to be patched into a pod for it to have the images of a template; the rest of both is the same. */
export function imagePatch(
  pod: Pod,
  template: PodTemplate,
): { readonly annotations: Readonly<Record<string, string>>; readonly containers: readonly object[] } {
  const wanted = new Map(template.spec.containers.map(({ name, image }) => [name, image]));
  const changing = pod.spec.containers.filter(({ name, image }) => wanted.has(name) && wanted.get(name) !== image);
  const running = changing.map(({ name, image = '' }): [string, FormerContainer] => [
    name,
    { id: idOf(pod, name), image },
  ]);
  // One that is there still since the last change runs with the image that it had before that.
  const former = [...running, ...[...formerContainers(pod)].filter(([name, { id }]) => idOf(pod, name) === id)];
  return {
    annotations: { [IN_PLACE_ANNOTATION]: JSON.stringify(Object.fromEntries(former)) },
    containers: changing.map(({ name }) => ({ name, image: wanted.get(name) })),
  };
}

/**
 * Whether containers of a pet still run which are to be replaced by ones with another image. One that has the image again
 * that it runs with is never replaced.
 */
export function isRestarting(pod: Pod): boolean {
  const images = new Map(pod.spec.containers.map(({ name, image = '' }) => [name, image]));
  return [...formerContainers(pod)].some(
    ([name, { id, image }]) => idOf(pod, name) === id && images.get(name) !== image,
  );
}

/** Since when the containers run that have another image than the pet was made with, in epoch milliseconds. */
export function restartedAt(pod: Pod): number | undefined {
  const times = [...formerContainers(pod).keys()].map((name) =>
    Date.parse(statusOf(pod, name)?.state?.running?.startedAt ?? ''),
  );
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? undefined : Math.max(...known);
}

function formerContainers({ metadata }: Pod): ReadonlyMap<string, FormerContainer> {
  const text = metadata.annotations?.[IN_PLACE_ANNOTATION];
  const former = text === undefined ? undefined : parsed(text);
  const entries = Object.entries(isMap(former) ? former : {});
  return new Map(entries.flatMap(([name, each]) => (isFormerContainer(each) ? [[name, each]] : [])));
}

function isFormerContainer(value: unknown): value is FormerContainer {
  return isMap(value) && typeof value.id === 'string' && typeof value.image === 'string';
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

/** Empty where its kubelet has not said anything of it. */
function idOf(pod: Pod, container: string): string {
  return statusOf(pod, container)?.containerID ?? '';
}
