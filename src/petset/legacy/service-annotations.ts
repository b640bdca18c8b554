import { getIn, setIn } from '../json-edit.js';
import { parseBool } from '../go-bool.js';
import type { AnnotationRow, Carrier, Effect } from './annotations.js';

/** As the endpoints controller had it: what is no boolean was logged, and counted as false. */
const unready: AnnotationRow = {
  annotation: 'service.alpha.kubernetes.io/tolerate-unready-endpoints',
  source: 'pkg/controller/endpoint/endpoints_controller.go (1.9), syncService',
  today: 'spec.publishNotReadyAddresses',
  translate: ({ object, value }): Effect => {
    const tolerated = parseBool(value);
    if (tolerated === undefined) return { dropped: `${JSON.stringify(value)} is neither true nor false` };
    const field = ['spec', 'publishNotReadyAddresses'];
    return { object: setIn(object, field, tolerated), became: field, besides: `: ${tolerated}` };
  },
};

const TRAFFIC = { OnlyLocal: 'Local', Global: 'Cluster' } as const;
const SERVICE_UTIL = 'pkg/api/v1/service/util.go (1.5), NeedsHealthCheck and GetServiceHealthCheckNodePort';

/** Where both were there alpha counted, as nowhere else: so that a service which had worked went on to. */
function traffic(annotation: string, unless?: string): AnnotationRow {
  return {
    annotation,
    source: SERVICE_UTIL,
    today: 'spec.externalTrafficPolicy',
    ...(unless !== undefined && { unless }),
    translate: ({ object, value }): Effect => {
      const policy = value === 'OnlyLocal' || value === 'Global' ? TRAFFIC[value] : undefined;
      if (policy === undefined) {
        return { complaints: [{ problem: `Unsupported value: "${value}": supported values: "OnlyLocal", "Global"` }] };
      }
      const type = getIn(object, ['spec', 'type']);
      if (type !== 'NodePort' && type !== 'LoadBalancer') return { dropped: NOT_FROM_OUTSIDE };
      const field = ['spec', 'externalTrafficPolicy'];
      return { object: setIn(object, field, policy), became: field, besides: `: ${policy}` };
    },
  };
}

const NOT_FROM_OUTSIDE = 'nothing reaches a service of this type from outside';

/** Comes after the one of the traffic, which it is about. */
function healthCheck(annotation: string, unless?: string): AnnotationRow {
  return {
    annotation,
    source: SERVICE_UTIL,
    today: 'spec.healthCheckNodePort',
    ...(unless !== undefined && { unless }),
    translate: ({ object, value }: Carrier): Effect => {
      if (!/^[1-9]\d{0,4}$/.test(value)) {
        return { complaints: [{ problem: `Invalid value: ${JSON.stringify(value)}: must be a port` }] };
      }
      const isLocal = getIn(object, ['spec', 'externalTrafficPolicy']) === 'Local';
      if (!isLocal || getIn(object, ['spec', 'type']) !== 'LoadBalancer') {
        return { dropped: 'only a load balancer that keeps to local endpoints asks for their health' };
      }
      const field = ['spec', 'healthCheckNodePort'];
      return { object: setIn(object, field, Number(value)), became: field };
    },
  };
}

/** Annotations of services. */
export const SERVICE_ROWS: readonly AnnotationRow[] = [
  unready,
  traffic('service.alpha.kubernetes.io/external-traffic'),
  traffic('service.beta.kubernetes.io/external-traffic', 'service.alpha.kubernetes.io/external-traffic'),
  healthCheck('service.alpha.kubernetes.io/healthcheck-nodeport'),
  healthCheck('service.beta.kubernetes.io/healthcheck-nodeport', 'service.alpha.kubernetes.io/healthcheck-nodeport'),
];
