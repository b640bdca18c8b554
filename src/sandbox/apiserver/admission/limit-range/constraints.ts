import type { LimitRangeItem } from '../../../model/core.js';
import { own } from '../../../model/json.js';
import type { Container, Pod, PodSpec, ResourceList, ResourceRequirements } from '../../../model/pod.js';
import { containersOf, isSidecar } from '../../../model/pod.js';
import { formatQuantity, quantityNano } from '../../../model/quantity.js';
import type { Claim } from '../../../model/volume.js';

/** What a pod has too little or too much of, in the server's words. */
export function podExcesses({ spec }: Pod, limits: readonly LimitRangeItem[]): string[] {
  return limits.flatMap((item) => {
    if (item.type === 'Pod')
      return excesses(item, { requests: total(spec, 'requests'), limits: total(spec, 'limits') });
    if (item.type !== 'Container') return [];
    const containers = [...containersOf(spec), ...(spec.initContainers ?? [])];
    return containers.flatMap(({ resources }) => excesses(item, resources));
  });
}

/** The same of a claim, which only requests. */
export function claimExcesses({ spec }: Claim, limits: readonly LimitRangeItem[]): string[] {
  const { requests = {} } = spec.resources;
  return limits
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type, min, max }) => [
      ...each(min, (resource, least) => tooLittle(type, resource, least, { requests })),
      ...each(max, (resource, most) => tooMuchRequested(type, resource, most, requests)),
    ]);
}

function excesses({ type, min, max, maxLimitRequestRatio }: LimitRangeItem, resources: ResourceRequirements): string[] {
  return [
    ...each(min, (resource, least) => tooLittle(type, resource, least, resources)),
    ...each(max, (resource, most) => tooMuch(type, resource, most, resources)),
    ...each(maxLimitRequestRatio, (resource, ratio) => tooFar(type, resource, ratio, resources)),
  ];
}

type Check = (resource: string, bound: string) => string | undefined;

const each = (bounds: ResourceList | undefined, check: Check): string[] =>
  Object.entries(bounds ?? {}).flatMap(([resource, bound]) => check(resource, bound) ?? []);

const isLess = (a: string | undefined, b: string): a is string => a !== undefined && quantityNano(a) < quantityNano(b);

const isMore = (a: string | undefined, b: string): a is string => a !== undefined && quantityNano(a) > quantityNano(b);

function tooLittle(
  type: string,
  resource: string,
  least: string,
  { requests, limits }: ResourceRequirements,
): string | undefined {
  const words = `minimum ${resource} usage per ${type} is ${least}`;
  const [request, limit] = [own(requests, resource), own(limits, resource)];
  if (request === undefined) return `${words}.  No request is specified`;
  if (isLess(request, least)) return `${words}, but request is ${request}`;
  return isLess(limit, least) ? `${words}, but limit is ${limit}` : undefined;
}

function tooMuch(
  type: string,
  resource: string,
  most: string,
  { requests, limits }: ResourceRequirements,
): string | undefined {
  const words = `maximum ${resource} usage per ${type} is ${most}`;
  const [request, limit] = [own(requests, resource), own(limits, resource)];
  if (limit === undefined) return `${words}.  No limit is specified`;
  if (isMore(limit, most)) return `${words}, but limit is ${limit}`;
  return isMore(request, most) ? `${words}, but request is ${request}` : undefined;
}

function tooMuchRequested(type: string, resource: string, most: string, requests: ResourceList): string | undefined {
  const words = `maximum ${resource} usage per ${type} is ${most}`;
  const request = own(requests, resource);
  if (request === undefined) return `${words}.  No request is specified`;
  return isMore(request, most) ? `${words}, but request is ${request}` : undefined;
}

/** How much more than requested something may use. */
function tooFar(
  type: string,
  resource: string,
  ratio: string,
  { requests, limits }: ResourceRequirements,
): string | undefined {
  const words = `${resource} max limit to request ratio per ${type} is ${ratio}`;
  const [request, limit] = [requests, limits].map((list) => quantityNano(own(list, resource) ?? '0'));
  if (request === undefined || request === 0n) return `${words}, but no request is specified or request is 0`;
  if (limit === undefined || limit === 0n) return `${words}, but no limit is specified or limit is 0`;
  const provided = Number(limit) / Number(request);
  if (provided <= Number(quantityNano(ratio)) / 1e9) return undefined;
  return `${words}, but provided ratio is ${provided.toFixed(6)}`;
}

/**
 * What a whole pod requests or is limited to: the sum of its containers, or the most that it takes while it
 * initializes (component-helpers resource/helpers.go).
 */
function total(spec: PodSpec, part: 'requests' | 'limits'): ResourceList {
  const of = (containers: readonly Container[]): Amounts => sum(containers.map(({ resources }) => resources[part]));
  const init = spec.initContainers ?? [];
  const running = of([...containersOf(spec), ...init.filter(isSidecar)]);
  const steps = init.map((container, index) => of([...init.slice(0, index).filter(isSidecar), container]));
  return write(steps.reduce(most, running));
}

/** Amounts with the way in which each was first written. */
type Amounts = ReadonlyMap<string, { readonly nano: bigint; readonly like: string }>;

function sum(lists: readonly (ResourceList | undefined)[]): Amounts {
  const amounts = new Map<string, { nano: bigint; like: string }>();
  for (const [resource, amount] of lists.flatMap((list) => Object.entries(list ?? {}))) {
    const { nano, like } = amounts.get(resource) ?? { nano: 0n, like: amount };
    amounts.set(resource, { nano: nano + quantityNano(amount), like });
  }
  return amounts;
}

function most(a: Amounts, b: Amounts): Amounts {
  const larger = [...b].filter(([resource, { nano }]) => nano > (a.get(resource)?.nano ?? -1n));
  return new Map([...a, ...larger]);
}

const write = (amounts: Amounts): ResourceList =>
  Object.fromEntries([...amounts].map(([resource, { nano, like }]) => [resource, formatQuantity(nano, like)]));
