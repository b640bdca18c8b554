import type { Container, PodSpec } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { quantityNano } from '../../model/quantity.js';

/** The quality of service class that follows from requests and limits (kubernetes pkg/apis/core/v1/helper/qos). */
export function qosClass(spec: PodSpec): string {
  const containers = [...(spec.initContainers ?? []), ...containersOf(spec)];
  if (!containers.some(hasDemand)) return 'BestEffort';
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

const COUNTED = ['cpu', 'memory'];

const hasDemand = ({ resources: { requests = {}, limits = {} } }: Container): boolean =>
  COUNTED.some((name) => isPositive(requests[name]) || isPositive(limits[name]));

const isGuaranteed = ({ resources: { requests = {}, limits = {} } }: Container): boolean =>
  COUNTED.every((name) => {
    const limit = limits[name];
    return isPositive(limit) && quantityNano(requests[name] ?? limit) === quantityNano(limit);
  });

const isPositive = (quantity: string | undefined): quantity is string =>
  quantity !== undefined && quantityNano(quantity) > 0n;
