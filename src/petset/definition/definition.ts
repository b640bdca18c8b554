import type { JsonObject } from '../kubernetes.js';
import { PETSET_API_VERSION, PETSET_KIND } from '../petset.js';
import { PETSET_SCHEMA } from '../petset-schema.js';
import type { ServerSchema } from './openapi.js';
import { ADDITIONS } from './rules.js';
import { STATUS_SCHEMA } from './status-schema.js';
import { structural } from './structural.js';

const [GROUP = '', VERSION = ''] = PETSET_API_VERSION.split('/');
const PLURAL = 'petsets';
export const DEFINITION_NAME = `${PLURAL}.${GROUP}`;

/** As `kubectl get petset` printed them in 1.3, and READY; with `-o wide` the containers, as it had them then. */
const COLUMNS: readonly JsonObject[] = [
  { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas', description: 'how many pets are wanted' },
  { name: 'Current', type: 'integer', jsonPath: '.status.replicas', description: 'how many pets there are' },
  { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas', description: 'how many pets are ready' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'since when the set is there' },
  {
    name: 'Containers',
    type: 'string',
    jsonPath: '.spec.template.spec.containers[*].name',
    description: 'the first container of each pet',
    priority: 1,
  },
  {
    name: 'Images',
    type: 'string',
    jsonPath: '.spec.template.spec.containers[*].image',
    description: 'its image',
    priority: 1,
  },
];

/** The definition of the custom resource, which `install` creates. */
export function petSetDefinition(): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: DEFINITION_NAME },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: {
        kind: PETSET_KIND,
        listKind: `${PETSET_KIND}List`,
        plural: PLURAL,
        singular: 'petset',
        shortNames: ['ps'],
        categories: ['all'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: {
            status: {},
            scale: {
              specReplicasPath: '.spec.replicas',
              statusReplicasPath: '.status.replicas',
              labelSelectorPath: '.status.selector',
            },
          },
          additionalPrinterColumns: COLUMNS,
          schema: { openAPIV3Schema: asJson(objectSchema()) },
        },
      ],
    },
  };
}

/** Metadata is the server's own: a definition says nothing of it, but names what rules are about. */
function objectSchema(): ServerSchema {
  const { required, properties, ...schema } = structural(PETSET_SCHEMA, ADDITIONS);
  const metadata: ServerSchema = { type: 'object', properties: { name: { type: 'string' } } };
  return {
    ...schema,
    required: (required ?? []).filter((field) => field !== 'metadata'),
    properties: { ...properties, metadata, status: STATUS_SCHEMA },
  };
}

/** The same: it is a type of ours, and all of it is JSON. */
function asJson(schema: ServerSchema): JsonObject {
  return schema as JsonObject;
}
