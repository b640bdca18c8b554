import type { Schema } from './schema.js';

const string: Schema = { type: 'string' };
const strings: Schema = { type: 'array', items: string };
const stringMap: Schema = { type: 'object', additionalProperties: string };
/** What an API server, not we, checks: field by field, in its dry run of the first pod and claims. */
const checkedByServer: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const listCheckedByServer: Schema = { type: 'array', items: checkedByServer };

const described = (schema: Schema, description: string): Schema => ({ ...schema, description });

/** Maps that are compared key by key, which has to come to an end: labels that selectors look at, and annotations of claims. */
export const LABELS_SCHEMA: Schema = { ...stringMap, maxProperties: 256 };

/** The metadata of whatever is made from a template, and of a set itself. */
export const METADATA_SCHEMA: Schema = {
  type: 'object',
  properties: {
    name: described(string, 'the name'),
    generateName: described(string, 'what the name begins with, where the server is to make one up'),
    namespace: described(string, 'the namespace'),
    labels: described(LABELS_SCHEMA, 'by which it can be selected'),
    annotations: described(LABELS_SCHEMA, 'anything else there is to say of it, by key'),
    finalizers: described(strings, 'who has something to do before it goes'),
    ownerReferences: described(listCheckedByServer, 'the objects that it goes with'),
    creationTimestamp: described(string, 'when it was made: what some server has said'),
    uid: described(string, 'which one of all objects of this name: what some server has said'),
    resourceVersion: described(string, 'which state of it: what some server has said'),
    generation: described({ type: 'integer' }, 'which state of its spec: what some server has said'),
    selfLink: described(string, 'its address: what some old server has said'),
    managedFields: described(listCheckedByServer, 'who has said what of it: what some server has said'),
  },
};

const env: Schema = {
  type: 'array',
  description: 'the variables of its environment; $(PET_NAME) and $(PET_ORDINAL) stand for those of the pet',
  items: {
    ...checkedByServer,
    properties: {
      name: described(string, 'the name of the variable'),
      value: described(string, 'its value'),
      valueFrom: described(checkedByServer, 'where its value comes from: a field of the pod, a config map, a secret'),
    },
  },
};

const container: Schema = {
  ...checkedByServer,
  properties: {
    name: described(string, 'its name within the pod'),
    image: described(string, 'the image that it runs'),
    command: described(strings, 'what is run instead of the entrypoint of the image'),
    args: described(strings, 'the arguments, instead of those of the image'),
    workingDir: described(string, 'the directory that it is run in'),
    env,
    envFrom: described(listCheckedByServer, 'config maps and secrets whose keys become variables'),
    ports: described(listCheckedByServer, 'the ports that it listens on'),
    resources: described(checkedByServer, 'the processor time and memory that it asks for, and may have at most'),
    volumeMounts: described(listCheckedByServer, 'where it sees volumes; a claim template is a volume by its name'),
    volumeDevices: described(listCheckedByServer, 'where it sees volumes as block devices'),
    startupProbe: described(checkedByServer, 'how it is known that it has started'),
    readinessProbe: described(checkedByServer, 'how it is known that it is ready: the next pet waits for it'),
    livenessProbe: described(checkedByServer, 'how it is known that it has to be started anew'),
    lifecycle: described(checkedByServer, 'what is run after it starts and before it stops'),
    imagePullPolicy: described(string, 'when its image is pulled: Always, IfNotPresent or Never'),
    securityContext: described(checkedByServer, 'as whom, and with which rights, it runs'),
  },
};

/** The schema of the template of a pod. What is not named here is passed on as it is. */
export const TEMPLATE_SCHEMA: Schema = {
  type: 'object',
  description: 'the pod that each pet is made from',
  required: ['spec'],
  properties: {
    metadata: described(METADATA_SCHEMA, 'the labels and annotations of each pet'),
    spec: {
      ...checkedByServer,
      description: 'the spec of each pet, as that of any pod',
      required: ['containers'],
      properties: {
        containers: { type: 'array', description: 'what runs in a pet', items: container },
        initContainers: {
          type: 'array',
          description: 'what is run before, one after the other, each to its end',
          items: container,
        },
        volumes: described(listCheckedByServer, 'volumes besides those of the claim templates'),
        restartPolicy: described(string, 'when containers are started again: Always'),
        terminationGracePeriodSeconds: described(
          { type: 'integer' },
          'how long a pet may take to stop (default 30); nothing of it is touched before',
        ),
        nodeSelector: described(stringMap, 'labels that its node must have'),
        affinity: described(checkedByServer, 'which nodes it is drawn to, and which other pods'),
        tolerations: described(listCheckedByServer, 'which taints of nodes it bears'),
        topologySpreadConstraints: described(listCheckedByServer, 'over what the pets are spread'),
        serviceAccountName: described(string, 'the service account that it runs as'),
        priorityClassName: described(string, 'how important it is'),
        imagePullSecrets: described(listCheckedByServer, 'the secrets that its images are pulled with'),
        securityContext: described(checkedByServer, 'as whom, and with which rights, its containers run'),
        readinessGates: described(listCheckedByServer, 'conditions that must be true as well before it is ready'),
      },
    },
  },
};

const quantities: Schema = {
  type: 'object',
  maxProperties: 16,
  additionalProperties: { 'x-kubernetes-int-or-string': true },
};

const claimSpec: Schema = {
  ...checkedByServer,
  description: 'the spec of each claim, as that of any claim',
  properties: {
    accessModes: described(
      { ...strings, maxItems: 8 },
      'how it may be mounted: ReadWriteOnce, ReadOnlyMany, ReadWriteMany',
    ),
    resources: {
      ...checkedByServer,
      description: 'what the claim asks for',
      properties: {
        requests: described(
          quantities,
          'how much: `storage: 1Gi`; more may be asked for later, if the class lets claims grow',
        ),
        limits: described(quantities, 'how much at most'),
      },
    },
    storageClassName: described(string, 'the class of storage (default: that of the cluster)'),
    volumeMode: described(string, 'Filesystem or Block'),
    volumeName: described(string, 'the volume that it is to have'),
    selector: described(checkedByServer, 'labels that its volume must have'),
    dataSource: described(checkedByServer, 'what the volume holds in the beginning: a snapshot, another claim'),
    dataSourceRef: described(checkedByServer, 'the same, also of other kinds and namespaces'),
    volumeAttributesClassName: described(string, 'the class of the attributes of its volume'),
  },
};

/** The schema of the templates of a set's claims. */
export const CLAIM_TEMPLATES_SCHEMA: Schema = {
  type: 'array',
  description: 'the claims that each pet owns; pet N of set S mounts claim TEMPLATE-S-N',
  maxItems: 32,
  items: {
    type: 'object',
    required: ['metadata', 'spec'],
    properties: {
      apiVersion: described(string, 'v1, if anything'),
      kind: described(string, 'PersistentVolumeClaim, if anything'),
      metadata: {
        ...METADATA_SCHEMA,
        description: 'the name that the claims begin with, their labels and annotations',
        required: ['name'],
      },
      spec: claimSpec,
      status: described(checkedByServer, 'means nothing in a template'),
    },
  },
};
