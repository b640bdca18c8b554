import type { ServerSchema } from './openapi.js';

const count = (description: string): ServerSchema => ({ type: 'integer', format: 'int32', minimum: 0, description });

const conditions: ServerSchema = {
  type: 'array',
  description: 'how the set fares, in single words',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status'],
    properties: {
      type: { type: 'string', description: 'the word' },
      status: { type: 'string', description: 'whether it is so', enum: ['True', 'False', 'Unknown'] },
      reason: { type: 'string', description: 'why, in a word' },
      message: { type: 'string', description: 'why, in a sentence' },
      lastTransitionTime: { type: 'string', format: 'date-time', description: 'since when' },
      observedGeneration: { type: 'integer', format: 'int64', description: 'of which generation of the spec' },
    },
  },
};

/** What whoever reconciles a set writes of it. */
export const STATUS_SCHEMA: ServerSchema = {
  type: 'object',
  description: 'what there is, as whoever last reconciled the set saw it',
  properties: {
    observedGeneration: {
      type: 'integer',
      format: 'int64',
      description: 'the generation of the spec that it is about',
    },
    replicas: count('how many pets there are'),
    readyReplicas: count('how many of them are ready'),
    updatedReplicas: count('how many of them are of the present template'),
    currentRevision: { type: 'string', description: 'the revision that the pets were of before the present template' },
    updateRevision: { type: 'string', description: 'the revision of the present template' },
    selector: { type: 'string', description: 'the selector of the pets, as text: for autoscalers' },
    paused: { type: 'boolean', description: 'whether nothing is created, deleted or upgraded, until it is resumed' },
    conditions,
  },
};
