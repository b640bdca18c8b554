import type { LimitRangeItem } from '../../../model/core.js';
import type { Container, Pod, ResourceList } from '../../../model/pod.js';
import { containersOf } from '../../../model/pod.js';

/** Says on a pod what it was given. */
const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Fills in the requests and limits of containers that have none. */
export function setLimitRangeDefaults(pod: Pod, limits: readonly LimitRangeItem[]): void {
  const items = limits.filter(({ type }) => type === 'Container');
  const defaults = {
    requests: merged(items.map(({ defaultRequest }) => defaultRequest)),
    limits: merged(items.map((item) => item.default)),
  };
  const set = [
    ...containersOf(pod.spec).flatMap((container) => complete(container, 'container', defaults)),
    ...(pod.spec.initContainers ?? []).flatMap((container) => complete(container, 'init container', defaults)),
  ];
  if (set.length === 0) return;
  const words = `LimitRanger plugin set: ${set.join('; ')}`;
  pod.metadata.annotations = { ...pod.metadata.annotations, [ANNOTATION]: words };
}

const merged = (lists: readonly (ResourceList | undefined)[]): ResourceList =>
  Object.assign({}, ...lists) as ResourceList;

/** What was set, in the words of the annotation. */
function complete(
  { name, resources }: Container,
  what: string,
  defaults: Readonly<Record<'requests' | 'limits', ResourceList>>,
): string[] {
  return (['requests', 'limits'] as const).flatMap((part) => {
    const given = resources[part] ?? {};
    const missing = Object.keys(defaults[part])
      .filter((resource) => !Object.hasOwn(given, resource))
      .sort();
    if (missing.length === 0) return [];
    resources[part] = sorted({ ...defaults[part], ...given });
    return [`${missing.join(', ')} ${part.slice(0, -1)} for ${what} ${name}`];
  });
}

/** Maps are written sorted by key. */
const sorted = (list: ResourceList): ResourceList =>
  Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
