import type { Pod } from '../../model/pod.js';
import { allContainersOf } from '../../model/pod.js';
import { badRequest } from '../status/api-error.js';

/** Which container of a pod is meant (pkg/registry/core/pod, validateContainer). */
export function chooseContainer({ metadata, spec }: Pod, wanted: string): string {
  const names = [...allContainersOf(spec), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
  if (wanted !== '') {
    if (names.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
  }
  const [only, another] = spec.containers ?? [];
  if (only !== undefined && another === undefined) return only.name;
  throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]`);
}
