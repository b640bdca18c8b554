import type { Schema } from './schema.js';
import { CLAIM_TEMPLATES_SCHEMA, LABELS_SCHEMA, METADATA_SCHEMA, TEMPLATE_SCHEMA } from './template-schema.js';

const string: Schema = { type: 'string' };
const count: Schema = { type: 'integer', minimum: 0, maximum: 2147483647 };
const anything: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** What is gone through for every pet, or compared with every other: such lists have to come to an end. */
const AT_MOST = { requirements: 64, values: 256, reserved: 4096 } as const;

const selector: Schema = {
  type: 'object',
  description:
    'which pods may be pets of this set; must match the labels of the template (default: those labels); cannot be changed',
  properties: {
    matchLabels: { ...LABELS_SCHEMA, description: 'labels that a pet must have, with these values' },
    matchExpressions: {
      type: 'array',
      description: 'what must be so besides, each',
      maxItems: AT_MOST.requirements,
      items: {
        type: 'object',
        required: ['key', 'operator'],
        properties: {
          key: { ...string, description: 'the label that is looked at' },
          operator: {
            type: 'string',
            description: 'how: its value is one of the values, or none of them; or it is there, or not',
            enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'],
          },
          values: { type: 'array', description: 'for In and NotIn', maxItems: AT_MOST.values, items: string },
        },
      },
    },
  },
};

const ordinals: Schema = {
  type: 'object',
  description: 'how the pets are numbered, and what is different about some of them',
  properties: {
    start: { ...count, description: 'the lowest ordinal (default 0)' },
    reserve: {
      type: 'array',
      description: 'ordinals that are skipped; there are as many pets all the same',
      maxItems: AT_MOST.reserved,
      items: count,
    },
    overrides: {
      type: 'array',
      description: 'what is different about the pets of single ordinals',
      items: {
        type: 'object',
        required: ['ordinal', 'template'],
        properties: {
          ordinal: { ...count, description: 'the pet that it is about' },
          template: {
            type: 'object',
            description: 'a strategic merge patch on the template of the set',
            properties: {
              metadata: { ...anything, description: 'what to change in the metadata of its template' },
              spec: { ...anything, description: 'what to change in the spec of its template' },
            },
          },
        },
      },
    },
  },
};

const updateStrategy: Schema = {
  type: 'object',
  description: 'when a new template reaches the pets',
  properties: {
    type: {
      type: 'string',
      description:
        'OnDelete (default): a pet gets it when it is deleted, or by `kubectl petset upgrade`; RollingUpdate: pets are replaced at once, one by one, the highest ordinal first',
      enum: ['OnDelete', 'RollingUpdate'],
    },
    rollingUpdate: {
      type: 'object',
      description: 'how pets are replaced; only with the type RollingUpdate',
      properties: {
        partition: {
          ...count,
          description: 'that many pets, counted from the lowest ordinal, keep the template that they have (default 0)',
        },
        maxUnavailable: {
          'x-kubernetes-int-or-string': true,
          description: 'how many pets may be away at once: a number, or a percentage of the replicas (default 1)',
        },
      },
    },
  },
};

const retention: Schema = { type: 'string', enum: ['Retain', 'Delete'] };

const spec: Schema = {
  type: 'object',
  description: 'what is wanted',
  required: ['template'],
  properties: {
    replicas: { ...count, description: 'how many pets are wanted (default 1)' },
    selector,
    serviceName: {
      type: 'string',
      description: 'the headless service that gives the pets their DNS names; cannot be changed',
    },
    template: TEMPLATE_SCHEMA,
    volumeClaimTemplates: CLAIM_TEMPLATES_SCHEMA,
    podManagementPolicy: {
      type: 'string',
      description:
        'OrderedReady (default): each pet waits until those before it are ready; Parallel: none waits for another; cannot be changed',
      enum: ['OrderedReady', 'Parallel'],
    },
    minReadySeconds: {
      ...count,
      description: 'for how many seconds a pet must have been ready before it counts as available (default 0)',
    },
    ordinals,
    revisionHistoryLimit: {
      ...count,
      description: 'how many former templates are kept to go back to (default 10)',
    },
    updateStrategy,
    persistentVolumeClaimRetentionPolicy: {
      type: 'object',
      description: 'what becomes of claims that no pet uses any more',
      properties: {
        whenDeleted: { ...retention, description: 'when the set is deleted: Retain (default) or Delete' },
        whenScaled: { ...retention, description: 'when the set is scaled down: Retain (default) or Delete' },
      },
    },
  },
};

/** The schema of a PetSet document. */
export const PETSET_SCHEMA: Schema = {
  type: 'object',
  description:
    'A PetSet runs pets: pods that keep their names, their DNS names and their volumes, made in order and removed in the opposite order.',
  required: ['metadata', 'spec'],
  properties: {
    apiVersion: string,
    kind: string,
    metadata: { ...METADATA_SCHEMA, required: ['name'] },
    spec,
    status: { ...anything, description: 'what there is' },
  },
};
