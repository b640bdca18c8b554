import type { Schema } from './schema.js';

const string: Schema = { type: 'string' };
const count: Schema = { type: 'integer', minimum: 0, maximum: 2147483647 };
const strings: Schema = { type: 'array', items: string };
const stringMap: Schema = { type: 'object', additionalProperties: string };
/** What an API server, not we, checks: field by field, in its dry run of the first pod and claims. */
const checkedByServer: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const metadata: Schema = {
  type: 'object',
  properties: {
    name: string,
    generateName: string,
    namespace: string,
    labels: stringMap,
    annotations: stringMap,
    finalizers: strings,
    ownerReferences: { type: 'array', items: checkedByServer },
    creationTimestamp: string,
    uid: string,
    resourceVersion: string,
    generation: count,
    selfLink: string,
    managedFields: { type: 'array', items: checkedByServer },
  },
};

const selector: Schema = {
  type: 'object',
  description: 'which pods may be pets of this set; must match the labels of the template (default: those labels)',
  properties: {
    matchLabels: stringMap,
    matchExpressions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'operator'],
        properties: {
          key: string,
          operator: { type: 'string', enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
          values: strings,
        },
      },
    },
  },
};

/** What is read here, to fill in what a pet is called; a server checks the rest. */
const container: Schema = {
  ...checkedByServer,
  properties: {
    command: strings,
    args: strings,
    env: { type: 'array', items: { ...checkedByServer, properties: { name: string, value: string } } },
  },
};

/** The schema of the template of a pod. */
export const TEMPLATE_SCHEMA: Schema = {
  type: 'object',
  description: 'the pod that each pet is made from',
  required: ['spec'],
  properties: {
    metadata,
    spec: {
      ...checkedByServer,
      required: ['containers'],
      properties: {
        containers: { type: 'array', items: container },
        initContainers: { type: 'array', items: container },
      },
    },
  },
};

const retention: Schema = { type: 'string', enum: ['Retain', 'Delete'] };

const ordinals: Schema = {
  type: 'object',
  properties: {
    start: { ...count, description: 'the lowest ordinal (default 0)' },
    reserve: {
      type: 'array',
      description: 'ordinals that are skipped; there are as many pets all the same',
      items: count,
    },
    overrides: {
      type: 'array',
      description: 'what is different about the pets of single ordinals',
      items: {
        type: 'object',
        required: ['ordinal', 'template'],
        properties: {
          ordinal: count,
          template: {
            type: 'object',
            description: 'a strategic merge patch on the template of the set',
            properties: { metadata: checkedByServer, spec: checkedByServer },
          },
        },
      },
    },
  },
};

const spec: Schema = {
  type: 'object',
  required: ['template'],
  properties: {
    replicas: { ...count, description: 'how many pets are wanted (default 1)' },
    selector,
    serviceName: { type: 'string', description: 'the headless service that gives the pets their DNS names' },
    template: TEMPLATE_SCHEMA,
    volumeClaimTemplates: {
      type: 'array',
      description: 'the claims that each pet owns; pet N of set S mounts claim TEMPLATE-S-N',
      items: {
        type: 'object',
        required: ['metadata', 'spec'],
        properties: {
          apiVersion: string,
          kind: string,
          metadata: { ...metadata, required: ['name'] },
          spec: checkedByServer,
          status: checkedByServer,
        },
      },
    },
    podManagementPolicy: { type: 'string', enum: ['OrderedReady', 'Parallel'] },
    minReadySeconds: count,
    ordinals,
    revisionHistoryLimit: count,
    updateStrategy: {
      type: 'object',
      properties: {
        type: { type: 'string', enum: ['OnDelete', 'RollingUpdate'] },
        rollingUpdate: {
          type: 'object',
          properties: { partition: count, maxUnavailable: { 'x-kubernetes-int-or-string': true } },
        },
      },
    },
    persistentVolumeClaimRetentionPolicy: {
      type: 'object',
      properties: { whenDeleted: retention, whenScaled: retention },
    },
  },
};

/** The schema of a PetSet document. */
export const PETSET_SCHEMA: Schema = {
  type: 'object',
  required: ['metadata', 'spec'],
  properties: {
    apiVersion: string,
    kind: string,
    metadata: { ...metadata, required: ['name'] },
    spec,
    status: checkedByServer,
  },
};
