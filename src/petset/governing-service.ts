import { LABELS } from './identity.js';
import type { ObjectMeta, Pod } from './kubernetes.js';
import type { Service } from './kubernetes-service.js';
import type { PetSet } from './petset.js';
import { hasCondition } from './pod-status.js';
import { selectorMatches, selectorQuery } from './selector.js';

/** What is known of the service that gives a set's pets their names: a service, that there is none, or nothing at all. */
export type Governing = Service | 'missing' | 'unknown';

/** A service in front of its pods has one address, and its pods have no names. */
export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === 'None' && spec.type !== 'ExternalName';
}

/** Kubernetes leaves the endpoints of a service without a selector to whoever made it. */
export function selects({ spec }: Service, labels: ObjectMeta['labels']): boolean {
  const { selector = {} } = spec;
  return Object.keys(selector).length > 0 && selectorMatches({ matchLabels: selector }, labels);
}

/** What keeps the pets of a set from having DNS names, and what to do about it; nothing where they will have them. */
export function missingNames(set: PetSet, governing: Governing): string | undefined {
  const { serviceName } = set.spec;
  if (serviceName === '' || governing === 'unknown') return undefined;
  const problem = PROBLEMS.map((find) => find(set, governing)).find((found) => found !== undefined);
  return problem && `petset/${set.metadata.name}: its pets have no DNS names, because ${problem}`;
}

type FindProblem = (set: PetSet, governing: Service | 'missing') => string | undefined;

/** In the order in which they matter: the first one hides the others. */
const PROBLEMS: readonly FindProblem[] = [
  (set, governing) =>
    governing === 'missing'
      ? `there is no service/${set.spec.serviceName}: create one with clusterIP: None and the selector ${selectorOf(set)}`
      : undefined,
  (set, governing) =>
    governing !== 'missing' && !isHeadless(governing)
      ? `service/${set.spec.serviceName} ${whatItHas(governing)}: delete it and create it again with clusterIP: None`
      : undefined,
  (set, governing) => {
    if (governing === 'missing' || selects(governing, petLabels(set))) return undefined;
    const { selector = {} } = governing.spec;
    const said = selectorQuery({ matchLabels: selector });
    const what = said === '' ? 'has no selector' : `selects ${said}, which they are not labelled with`;
    return `service/${set.spec.serviceName} ${what}: give it the selector ${selectorOf(set)}`;
  },
];

function whatItHas({ spec }: Service): string {
  return spec.type === 'ExternalName' ? 'only stands for a name elsewhere (ExternalName)' : 'has a cluster IP';
}

/** What every pet carries, whatever its ordinal and revision. */
function petLabels({ metadata, spec }: PetSet): Readonly<Record<string, string>> {
  return { ...spec.template.metadata?.labels, [LABELS.set]: metadata.name };
}

/** A selector that a service of the set would do with: what the set says of its pets in plain pairs, else all of their labels. */
function selectorOf({ spec }: PetSet): string {
  const { matchLabels = {} } = spec.selector;
  const isEnough = Object.keys(matchLabels).length > 0;
  return selectorQuery({ matchLabels: isEnough ? matchLabels : (spec.template.metadata?.labels ?? {}) });
}

/** Ready as the endpoints of services have it: not on its way out, either. */
export function isPodReady(pod: Pod): boolean {
  return !isTerminal(pod) && hasCondition(pod, 'Ready') && pod.metadata.deletionTimestamp === undefined;
}

/**
 * Whether a service has a pod's own name resolve. Source: kubernetes endpointslice (ShouldPodBeInEndpoints,
 * ShouldSetHostname, podToEndpoint); CoreDNS serves the endpoints that count as ready.
 */
export function isPublished(pod: Pod, service: Service): boolean {
  const { metadata, spec, status } = pod;
  const isItsName = spec.hostname === metadata.name && spec.subdomain === service.metadata.name;
  const isEndpoint = selects(service, metadata.labels) && (status?.podIP ?? '') !== '' && !isTerminal(pod);
  const isShown = service.spec.publishNotReadyAddresses === true || isPodReady(pod);
  return isHeadless(service) && isItsName && isEndpoint && isShown;
}

function isTerminal({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
