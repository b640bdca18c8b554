import type { Autoscaler, Ingress, IngressClass, NetworkPolicy } from '../../model/networking.js';
import { asJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import {
  AUTOSCALER_PRINTER,
  INGRESS_CLASS_PRINTER,
  INGRESS_PRINTER,
  NETWORK_POLICY_PRINTER,
} from '../tables/networking.js';
import {
  validateAutoscaler,
  validateIngress,
  validateIngressClass,
  validateNetworkPolicy,
} from '../validation/networking.js';
import type { Kind } from './kind.js';

/** Kinds that manifests of clustered software bring along, and on which nobody here acts. */

const NETWORKING = { group: 'networking.k8s.io', version: 'v1' } as const;

const OLD_CLASS = 'kubernetes.io/ingress.class';

export const INGRESS: Kind<Ingress> = {
  ...NETWORKING,
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  namespaced: true,
  hasStatus: true,
  countsGenerations: true,
  printer: INGRESS_PRINTER,
  validate: validateIngress,
  warnings: ({ metadata }) =>
    metadata.annotations?.[OLD_CLASS] === undefined
      ? []
      : [`annotation "${OLD_CLASS}" is deprecated, please use 'spec.ingressClassName' instead`],
};

export const INGRESS_CLASS: Kind<IngressClass> = {
  ...NETWORKING,
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  namespaced: false,
  countsGenerations: true,
  printer: INGRESS_CLASS_PRINTER,
  validate: validateIngressClass,
};

export const NETWORK_POLICY: Kind<NetworkPolicy> = {
  ...NETWORKING,
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  namespaced: true,
  countsGenerations: true,
  printer: NETWORK_POLICY_PRINTER,
  validate: validateNetworkPolicy,
  setDefaults: ({ spec }) => {
    const { ingress = [], egress = [] } = spec;
    for (const { ports = [] } of [...ingress, ...egress]) for (const port of ports) port.protocol ??= 'TCP';
    if ((spec.policyTypes ?? []).length === 0)
      spec.policyTypes = egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  },
};

const AUTOSCALING = {
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  printer: AUTOSCALER_PRINTER,
} as const;

const TARGET_PERCENT = 80;

const cpuMetric = (percent: number): NonNullable<Autoscaler['spec']['metrics']>[number] => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
});

const rules = (policies: object[], window?: number): object => ({
  ...(window !== undefined && { stabilizationWindowSeconds: window }),
  selectPolicy: 'Max',
  policies,
});

const EVERYTHING = { type: 'Percent', value: 100, periodSeconds: 15 };

/** Who says something of how to scale is told all of it. */
function setBehaviour({ behavior }: Autoscaler['spec']): void {
  if (behavior === undefined) return;
  behavior.scaleUp = { ...rules([{ type: 'Pods', value: 4, periodSeconds: 15 }, EVERYTHING], 0), ...behavior.scaleUp };
  behavior.scaleDown = { ...rules([EVERYTHING]), ...behavior.scaleDown };
}

function setAutoscalerDefaults({ spec, status }: Autoscaler): void {
  spec.minReplicas ??= 1;
  if ((spec.metrics ?? []).length === 0) spec.metrics = [cpuMetric(TARGET_PERCENT)];
  setBehaviour(spec);
  Object.assign(status, { desiredReplicas: status.desiredReplicas, currentMetrics: status.currentMetrics ?? null });
}

export const AUTOSCALER: Kind<Autoscaler> = {
  ...AUTOSCALING,
  version: 'v2',
  validate: validateAutoscaler,
  setDefaults: setAutoscalerDefaults,
};

/** The same objects as version 1 tells them, which knows a target for CPU only. */
export const OLD_AUTOSCALER: Kind<Autoscaler> = {
  ...AUTOSCALING,
  version: 'v1',
  struct: 'v1.HorizontalPodAutoscaler',
  setDefaults: ({ spec }) => {
    spec.minReplicas ??= 1;
    Object.assign(spec, { targetCPUUtilizationPercentage: TARGET_PERCENT, ...spec });
  },
  storedAs: {
    group: 'autoscaling',
    plural: 'horizontalpodautoscalers',
    toStored: (object) => {
      const { targetCPUUtilizationPercentage: percent = TARGET_PERCENT, ...spec } = specOf(object);
      const metrics = [cpuMetric(percent)];
      return { ...object, apiVersion: 'autoscaling/v2', spec: { ...spec, metrics }, status: newStatus(object) };
    },
    fromStored: (object) => {
      const { metrics = [], ...rest } = (object as Autoscaler).spec;
      const percent = metrics.find(({ resource }) => resource?.name === 'cpu')?.resource?.target.averageUtilization;
      const spec = { ...rest, ...(percent !== undefined && { targetCPUUtilizationPercentage: percent }) };
      return { ...object, apiVersion: 'autoscaling/v1', spec, status: oldStatus(object) };
    },
  },
};

const specOf = (object: KubeObject): { targetCPUUtilizationPercentage?: number } =>
  (object as KubeObject & { spec: { targetCPUUtilizationPercentage?: number } }).spec;

const newStatus = (object: KubeObject): object => ({ ...statusOf(object), currentMetrics: null });

function oldStatus(object: KubeObject): object {
  const { currentMetrics: _metrics, conditions: _conditions, ...status } = statusOf(object);
  return { currentReplicas: 0, ...status };
}

const statusOf = (object: KubeObject): Record<string, unknown> => ({ ...(asJson(object).status as object) });
