import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: volumes, claims and storage classes. The notation is explained in ../field.ts. */
export const STORAGE_FIELDS: FieldTable = {
  PersistentVolumeClaimTemplate: 'metadata! ObjectMeta; spec! PersistentVolumeClaimSpec',
  PersistentVolumeClaimSpec: `
    accessModes []PersistentVolumeAccessMode; selector#4 *LabelSelector; resources#2! VolumeResourceRequirements;
    volumeName string; storageClassName#5 *string; volumeMode *PersistentVolumeMode;
    dataSource *TypedLocalObjectReference; dataSourceRef *TypedObjectReference; volumeAttributesClassName *string`,
  VolumeResourceRequirements: 'limits ResourceList; requests ResourceList',
  TypedLocalObjectReference: '%- apiGroup! *string; kind! string; name! string',
  TypedObjectReference: 'apiGroup! *string; kind! string; name! string; namespace *string',
  PersistentVolume: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! PersistentVolumeSpec;
    status! PersistentVolumeStatus`,
  PersistentVolumeSpec: `
    capacity ResourceList; {gcePersistentDisk *GCEPersistentDiskVolumeSource;
    awsElasticBlockStore *AWSElasticBlockStoreVolumeSource; hostPath *HostPathVolumeSource;
    glusterfs *GlusterfsPersistentVolumeSource; nfs *NFSVolumeSource; rbd *RBDPersistentVolumeSource;
    iscsi *ISCSIPersistentVolumeSource; cinder *CinderPersistentVolumeSource; cephfs *CephFSPersistentVolumeSource;
    fc *FCVolumeSource; flocker *FlockerVolumeSource; flexVolume *FlexPersistentVolumeSource;
    azureFile *AzureFilePersistentVolumeSource; vsphereVolume *VsphereVirtualDiskVolumeSource;
    quobyte *QuobyteVolumeSource; azureDisk *AzureDiskVolumeSource;
    photonPersistentDisk *PhotonPersistentDiskVolumeSource; portworxVolume *PortworxVolumeSource;
    scaleIO *ScaleIOPersistentVolumeSource; local *LocalVolumeSource; storageos *StorageOSPersistentVolumeSource;
    csi *CSIPersistentVolumeSource}; accessModes []PersistentVolumeAccessMode; claimRef *ObjectReference %*;
    persistentVolumeReclaimPolicy PersistentVolumeReclaimPolicy; storageClassName string; mountOptions []string;
    volumeMode *PersistentVolumeMode; nodeAffinity *VolumeNodeAffinity; volumeAttributesClassName *string`,
  GlusterfsPersistentVolumeSource: 'endpoints! string; path! string; readOnly bool; endpointsNamespace *string',
  RBDPersistentVolumeSource: `
    monitors! []string; image! string; fsType string; pool string; user string; keyring string;
    secretRef *SecretReference; readOnly bool`,
  SecretReference: '%- name string; namespace string',
  ISCSIPersistentVolumeSource: `
    targetPortal! string; iqn! string; lun! int32; iscsiInterface string; fsType string; readOnly bool;
    portals []string; chapAuthDiscovery bool; chapAuthSession#11 bool; secretRef#10 *SecretReference;
    initiatorName#12 *string`,
  CinderPersistentVolumeSource: 'volumeID! string; fsType string; readOnly bool; secretRef *SecretReference',
  CephFSPersistentVolumeSource: `
    monitors! []string; path string; user string; secretFile string; secretRef *SecretReference; readOnly bool`,
  FlexPersistentVolumeSource: `
    driver! string; fsType string; secretRef *SecretReference; readOnly bool; options map[string]string`,
  AzureFilePersistentVolumeSource: `
    secretName! string; shareName! string; readOnly bool; secretNamespace! *string`,
  ScaleIOPersistentVolumeSource: `
    gateway! string; system! string; secretRef! *SecretReference; sslEnabled bool; protectionDomain string;
    storagePool string; storageMode string; volumeName string; fsType string; readOnly bool`,
  LocalVolumeSource: 'path! string; fsType *string',
  StorageOSPersistentVolumeSource: `
    volumeName string; volumeNamespace string; fsType string; readOnly bool; secretRef *ObjectReference`,
  CSIPersistentVolumeSource: `
    driver! string; volumeHandle! string; readOnly bool; fsType string; volumeAttributes map[string]string;
    controllerPublishSecretRef *SecretReference; nodeStageSecretRef *SecretReference;
    nodePublishSecretRef *SecretReference; controllerExpandSecretRef *SecretReference;
    nodeExpandSecretRef *SecretReference`,
  VolumeNodeAffinity: 'required *NodeSelector',
  PersistentVolumeStatus: `
    phase PersistentVolumePhase; message string; reason string; lastPhaseTransitionTime *Time`,
  PersistentVolumeClaim: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! PersistentVolumeClaimSpec;
    status! PersistentVolumeClaimStatus`,
  PersistentVolumeClaimStatus: `
    phase PersistentVolumeClaimPhase; accessModes []PersistentVolumeAccessMode; capacity ResourceList;
    conditions []PersistentVolumeClaimCondition @type; allocatedResources ResourceList;
    allocatedResourceStatuses#7 map[ResourceName]ClaimResourceStatus; currentVolumeAttributesClassName *string;
    modifyVolumeStatus *ModifyVolumeStatus`,
  PersistentVolumeClaimCondition: `
    type! PersistentVolumeClaimConditionType; status! ConditionStatus; lastProbeTime! Time; lastTransitionTime! Time;
    reason string; message string`,
  ModifyVolumeStatus: 'targetVolumeAttributesClassName string; status! PersistentVolumeClaimModifyVolumeStatus',
  StorageClass: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; provisioner! string; parameters map[string]string;
    reclaimPolicy *PersistentVolumeReclaimPolicy; mountOptions []string; allowVolumeExpansion *bool;
    volumeBindingMode *VolumeBindingMode; allowedTopologies []TopologySelectorTerm`,
  TopologySelectorTerm: '%- matchLabelExpressions []TopologySelectorLabelRequirement',
  TopologySelectorLabelRequirement: 'key! string; values! []string',
};
