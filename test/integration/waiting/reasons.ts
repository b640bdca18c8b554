import type { Bystander } from '../../fixtures/bystander.js';

/** Where a reason is made: a namespace of its own. */
export interface Place {
  readonly api: Bystander;
  readonly namespace: string;
  /** Runs a command line of ours to its end. */
  readonly petset: (line: string) => Promise<void>;
  /** Has these faults harm requests from now on. */
  readonly harm: (...faults: readonly string[]) => Promise<void>;
}

/** A scripted failure, what is said of it, and what the command that looks further shows. */
export interface Reason {
  /** As the documentation lists it. */
  readonly cause: string;
  readonly name: string;
  /** Of the PetSet: what is not as in any other. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly pod?: Readonly<Record<string, unknown>>;
  readonly container?: Readonly<Record<string, unknown>>;
  readonly claim?: Readonly<Record<string, unknown>>;
  readonly script?: string;
  /** Pets to wait for before the failure is made. */
  readonly settled?: boolean;
  readonly make?: (place: Place) => Promise<void>;
  /** The command that waits; default: that which creates the set. */
  readonly command?: string;
  /** Word for word; `NS` is the namespace, `TIME` a time. */
  readonly says: string;
  /** What the log of the container says. */
  readonly log?: string;
  /** What the command that looks further prints; nothing where another reason has the same command. */
  readonly shows?: RegExp;
  /** What is to be undone for others. */
  readonly undo?: (place: Place) => Promise<void>;
}

const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1 };
const httpProbe = { ...probe, failureThreshold: 1000 };
const storage = { resources: { requests: { storage: '1Gi' } }, accessModes: ['ReadWriteOnce'] };
const DEFAULT_CLASS = '/apis/storage.k8s.io/v1/storageclasses/standard';
const isDefault = (value: string | null): object => ({
  metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': value } },
});
const quota =
  (hard: object) =>
  ({ api, namespace }: Place): Promise<void> =>
    api.create(`/api/v1/namespaces/${namespace}/resourcequotas`, { metadata: { name: 'few' }, spec: { hard } });
const NODE = 'sandbox-node-2';
const onThatNode = { nodeSelector: { 'kubernetes.io/hostname': NODE } };
const faultOfNode =
  (value: string | null) =>
  ({ api }: Place): Promise<void> =>
    api.patch(`/api/v1/nodes/${NODE}`, { metadata: { annotations: { 'sandbox.petset.dev/fault': value } } });

const DESCRIBE = 'look further: kubectl describe pod web-0 -n NS';

/** What goes wrong with the volumes of some claims. */
export const FAULTS = [
  'provision www-rack-*: fail message="no room left in the rack"',
  'attach desk-*: fail message="disk is already in use"',
];

