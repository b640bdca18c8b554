import type { KubeObject } from './meta.js';

export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

export interface Role extends KubeObject {
  rules: PolicyRule[] | null;
}

export interface RoleBinding extends KubeObject {
  subjects?: { kind: string; apiGroup?: string; name: string; namespace?: string }[];
  roleRef: { apiGroup: string; kind: string; name: string };
}
