import type { Autoscaler, MetricSpec } from '../../../model/networking.js';
import { goSelector } from '../../client/go-selector.js';

/** What a metric fails with on a cluster that serves no metrics, in the words of the cluster. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
  /** The same as the failure of a whole computation tells it. */
  readonly inFull: string;
}

const MISSING = 'the server could not find the requested resource';
const NO_RESOURCE_METRICS = `unable to fetch metrics from resource metrics API: ${MISSING} (get pods.metrics.k8s.io)`;
const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

type Telling = (metric: MetricSpec, namespace: string) => Failure | undefined;

/** By the type of a metric. */
const TELLING: Readonly<Record<string, Telling>> = {
  Resource: ({ resource }) =>
    resource && {
      ...ofResource('FailedGetResourceMetric', resource),
      inFull: `failed to get ${resource.name} resource metric value: ${ofResource('', resource).message}`,
    },
  ContainerResource: ({ containerResource }) =>
    containerResource && {
      ...ofResource('FailedGetContainerResourceMetric', containerResource),
      inFull: `failed to get ${containerResource.container} container metric value: ${ofResource('', containerResource).message}`,
    },
  Pods: ({ pods }) => {
    const message = `unable to get metric ${pods?.metric.name}: ${NO_CUSTOM_METRICS}`;
    return { reason: 'FailedGetPodsMetric', message, inFull: `failed to get pods metric value: ${message}` };
  },
  Object: ({ object }, namespace) => {
    if (object === undefined) return undefined;
    const { metric, describedObject, target } = object;
    const message = `unable to get metric ${metric.name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/${NO_CUSTOM_METRICS}`;
    const words =
      target.averageValue === undefined ? message : `failed to get ${metric.name} object metric: ${message}`;
    return { reason: 'FailedGetObjectMetric', message, inFull: `failed to get object metric value: ${words}` };
  },
  External: ({ external }, namespace) => {
    if (external === undefined) return undefined;
    const { metric, target } = external;
    const selector = metric.selector === undefined ? 'nil' : goSelector(metric.selector);
    const message =
      `unable to get external metric ${namespace}/${metric.name}/${selector}: ` +
      `unable to fetch metrics from external metrics API: ${MISSING} (get ${metric.name}.external.metrics.k8s.io)`;
    const words =
      target.averageValue === undefined
        ? `failed to get external metric ${metric.name}: ${message}`
        : `failed to get ${metric.name} external metric: ${message}`;
    return {
      reason: 'FailedGetExternalMetric',
      message,
      inFull: `failed to get ${metric.name} external metric value: ${words}`,
    };
  },
};

function ofResource(
  reason: string,
  { name, target }: NonNullable<MetricSpec['resource']>,
): { readonly reason: string; readonly message: string } {
  const what = target.averageValue === undefined ? 'utilization' : 'usage';
  const message = `failed to get ${name} ${what}: unable to get metrics for resource ${name}: ${NO_RESOURCE_METRICS}`;
  return { reason, message };
}

/** Every metric of an autoscaler fails. */
export const failuresOf = ({ metadata, spec }: Autoscaler): Failure[] =>
  (spec.metrics ?? []).flatMap((metric) => TELLING[metric.type]?.(metric, metadata.namespace ?? '') ?? []);
