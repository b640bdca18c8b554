import type { KubeObject } from './meta.js';
import type { ResourceList, Toleration } from './pod.js';

/** What drivers of volumes and of containers tell of themselves, as far as somebody here looks at it. */

export interface RuntimeClass extends KubeObject {
  handler: string;
  overhead?: { podFixed?: ResourceList };
  scheduling?: { nodeSelector?: Record<string, string>; tolerations?: Toleration[] };
}

export interface Driver extends KubeObject {
  spec: {
    attachRequired?: boolean;
    podInfoOnMount?: boolean;
    volumeLifecycleModes?: string[];
    storageCapacity?: boolean;
    fsGroupPolicy?: string;
    tokenRequests?: { audience: string }[];
    requiresRepublish?: boolean;
    seLinuxMount?: boolean;
  };
}

export interface NodeOfDrivers extends KubeObject {
  spec: { drivers: { name: string; nodeID: string }[] | null };
}

export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; source: { persistentVolumeName?: string }; nodeName: string };
  status: { attached: boolean };
}

export interface VolumeAttributesClass extends KubeObject {
  driverName: string;
  parameters?: Record<string, string>;
}

export interface CapacityOfStorage extends KubeObject {
  storageClassName: string;
}
