import { isSame } from './differences.js';
import { counterpart, isSameQuantity } from './fit.js';
import { isList, isMap } from './json-edit.js';
import type { JsonObject } from './kubernetes.js';
import type { PetSetSpec } from './petset.js';

/** What a server fills in where a map leaves a field out; nothing where it would not. */
type Default = string | number | JsonObject | ((left: JsonObject) => unknown);

const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const CONTAINER: Readonly<Record<string, Default>> = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: ({ image }) => (typeof image === 'string' ? pullPolicy(image) : undefined),
  resources: {},
};
const MODE = { defaultMode: 420 };

/**
 * By the field that holds a map, or a list of maps: what servers fill into it in a StatefulSet.
 * Sources: kubernetes pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go.
 */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, Default>>>> = {
  spec: {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
    // The former name of the field is kept in step with it.
    serviceAccount: ({ serviceAccountName }) => serviceAccountName,
    // Of a claim.
    volumeMode: 'Filesystem',
  },
  containers: CONTAINER,
  initContainers: CONTAINER,
  ports: { protocol: 'TCP' },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  httpGet: { path: '/', scheme: 'HTTP' },
  grpc: { service: '' },
  fieldRef: { apiVersion: 'v1' },
  volumes: { emptyDir: (volume) => (Object.keys(volume).length === 1 ? {} : undefined) },
  secret: MODE,
  configMap: MODE,
  downwardAPI: MODE,
  projected: MODE,
  hostPath: { type: '' },
  serviceAccountToken: { expirationSeconds: 3600 },
  updateStrategy: { rollingUpdate: ({ type }) => (type === 'RollingUpdate' ? { partition: 0 } : undefined) },
  rollingUpdate: { partition: 0 },
};

/**
 * What is wanted, with what a server has filled into what there is, and would fill in again: left out of a file it is no
 * change. A set that was a StatefulSet has all of that in its templates.
 */
export function keepingDefaults(present: PetSetSpec, wanted: PetSetSpec): PetSetSpec {
  return {
    ...wanted,
    updateStrategy: kept(present.updateStrategy, wanted.updateStrategy, 'updateStrategy'),
    template: kept(present.template, wanted.template, 'template'),
    volumeClaimTemplates: wanted.volumeClaimTemplates.map((template) => {
      const before = present.volumeClaimTemplates.find(({ metadata: { name } }) => name === template.metadata.name);
      return before === undefined ? template : kept(before, template, 'volumeClaimTemplates');
    }),
  };
}

/** The type stays: nothing is taken away, and what is added has met the server's own schema. */
function kept<T>(present: unknown, wanted: T, field: string): T {
  return merged(present, wanted, [field]) as T;
}

/** `path` holds the fields on the way, without the indices of lists. */
function merged(present: unknown, wanted: unknown, path: readonly string[]): unknown {
  if (isList(wanted)) {
    if (!isList(present)) return wanted;
    return wanted.map((item, index) => merged(counterpart(item, index, present), item, path));
  }
  if (isMap(wanted)) return isMap(present) ? mergedMap(present, wanted, path) : wanted;
  return isSameQuantity(wanted, present, path) ? present : wanted;
}

function mergedMap(
  present: JsonObject,
  wanted: JsonObject,
  path: readonly string[],
): Readonly<Record<string, unknown>> {
  const defaults = DEFAULTS[path.at(-1) ?? ''] ?? {};
  const left = Object.entries(defaults).filter(([field, value]) => {
    const filledIn = typeof value === 'function' ? value(wanted) : value;
    return wanted[field] === undefined && present[field] !== undefined && isSame(present[field], filledIn);
  });
  return {
    ...Object.fromEntries(
      Object.entries(wanted).map(([field, value]) => [field, merged(present[field], value, [...path, field])] as const),
    ),
    ...Object.fromEntries(left.map(([field]) => [field, present[field]])),
  };
}

/** An image without a tag, or `latest`, is always pulled; one with a digest is not. */
function pullPolicy(image: string): string {
  const [name = '', digest] = image.split('@');
  if (digest !== undefined) return 'IfNotPresent';
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}
