import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: what drivers of volumes and of containers tell of themselves. The notation is explained in ../field.ts. */
export const DRIVERS_FIELDS: FieldTable = {
  RuntimeClass: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; handler! string; overhead *Overhead; scheduling *Scheduling`,
  Overhead: 'podFixed ResourceList',
  Scheduling: 'nodeSelector map[string]string; tolerations []Toleration',
  CSIDriver: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! CSIDriverSpec',
  CSIDriverSpec: `
    attachRequired *bool; podInfoOnMount *bool; volumeLifecycleModes []VolumeLifecycleMode; storageCapacity *bool;
    fsGroupPolicy *FSGroupPolicy; tokenRequests []storage.TokenRequest; requiresRepublish *bool; seLinuxMount *bool;
    nodeAllocatableUpdatePeriodSeconds *int64`,
  'storage.TokenRequest': 'audience! string; expirationSeconds *int64',
  CSINode: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! CSINodeSpec',
  CSINodeSpec: 'drivers! []CSINodeDriver @name',
  CSINodeDriver: 'name! string; nodeID! string; topologyKeys! []string; allocatable *VolumeNodeResources',
  VolumeNodeResources: 'count *int32',
  VolumeAttachment: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! VolumeAttachmentSpec;
    status! VolumeAttachmentStatus`,
  VolumeAttachmentSpec: 'attacher! string; source! VolumeAttachmentSource; nodeName! string',
  VolumeAttachmentSource: 'persistentVolumeName *string; inlineVolumeSpec *PersistentVolumeSpec',
  VolumeAttachmentStatus: `
    attached! bool; attachmentMetadata map[string]string; attachError *VolumeError; detachError *VolumeError`,
  VolumeError: 'time! Time; message string; errorCode *int32',
  VolumeAttributesClass:
    '~kind string; ~apiVersion string; metadata! ObjectMeta; driverName! string; parameters map[string]string',
  CSIStorageCapacity: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; nodeTopology *LabelSelector; storageClassName! string;
    capacity *Quantity; maximumVolumeSize *Quantity`,
};
