import { getIn, isList, isMap } from '../petset/json-edit.js';
import type { Json, JsonObject, Volume } from '../petset/kubernetes.js';
import { shortened, sorted } from './described.js';

/** A field that is shown: its title, where it is in the source, and what the server puts there where nothing is said. */
type Shown = readonly [title: string, field: string, otherwise: string];

interface Source {
  readonly type: string;
  readonly fields: readonly Shown[];
  /** What else there is to show. */
  readonly more?: (source: JsonObject) => readonly string[];
}

const OPTIONAL: Shown = ['Optional', 'optional', 'false'];
const READ_ONLY: Shown = ['ReadOnly', 'readOnly', 'false'];

/**
 * How kubectl describes the volumes of a pod. Source: kubectl pkg/describe/describe.go, describeVolumes. Those kinds that
 * Kubernetes has taken out of its tree are shown by the names of their fields.
 */
const SOURCES: Readonly<Record<string, Source>> = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: [
      ['Path', 'path', ''],
      ['HostPathType', 'type', ''],
    ],
  },
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: [
      ['Medium', 'medium', ''],
      ['SizeLimit', 'sizeLimit', '<unset>'],
    ],
  },
  secret: { type: 'Secret (a volume populated by a Secret)', fields: [['SecretName', 'secretName', ''], OPTIONAL] },
  configMap: { type: 'ConfigMap (a volume populated by a ConfigMap)', fields: [['Name', 'name', ''], OPTIONAL] },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: [['Server', 'server', ''], ['Path', 'path', ''], READ_ONLY],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: [['ClaimName', 'claimName', ''], READ_ONLY],
  },
  ephemeral: {
    type: 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    fields: [],
    more: ephemeralLines,
  },
  downwardAPI: {
    type: 'DownwardAPI (a volume populated by information about the pod)',
    fields: [],
    more: (source) => ['Items:', ...itemsOf(source.items).flatMap(downwardLines)],
  },
  projected: {
    type: 'Projected (a volume that contains injected data from multiple sources)',
    fields: [],
    more: (source) => itemsOf(source.sources).flatMap(projectionLines),
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: [['Driver', 'driver', ''], ['FSType', 'fsType', ''], READ_ONLY],
    more: attributeLines,
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    fields: [
      ['Reference', 'reference', ''],
      ['PullPolicy', 'pullPolicy', ''],
    ],
  },
};

export function volumesLines(volumes: readonly Volume[]): readonly string[] {
  if (volumes.length === 0) return ['  Volumes:\t<none>'];
  return ['  Volumes:', ...volumes.flatMap((volume) => [`   ${volume.name}:`, ...sourceLines(volume)])];
}

function sourceLines(volume: Volume): readonly string[] {
  const { name, ...rest } = volume;
  const sources: JsonObject = rest;
  const kind = Object.keys(sources).find((each) => isMap(sources[each]));
  const source = kind === undefined ? undefined : sources[kind];
  if (kind === undefined || !isMap(source)) return ['  <unknown>'];
  const { type, fields, more = () => [] } = knownSource(kind) ?? unknownSource(kind, source);
  const shown = fields.map(([title, field, otherwise]) => `${title}:\t${textOf(source[field], otherwise)}`);
  return [`Type:\t${type}`, ...shown, ...more(source)].map((line) => `    ${line}`);
}

function knownSource(kind: string): Source | undefined {
  return Object.hasOwn(SOURCES, kind) ? SOURCES[kind] : undefined;
}

function unknownSource(kind: string, source: JsonObject): Source {
  return { type: kind, fields: sorted(Object.keys(source)).map((field) => [field, field, '']) };
}

function textOf(value: Json | undefined, otherwise: string): string {
  if (value === undefined || value === null) return otherwise;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function itemsOf(list: Json | undefined): readonly JsonObject[] {
  return isList(list) ? list.filter(isMap) : [];
}

function downwardLines(item: JsonObject): readonly string[] {
  const from = getIn(item, ['fieldRef', 'fieldPath']) ?? getIn(item, ['resourceFieldRef', 'resource']);
  return from === undefined ? [] : [`  ${textOf(from, '')} -> ${textOf(item.path, '')}`];
}

function projectionLines({ secret, configMap, downwardAPI, serviceAccountToken }: JsonObject): readonly string[] {
  const named = isMap(secret) ? secret : isMap(configMap) ? configMap : undefined;
  if (isMap(downwardAPI) && !isMap(secret)) return ['DownwardAPI:\ttrue'];
  if (named !== undefined) {
    const title = isMap(secret) ? 'SecretName' : 'ConfigMapName';
    return [`${title}:\t${textOf(named.name, '')}`, `Optional:\t${textOf(named.optional, 'false')}`];
  }
  if (!isMap(serviceAccountToken)) return [];
  return [`TokenExpirationSeconds:\t${textOf(serviceAccountToken.expirationSeconds, '3600')}`];
}

function attributeLines({ volumeAttributes }: JsonObject): readonly string[] {
  const attributes = pairsOf(volumeAttributes, '=');
  return attributes.length === 0 ? ['VolumeAttributes:\t<none>'] : nested('VolumeAttributes', attributes);
}

/** Of the claim's template kubectl shows what it shows of any claim, as far as a template has it. */
function ephemeralLines({ volumeClaimTemplate: template }: JsonObject): readonly string[] {
  if (!isMap(template)) return [];
  return [
    `StorageClass:\t${textOf(getIn(template, ['spec', 'storageClassName']), '')}`,
    'Volume:\t',
    ...nested('Labels', pairsOf(getIn(template, ['metadata', 'labels']), '=')),
    ...nested('Annotations', pairsOf(getIn(template, ['metadata', 'annotations']), ': ')),
    'Capacity:\t',
    'Access Modes:\t',
    `VolumeMode:\t${textOf(getIn(template, ['spec', 'volumeMode']), 'Filesystem')}`,
  ];
}

function pairsOf(map: Json | undefined, between: string): readonly string[] {
  const pairs = isMap(map) ? map : {};
  return sorted(Object.keys(pairs)).map((key) => shortened(`${key}${between}${textOf(pairs[key], '')}`));
}

/** kubectl indents every part of a line that it writes here. */
function nested(title: string, [first = '<none>', ...rest]: readonly string[]): readonly string[] {
  return [`${title}:\t    ${first}`, ...rest.map((line) => `    \t    ${line}`)];
}
