import type { PodSpec, ResourceRequirements } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { quantityNano } from '../../model/quantity.js';

/** The quality of service class that follows from requests and limits (kubernetes pkg/apis/core/v1/helper/qos). */
export function qosClass(spec: PodSpec): string {
  if (spec.resources !== undefined) return classOf([spec.resources]);
  return classOf([...(spec.initContainers ?? []), ...containersOf(spec)].map(({ resources }) => resources));
}

function classOf(all: readonly ResourceRequirements[]): string {
  if (!all.some(hasDemand)) return 'BestEffort';
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

const COUNTED = ['cpu', 'memory'];

const hasDemand = ({ requests = {}, limits = {} }: ResourceRequirements): boolean =>
  COUNTED.some((name) => isPositive(requests[name]) || isPositive(limits[name]));

const isGuaranteed = ({ requests = {}, limits = {} }: ResourceRequirements): boolean =>
  COUNTED.every((name) => {
    const limit = limits[name];
    return isPositive(limit) && quantityNano(requests[name] ?? limit) === quantityNano(limit);
  });

const isPositive = (quantity: string | undefined): quantity is string =>
  quantity !== undefined && quantityNano(quantity) > 0n;
