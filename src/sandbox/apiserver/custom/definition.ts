import type { KubeObject } from '../../model/meta.js';
import type { Schema } from './schema.js';

/** CustomResourceDefinition, as far as it is decided here what it means. */
export interface Definition extends KubeObject {
  spec: DefinitionSpec;
  status: DefinitionStatus;
}

export interface DefinitionSpec {
  group: string;
  names: Names;
  scope: string;
  versions: DefinedVersion[] | null;
  conversion?: { strategy: string; webhook?: object };
  preserveUnknownFields?: boolean;
}

export interface Names {
  plural: string;
  singular?: string;
  shortNames?: string[];
  kind: string;
  listKind?: string;
  categories?: string[];
}

export interface DefinedVersion {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  deprecationWarning?: string;
  schema?: { openAPIV3Schema?: Schema };
  subresources?: { status?: object; scale?: ScalePaths };
  additionalPrinterColumns?: PrinterColumn[];
  selectableFields?: { jsonPath: string }[];
}

/** Where in an object its scale is. */
export interface ScalePaths {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

export interface PrinterColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority?: number;
  jsonPath: string;
}

export interface DefinitionStatus {
  conditions: DefinitionCondition[] | null;
  acceptedNames: Names;
  storedVersions: string[] | null;
}

export interface DefinitionCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

export const versionsOf = ({ versions }: DefinitionSpec): readonly DefinedVersion[] => versions ?? [];

export const isTrue = ({ status }: Definition, type: string): boolean =>
  (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
