import type { Pod } from './kubernetes.js';

/** Names the container that kubectl enters where the user names none. Source: kubectl pkg/cmd/util/podcmd. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The container that a command is run in where the user names none: the annotated one, or the first. */
export function defaultContainer(pod: Pod): string {
  return annotatedContainer(pod) ?? pod.spec.containers[0]?.name ?? '';
}

/** What kubectl says where it had to choose a container; nothing where there was no choice. */
export function defaultedNote(pod: Pod): string | undefined {
  const { containers, ephemeralContainers = [], initContainers = [] } = pod.spec;
  const names = [
    ...containers.map(({ name }) => name),
    ...ephemeralContainers.map(({ name }) => `${name} (ephem)`),
    ...initContainers.map(({ name }) => `${name} (init)`),
  ];
  if (names.length === 1 || annotatedContainer(pod) !== undefined) return undefined;
  return `Defaulted container "${defaultContainer(pod)}" out of: ${names.join(', ')}`;
}

/** Whether a command can be run in a container of a pod. Also where the pod has none of that name: then the server says so. */
export function mayBeEntered({ spec, status }: Pod, container: string): boolean {
  const { containers, initContainers = [] } = spec;
  if (![...containers, ...initContainers].some(({ name }) => name === container)) return true;
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return statuses.some(({ name, state }) => name === container && state?.running !== undefined);
}

function annotatedContainer({ metadata, spec }: Pod): string | undefined {
  const { containers, ephemeralContainers = [], initContainers = [] } = spec;
  const annotated = metadata.annotations?.[DEFAULT_CONTAINER];
  const all = [...containers, ...initContainers, ...ephemeralContainers];
  return all.find(({ name }) => name === annotated)?.name;
}
