import type { Schema } from '../schema.js';

const string: Schema = { type: 'string' };
const boolean: Schema = { type: 'boolean' };
const integer: Schema = { type: 'integer' };
const map: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const maps: Schema = { type: 'array', items: map };
const strings: Schema = { type: 'array', items: string };
const object = (properties: Schema['properties'] = {}, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});
const list = (items: Schema): Schema => ({ type: 'array', items });

/** Probes, hooks and security contexts are a server's to check: it names what it does not like of them. */
const CONTAINER = object(
  {
    name: string,
    image: string,
    command: strings,
    args: strings,
    workingDir: string,
    ports: list({ ...map, required: ['containerPort'], properties: { name: string, containerPort: integer } }),
    env: list({ ...map, required: ['name'], properties: { name: string, value: string, valueFrom: map } }),
    envFrom: maps,
    resources: object({ limits: map, requests: map, claims: maps }),
    volumeMounts: list({
      ...map,
      required: ['name', 'mountPath'],
      properties: { name: string, mountPath: string, readOnly: boolean, subPath: string },
    }),
    volumeDevices: maps,
    livenessProbe: map,
    readinessProbe: map,
    startupProbe: map,
    lifecycle: map,
    terminationMessagePath: string,
    terminationMessagePolicy: string,
    imagePullPolicy: string,
    securityContext: map,
    stdin: boolean,
    stdinOnce: boolean,
    tty: boolean,
    restartPolicy: string,
    resizePolicy: maps,
  },
  ['name', 'image'],
);

/** What `init-containers` held. */
export const CONTAINERS = list(CONTAINER);

const nodeTerm = object({ matchExpressions: maps, matchFields: maps });
const podTerm = object({ labelSelector: map, namespaces: strings, namespaceSelector: map, topologyKey: string }, [
  'topologyKey',
]);
const weighted = (term: string, schema: Schema): Schema =>
  list(object({ weight: integer, [term]: schema }, ['weight', term]));
const podAffinity = object({
  requiredDuringSchedulingIgnoredDuringExecution: list(podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: weighted('podAffinityTerm', podTerm),
});

/** What `affinity` held. */
export const AFFINITY = object({
  nodeAffinity: object({
    requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: list(nodeTerm) }, [
      'nodeSelectorTerms',
    ]),
    preferredDuringSchedulingIgnoredDuringExecution: weighted('preference', nodeTerm),
  }),
  podAffinity,
  podAntiAffinity: podAffinity,
});

/** What `tolerations` held. */
export const TOLERATIONS = list(
  object({
    key: string,
    operator: { type: 'string', enum: ['Exists', 'Equal'] },
    value: string,
    effect: string,
    tolerationSeconds: integer,
  }),
);
