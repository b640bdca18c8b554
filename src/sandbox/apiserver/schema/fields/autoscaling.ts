import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: autoscaling/v2 and, with its version before the name, v1. The notation is explained in ../field.ts. */
export const AUTOSCALING_FIELDS: FieldTable = {
  HorizontalPodAutoscaler: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! HorizontalPodAutoscalerSpec;
    status! HorizontalPodAutoscalerStatus`,
  HorizontalPodAutoscalerSpec: `
    scaleTargetRef! CrossVersionObjectReference; minReplicas *int32; maxReplicas! int32; metrics []MetricSpec;
    behavior *HorizontalPodAutoscalerBehavior`,
  CrossVersionObjectReference: 'kind! string; name! string; apiVersion string',
  MetricSpec: `
    type! MetricSourceType; object *ObjectMetricSource; pods *PodsMetricSource; resource *ResourceMetricSource;
    containerResource#7 *ContainerResourceMetricSource; external#5 *ExternalMetricSource`,
  ObjectMetricSource: 'describedObject! CrossVersionObjectReference; target! MetricTarget; metric! MetricIdentifier',
  PodsMetricSource: 'metric! MetricIdentifier; target! MetricTarget',
  ResourceMetricSource: 'name! ResourceName; target! MetricTarget',
  ContainerResourceMetricSource: 'name! ResourceName; target! MetricTarget; container! string',
  ExternalMetricSource: 'metric! MetricIdentifier; target! MetricTarget',
  MetricIdentifier: 'name! string; selector *LabelSelector',
  MetricTarget: 'type! MetricTargetType; value *Quantity; averageValue *Quantity; averageUtilization *int32',
  HorizontalPodAutoscalerBehavior: 'scaleUp *HPAScalingRules; scaleDown *HPAScalingRules',
  HPAScalingRules: `
    stabilizationWindowSeconds#3 *int32; selectPolicy#1 *ScalingPolicySelect; policies []HPAScalingPolicy;
    tolerance#4 *Quantity`,
  HPAScalingPolicy: 'type! HPAScalingPolicyType; value! int32; periodSeconds! int32',
  HorizontalPodAutoscalerStatus: `
    observedGeneration *int64; lastScaleTime *Time; currentReplicas int32; desiredReplicas! int32;
    currentMetrics! []MetricStatus; conditions []HorizontalPodAutoscalerCondition @type`,
  HorizontalPodAutoscalerCondition: `
    type! HorizontalPodAutoscalerConditionType; status! ConditionStatus; lastTransitionTime! Time; reason string;
    message string`,
  MetricStatus: `
    type! MetricSourceType; object *ObjectMetricStatus; pods *PodsMetricStatus; resource *ResourceMetricStatus;
    containerResource#7 *ContainerResourceMetricStatus; external#5 *ExternalMetricStatus`,
  ObjectMetricStatus:
    'metric! MetricIdentifier; current! MetricValueStatus; describedObject! CrossVersionObjectReference',
  PodsMetricStatus: 'metric! MetricIdentifier; current! MetricValueStatus',
  ResourceMetricStatus: 'name! ResourceName; current! MetricValueStatus',
  ContainerResourceMetricStatus: 'name! ResourceName; current! MetricValueStatus; container! string',
  ExternalMetricStatus: 'metric! MetricIdentifier; current! MetricValueStatus',
  MetricValueStatus: 'value *Quantity; averageValue *Quantity; averageUtilization *int32',
  'v1.HorizontalPodAutoscaler': `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! v1.HorizontalPodAutoscalerSpec;
    status! v1.HorizontalPodAutoscalerStatus`,
  'v1.HorizontalPodAutoscalerSpec': `
    scaleTargetRef! CrossVersionObjectReference; minReplicas *int32; maxReplicas! int32;
    targetCPUUtilizationPercentage *int32`,
  'v1.HorizontalPodAutoscalerStatus': `
    observedGeneration *int64; lastScaleTime *Time; currentReplicas! int32; desiredReplicas! int32;
    currentCPUUtilizationPercentage *int32`,
};
