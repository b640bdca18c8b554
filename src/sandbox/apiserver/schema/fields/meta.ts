import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: metadata that every object carries, and the options of requests. The notation is explained in ../field.ts. */
export const META_FIELDS: FieldTable = {
  ObjectMeta: `
    name string; generateName string; namespace string; selfLink string; uid UID; resourceVersion string;
    generation int64; creationTimestamp Time; deletionTimestamp *Time; deletionGracePeriodSeconds *int64;
    labels map[string]string; annotations map[string]string; ownerReferences []OwnerReference @uid;
    finalizers []string @; managedFields#17 *[]ManagedFieldsEntry`,
  OwnerReference: `
    %- apiVersion#5! string; kind#1! string; name#3! string; uid! UID; controller#6 *bool; blockOwnerDeletion *bool`,
  ManagedFieldsEntry: `
    manager string; operation ManagedFieldsOperationType; apiVersion string; time *Time; fieldsType#6 string;
    fieldsV1 *any; subresource string`,
  DeleteOptions: `
    ~kind string; ~apiVersion string; gracePeriodSeconds *int64; preconditions *Preconditions; orphanDependents *bool;
    propagationPolicy *DeletionPropagation; dryRun []string; ignoreStoreReadErrorWithClusterBreakingPotential *bool`,
  Preconditions: 'uid *UID; resourceVersion *string',
  LabelSelector: '%- matchLabels map[string]string; matchExpressions []LabelSelectorRequirement',
  LabelSelectorRequirement: 'key! string; operator! LabelSelectorOperator; values []string',
  Condition: `
    type! string; status! ConditionStatus; observedGeneration int64; lastTransitionTime! Time; reason! string;
    message! string`,
  FieldSelectorRequirement: 'key! string; operator! FieldSelectorOperator; values []string',
};
