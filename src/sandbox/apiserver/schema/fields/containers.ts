import type { FieldTable } from '../field.js';

/** What ephemeral containers have, too. */
const CONTAINER = `name! string; image string; command []string; args []string; workingDir string;
  ports []ContainerPort @containerPort %containerPort+protocol; envFrom#19 []EnvFromSource; env#7 []EnvVar @name;
  resources! ResourceRequirements; resizePolicy#23 []ContainerResizePolicy; restartPolicy *ContainerRestartPolicy;
  restartPolicyRules []ContainerRestartRule; volumeMounts#9 []VolumeMount @mountPath;
  volumeDevices#21 []VolumeDevice @devicePath; livenessProbe#10 *Probe; readinessProbe *Probe;
  startupProbe#22 *Probe; lifecycle#12 *Lifecycle; terminationMessagePath string;
  terminationMessagePolicy#20 TerminationMessagePolicy; imagePullPolicy#14 PullPolicy;
  securityContext *SecurityContext; stdin bool; stdinOnce bool; tty bool`;

/** Fields of Kubernetes 1.34: containers, probes, environment, and their status. The notation is explained in ../field.ts. */
export const CONTAINERS_FIELDS: FieldTable = {
  LocalObjectReference: '%- name string =',
  ObjectFieldSelector: '%- apiVersion string; fieldPath! string',
  ResourceFieldSelector: '%- containerName string; resource! string; divisor! Quantity',
  Container: CONTAINER,
  ContainerPort: 'name string; hostPort int32; containerPort! int32; protocol Protocol =TCP; hostIP string',
  EnvFromSource: 'prefix string; configMapRef *ConfigMapEnvSource; secretRef *SecretEnvSource',
  ConfigMapEnvSource: '{name string}; optional *bool',
  SecretEnvSource: '{name string}; optional *bool',
  EnvVar: 'name! string; value string; valueFrom *EnvVarSource',
  EnvVarSource: `
    fieldRef *ObjectFieldSelector; resourceFieldRef *ResourceFieldSelector; configMapKeyRef *ConfigMapKeySelector;
    secretKeyRef *SecretKeySelector; fileKeyRef *FileKeySelector`,
  ConfigMapKeySelector: '%- {name string}; key! string; optional *bool',
  SecretKeySelector: '%- {name string}; key! string; optional *bool',
  FileKeySelector: '%- volumeName! string; path! string; key! string; optional *bool',
  ResourceRequirements: 'limits ResourceList; requests ResourceList; claims []ResourceClaim %name',
  ResourceClaim: 'name! string; request string',
  ContainerResizePolicy: 'resourceName! ResourceName; restartPolicy! ResourceResizeRestartPolicy',
  ContainerRestartRule: 'action ContainerRestartRuleAction; exitCodes *ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'operator ContainerRestartRuleOnExitCodesOperator; values []int32 %',
  VolumeMount: `
    name! string; readOnly bool; recursiveReadOnly#7 *RecursiveReadOnlyMode; mountPath#3! string; subPath string;
    mountPropagation *MountPropagationMode; subPathExpr string`,
  VolumeDevice: 'name! string; devicePath! string',
  Probe: `
    {exec *ExecAction; httpGet *HTTPGetAction; tcpSocket *TCPSocketAction; grpc *GRPCAction};
    initialDelaySeconds int32; timeoutSeconds int32; periodSeconds int32; successThreshold int32;
    failureThreshold int32; terminationGracePeriodSeconds *int64`,
  ExecAction: 'command []string',
  HTTPGetAction: 'path string; port! IntOrString; host string; scheme URIScheme; httpHeaders []HTTPHeader',
  HTTPHeader: 'name! string; value! string',
  TCPSocketAction: 'port! IntOrString; host string',
  GRPCAction: 'port! int32; service! *string',
  Lifecycle: 'postStart *LifecycleHandler; preStop *LifecycleHandler; stopSignal *Signal',
  LifecycleHandler: 'exec *ExecAction; httpGet *HTTPGetAction; tcpSocket *TCPSocketAction; sleep *SleepAction',
  SleepAction: 'seconds! int64',
  SecurityContext: `
    capabilities *Capabilities; privileged *bool; seLinuxOptions *SELinuxOptions;
    windowsOptions#10 *WindowsSecurityContextOptions; runAsUser#4 *int64; runAsGroup#8 *int64; runAsNonRoot#5 *bool;
    readOnlyRootFilesystem *bool; allowPrivilegeEscalation *bool; procMount#9 *ProcMountType;
    seccompProfile#11 *SeccompProfile; appArmorProfile *AppArmorProfile`,
  Capabilities: 'add []Capability; drop []Capability',
  SELinuxOptions: 'user string; role string; type string; level string',
  WindowsSecurityContextOptions: `
    gmsaCredentialSpecName *string; gmsaCredentialSpec *string; runAsUserName *string; hostProcess *bool`,
  SeccompProfile: 'type! SeccompProfileType; localhostProfile *string',
  AppArmorProfile: 'type! AppArmorProfileType; localhostProfile *string',
  EphemeralContainer: `{${CONTAINER}}; targetContainerName string`,
  ContainerStatus: `
    name! string; state! ContainerState; lastState! ContainerState; ready! bool; restartCount! int32; image! string;
    imageID! string; containerID string; started *bool; allocatedResources ResourceList;
    resources *ResourceRequirements; volumeMounts []VolumeMountStatus @mountPath; user *ContainerUser;
    allocatedResourcesStatus []ResourceStatus @name; stopSignal *Signal`,
  ContainerState: `
    waiting *ContainerStateWaiting; running *ContainerStateRunning; terminated *ContainerStateTerminated`,
  ContainerStateWaiting: 'reason string; message string',
  ContainerStateRunning: 'startedAt! Time',
  ContainerStateTerminated: `
    exitCode! int32; signal int32; reason string; message string; startedAt! Time; finishedAt! Time;
    containerID string`,
  VolumeMountStatus: 'name! string; mountPath! string; readOnly bool; recursiveReadOnly *RecursiveReadOnlyMode',
  ContainerUser: 'linux *LinuxContainerUser',
  LinuxContainerUser: 'uid! int64; gid! int64; supplementalGroups []int64',
  ResourceStatus: 'name! ResourceName; resources []ResourceHealth %resourceID',
  ResourceHealth: 'resourceID! ResourceID; health ResourceHealthStatus',
};
