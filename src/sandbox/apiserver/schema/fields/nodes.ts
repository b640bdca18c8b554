import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: nodes. The notation is explained in ../field.ts. */
export const NODES_FIELDS: FieldTable = {
  Node: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! NodeSpec; status! NodeStatus',
  NodeSpec: `
    podCIDR string; podCIDRs#7 []string @; providerID#3 string; unschedulable bool; taints []Taint;
    configSource *NodeConfigSource; externalID#2 string`,
  Taint: 'key! string; value string; effect! TaintEffect; timeAdded *Time',
  NodeConfigSource: 'configMap#2 *ConfigMapNodeConfigSource',
  ConfigMapNodeConfigSource: `
    namespace! string; name! string; uid UID; resourceVersion string; kubeletConfigKey! string`,
  NodeStatus: `
    capacity ResourceList; allocatable ResourceList; phase NodePhase; conditions []NodeCondition @type;
    addresses []NodeAddress @type; daemonEndpoints! NodeDaemonEndpoints; nodeInfo! NodeSystemInfo;
    images []ContainerImage; volumesInUse []UniqueVolumeName; volumesAttached []AttachedVolume;
    config *NodeConfigStatus; runtimeHandlers []NodeRuntimeHandler; features *NodeFeatures`,
  NodeCondition: `
    type! NodeConditionType; status! ConditionStatus; lastHeartbeatTime! Time; lastTransitionTime! Time;
    reason string; message string`,
  NodeAddress: 'type! NodeAddressType; address! string',
  NodeDaemonEndpoints: 'kubeletEndpoint! DaemonEndpoint',
  DaemonEndpoint: 'Port! int32',
  NodeSystemInfo: `
    machineID! string; systemUUID! string; bootID! string; kernelVersion! string; osImage! string;
    containerRuntimeVersion! string; kubeletVersion! string; kubeProxyVersion! string; operatingSystem! string;
    architecture! string; swap *NodeSwapStatus`,
  NodeSwapStatus: 'capacity *int64',
  ContainerImage: 'names! []string; sizeBytes int64',
  AttachedVolume: 'name! UniqueVolumeName; devicePath! string',
  NodeConfigStatus: `
    assigned *NodeConfigSource; active *NodeConfigSource; lastKnownGood *NodeConfigSource; error string`,
  NodeRuntimeHandler: 'name! string; features *NodeRuntimeHandlerFeatures',
  NodeRuntimeHandlerFeatures: 'recursiveReadOnlyMounts *bool; userNamespaces *bool',
  NodeFeatures: 'supplementalGroupsPolicy *bool',
};
