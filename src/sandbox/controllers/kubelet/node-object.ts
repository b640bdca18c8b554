import type { Node } from '../../model/core.js';
import type { Condition } from '../../model/meta.js';

export interface NodeIdentity {
  readonly name: string;
  readonly address: string;
  /** Where its kubelet listens. */
  readonly port: number;
}

/** A large machine, nothing of which is used, and the number of pods that kubelets take (--max-pods). */
const CAPACITY = { cpu: '64', 'ephemeral-storage': '1Ti', memory: '256Gi', pods: '9999' };

/** Conditions of a node that is well, but for the one that says so. */
const HEALTHY: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
];

/** The node as it registers itself. Its label says what it is: `type=fake`. */
export function nodeObject({ name, address, port }: NodeIdentity, now: string): Node {
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        type: 'fake',
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: {},
    status: {
      capacity: CAPACITY,
      allocatable: CAPACITY,
      conditions: nodeConditions(now),
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: 'none (simulated)',
        osImage: 'petset sandbox (simulated)',
        containerRuntimeVersion: 'simulated://1.0.0',
        kubeletVersion: 'v1.34.0+petset-sandbox',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

/** The conditions of a node that has been well since it is there. */
export function nodeConditions(now: string): Condition[] {
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  return [
    ...HEALTHY.map(([type, reason, message]) => ({ type, status: 'False', ...times, reason, message })),
    { type: 'Ready', status: 'True', ...times, reason: 'KubeletReady', message: 'kubelet is posting ready status' },
  ];
}