export const REASONS: readonly Reason[] = [
  {
    cause: 'Unschedulable',
    name: 'a node that nobody is like',
    pod: { nodeSelector: { disk: 'tape' } },
    says: `pod/web-0 cannot be scheduled: 0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector; ${DESCRIBE}`,
    shows: /FailedScheduling .* 2 node\(s\) didn't match/,
  },
  {
    cause: 'Unschedulable',
    name: 'more than any node has',
    container: { resources: { requests: { cpu: '5000' } } },
    says: `pod/web-0 cannot be scheduled: 0/2 nodes are available: 2 Insufficient cpu; ${DESCRIBE}`,
  },
  {
    cause: 'NotScheduled',
    name: 'a scheduler that is not there',
    pod: { schedulerName: 'nobody' },
    says: `pod/web-0 has not been looked at by its scheduler yet, nobody; ${DESCRIBE}`,
    shows: /Status: +Pending/,
  },
  {
    cause: 'ImagePullBackOff',
    name: 'an image that is not there',
    container: { image: 'registry.invalid/none:1' },
    says: `pod/web-0 cannot pull image registry.invalid/none:1 of container nginx: failed to pull and unpack image "registry.invalid/none:1": failed to resolve reference "registry.invalid/none:1": failed to do request: Head "https://registry.invalid/v2/none/manifests/1": dial tcp: lookup registry.invalid: no such host; ${DESCRIBE}`,
    shows: /Failed to pull image "registry\.invalid\/none:1"/,
  },
  {
    cause: 'CreateContainerConfigError',
    name: 'a config map that is missing',
    container: { envFrom: [{ configMapRef: { name: 'settings' } }] },
    says: `pod/web-0 cannot start container nginx: configmap "settings" not found; ${DESCRIBE}`,
    shows: /configmap "settings" not found/,
  },
  {
    cause: 'CreateContainerConfigError',
    name: 'a key that is missing',
    container: {
      env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'kube-root-ca.crt', key: 'none' } } }],
    },
    says: `pod/web-0 cannot start container nginx: couldn't find key none in ConfigMap NS/kube-root-ca.crt; ${DESCRIBE}`,
  },
  {
    cause: 'CrashLoopBackOff',
    name: 'a container that crashes',
    script: 'exit=3 log="no such table\\n"',
    says: 'pod/web-0 container nginx keeps ending, 1 restart so far (last exit code 3); look further: kubectl logs web-0 -c nginx --previous -n NS',
    log: 'web-0 | no such table',
    shows: /^no such table$/m,
  },
  {
    cause: 'CrashLoopBackOff',
    name: 'an init container that fails',
    pod: {
      initContainers: ['one', 'two', 'three'].map((name) => ({ name, image: 'busybox' })),
    },
    script: 'two: exit=4 log="db does not answer\\n"',
    says: 'pod/web-0 init container two (2 of 3) keeps ending, 1 restart so far (last exit code 4); look further: kubectl logs web-0 -c two --previous -n NS',
    log: 'web-0 | db does not answer',
    shows: /db does not answer/,
  },
  {
    cause: 'InitContainerRunning',
    name: 'an init container that waits for something',
    pod: { initContainers: [{ name: 'wait', image: 'busybox' }] },
    script: 'wait: exit=0 after=1h log="waiting for db\\n"',
    says: 'pod/web-0 waits for its init container wait, which still runs after 10s; look further: kubectl logs web-0 -c wait -n NS',
    log: 'web-0 | waiting for db',
    shows: /waiting for db/,
  },
  {
    cause: 'ContainersNotReady',
    name: 'a readiness probe that fails',
    container: { readinessProbe: httpProbe },
    script: 'ready=never',
    says: `pod/web-0 container nginx is not ready yet: Readiness probe failed: HTTP probe failed with statuscode: 503; ${DESCRIBE}`,
    shows: /Readiness probe failed: HTTP probe failed with statuscode: 503/,
  },
  {
    cause: 'ContainersNotReady',
    name: 'a startup probe that fails',
    container: { startupProbe: httpProbe },
    script: 'started=never',
    says: `pod/web-0 container nginx has not started yet: Startup probe failed: HTTP probe failed with statuscode: 503; ${DESCRIBE}`,
  },
  {
    cause: 'CrashLoopBackOff',
    name: 'a liveness probe that fails',
    container: { livenessProbe: { ...probe, failureThreshold: 1 } },
    script: 'live=0s ready=never',
    says: 'pod/web-0 container nginx keeps ending, 2 restarts so far (last exit code 0; Liveness probe failed: HTTP probe failed with statuscode: 503); look further: kubectl describe pod web-0 -n NS',
    shows: /Liveness probe failed: HTTP probe failed with statuscode: 503/,
  },
  {
    cause: 'ReadinessGate',
    name: 'a readiness gate that nobody opens',
    pod: { readinessGates: [{ conditionType: 'example.com/gate' }] },
    says: `pod/web-0 readiness gate example.com/gate is not open yet; ${DESCRIBE}`,
    shows: /example\.com\/gate +<none>/,
  },
  {
    cause: 'ClaimPending',
    name: 'a storage class that does not exist',
    claim: { storageClassName: 'none' },
    says: 'pod/web-0 waits for a volume for its claim www-web-0 (storage class none, which does not exist); look further: kubectl describe pvc www-web-0 -n NS',
    shows: /storageclass\.storage\.k8s\.io "none" not found/,
  },
  {
    cause: 'ClaimPending',
    name: 'no storage class at all',
    claim: { storageClassName: '' },
    says: 'pod/web-0 waits for a volume for its claim www-web-0 (its storage class is empty, so it takes a volume that is there): no persistent volumes available for this claim and no storage class is set; look further: kubectl describe pvc www-web-0 -n NS',
    shows: /no persistent volumes available for this claim/,
  },
  {
    cause: 'ClaimPending',
    name: 'no storage class, and no default',
    claim: {},
    make: ({ api }) => api.patch(DEFAULT_CLASS, isDefault('false')),
    undo: ({ api }) => api.patch(DEFAULT_CLASS, isDefault('true')),
    says: 'pod/web-0 waits for a volume for its claim www-web-0 (it names no storage class, and there is no default); look further: kubectl describe pvc www-web-0 -n NS',
  },
  {
    cause: 'ClaimPending',
    name: 'a provisioner that fails',
    set: { metadata: { name: 'rack' } },
    claim: { storageClassName: 'standard' },
    says: 'pod/rack-0 waits for a volume for its claim www-rack-0 (storage class standard): failed to provision volume with StorageClass "standard": no room left in the rack; look further: kubectl describe pvc www-rack-0 -n NS',
    shows: /no room left in the rack/,
  },
  {
    cause: 'WaitForFirstConsumer',
    name: 'a claim that waits for a pod which nobody schedules',
    claim: { storageClassName: 'late' },
    pod: { schedulerName: 'nobody' },
    says: 'pod/web-0 waits for its claim www-web-0, whose volume is made once a node is chosen for the pod: waiting for first consumer to be created before binding; look further: kubectl describe pvc www-web-0 -n NS',
    shows: /WaitForFirstConsumer/,
  },
  {
    cause: 'Unschedulable',
    name: 'a claim that waits for a pod which fits nowhere',
    claim: { storageClassName: 'late' },
    pod: { nodeSelector: { disk: 'tape' } },
    says: `pod/web-0 cannot be scheduled: 0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector; ${DESCRIBE}`,
  },
  {
    cause: 'FailedMount',
    name: 'a secret that is to be mounted and is missing',
    pod: { volumes: [{ name: 'keys', secret: { secretName: 'none' } }] },
    says: `pod/web-0 cannot mount its volumes: MountVolume.SetUp failed for volume "keys" : secret "none" not found; ${DESCRIBE}`,
    shows: /MountVolume\.SetUp failed for volume "keys"/,
  },
  {
    cause: 'FailedAttachVolume',
    name: 'a volume that cannot be attached',
    set: { metadata: { name: 'desk' } },
    claim: { storageClassName: 'standard' },
    says: 'pod/desk-0 cannot have its volume attached: AttachVolume.Attach failed for volume "pvc-UID" : disk is already in use; look further: kubectl describe pod desk-0 -n NS',
    shows: /disk is already in use/,
  },
  {
    cause: 'Quota',
    name: 'a quota of pods',
    set: { spec: { replicas: 2 } },
    make: quota({ pods: '1' }),
    says: 'pod/web-1 cannot be created: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1; it is tried again until it may; look further: kubectl describe quota few -n NS',
    shows: /pods +1 +1/,
  },
  {
    cause: 'Quota',
    name: 'a quota of claims',
    set: { spec: { replicas: 2 } },
    claim: { storageClassName: 'standard' },
    make: quota({ persistentvolumeclaims: '1' }),
    says: 'persistentvolumeclaim/www-web-1 cannot be created: exceeded quota: few, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=1, limited: persistentvolumeclaims=1; it is tried again until it may; look further: kubectl describe quota few -n NS',
  },
  {
    cause: 'DisruptionBudget',
    name: 'a disruption budget over all pets',
    set: { spec: { replicas: 2 } },
    settled: true,
    make: ({ api, namespace }) =>
      api.create(`/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`, {
        metadata: { name: 'all' },
        spec: { minAvailable: 2, selector: { matchLabels: { app: 'nginx' } } },
      }),
    command: 'upgrade web --image=nginx=registry.k8s.io/nginx-slim:0.9',
    says: 'pod/web-1 may not be evicted: The disruption budget all needs 2 healthy pods and has 2 currently; it is tried again until it may; look further: kubectl describe pdb all -n NS; to delete it all the same: kubectl petset upgrade web --ignore-budgets -n NS',
    shows: /Allowed disruptions: +0/,
  },
  {
    cause: 'Paused',
    name: 'a pet that pauses its set',
    set: { spec: { replicas: 2 } },
    settled: true,
    make: ({ petset }) => petset('pause web web-1'),
    command: 'scale web --replicas=3',
    says: 'pod/web-1 pauses petset/web by its annotation pod.alpha.kubernetes.io/initialized; to go on: kubectl petset resume web -n NS',
  },
  {
    cause: 'Refused',
    name: 'a webhook that does not let a pet in',
    make: ({ harm }) =>
      harm(
        'create pods web-0 dry-run=no: 403 message="admission webhook \\"policy.example\\" denied the request: no owner"',
      ),
    undo: ({ harm }) => harm(),
    says: 'Error from server (Forbidden): admission webhook "policy.example" denied the request: no owner',
  },
  {
    cause: 'Trouble',
    name: 'a webhook that does not answer',
    make: ({ harm }) =>
      harm(
        'create pods web-0 dry-run=no: 500 message="failed calling webhook \\"policy.example\\": connection refused"',
      ),
    undo: ({ harm }) => harm(),
    says: 'Error from server (InternalError): failed calling webhook "policy.example": connection refused (trying again in SECONDSs)',
  },
  {
    cause: 'MinReadySeconds',
    name: 'minReadySeconds that are still running',
    set: { spec: { minReadySeconds: 600 } },
    says: 'pod/web-0 is ready, and healthy once it has been for 600s (minReadySeconds), which is at TIME; look further: kubectl get pod web-0 -n NS',
    shows: /web-0 +1\/1 +Running/,
  },
  {
    cause: 'StillTerminating',
    name: 'a finalizer on a pod that is to go',
    settled: true,
    make: ({ api, namespace }) =>
      api.patch(`/api/v1/namespaces/${namespace}/pods/web-0`, { metadata: { finalizers: ['example.com/keep'] } }),
    command: 'scale web --replicas=0',
    says: `pod/web-0 is still there although its grace period is over, held by its finalizer example.com/keep; look further: kubectl get pod web-0 -o yaml --show-managed-fields -n NS; if whoever put it there will not take it off: kubectl patch pod web-0 --type=merge -p '{"metadata":{"finalizers":null}}' -n NS`,
    shows: /example\.com\/keep/,
  },
  {
    cause: 'NodeLost',
    name: 'a node that is lost',
    pod: onThatNode,
    settled: true,
    make: faultOfNode('lost'),
    command: 'run web',
    says: `pod/web-0 cannot be ready: its node ${NODE} is not ready since TIME: Kubelet stopped posting node status; look further: kubectl describe node ${NODE} -n NS; if that node is really gone: kubectl petset replace web 0 --force -n NS`,
    shows: /NodeStatusUnknown +Kubelet stopped posting node status/,
    undo: faultOfNode(null),
  },
  {
    cause: 'StillTerminating',
    name: 'a pod to go on a node that is lost',
    pod: onThatNode,
    settled: true,
    make: faultOfNode('lost'),
    command: 'scale web --replicas=0',
    says: `pod/web-0 is still there although its grace period is over, and node ${NODE} is not ready since TIME: Kubelet stopped posting node status; ${DESCRIBE}; if that node is really gone: kubectl delete pod web-0 --force --grace-period=0 -n NS`,
    shows: /Status: +Terminating/,
    undo: faultOfNode(null),
  },
];

/** The PetSet of a reason. */
export function setOf({ set = {}, pod = {}, container = {}, claim, script }: Reason): object {
  const { metadata = { name: 'web' }, spec = {} } = set as { readonly metadata?: object; readonly spec?: object };
  const annotations = script === undefined ? {} : { 'sandbox.petset.dev/script': script };
  const containers = [{ name: 'nginx', image: 'registry.k8s.io/nginx-slim:0.8', ...container }];
  const volumes = claim && [{ metadata: { name: 'www' }, spec: { ...storage, ...claim } }];
  return {
    apiVersion: 'petset.dev/v1alpha1',
    kind: 'PetSet',
    metadata,
    spec: {
      replicas: 1,
      serviceName: 'nginx',
      ...spec,
      template: {
        metadata: { labels: { app: 'nginx' }, annotations },
        spec: { terminationGracePeriodSeconds: 1, containers, ...pod },
      },
      ...(volumes && { volumeClaimTemplates: volumes }),
    },
  };
}
