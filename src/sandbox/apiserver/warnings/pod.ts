import type { Container, Pod, PodSpec, PodTemplate } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { quantityNano } from '../../model/quantity.js';
import { dnsLabelFaults } from '../validation/name.js';

/** What is allowed in a pod and hardly meant (kubernetes pkg/api/pod/warnings.go). */
export const podWarnings = ({ metadata, spec }: Pod): string[] => [
  ...nameWarnings(metadata.name, "the Pod's hostname"),
  ...specWarnings(spec, 'spec'),
  ...profileWarnings(metadata.annotations ?? {}, spec),
];

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** Profiles are a field of containers now. */
const profileWarnings = (annotations: Readonly<Record<string, string>>, spec: PodSpec): string[] =>
  [...(spec.initContainers ?? []), ...containersOf(spec)]
    .filter(
      ({ name, securityContext }) =>
        `${APP_ARMOR}${name}` in annotations && securityContext?.appArmorProfile === undefined,
    )
    .map(
      ({ name }) =>
        `metadata.annotations[${APP_ARMOR}${name}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    );

/** A name that is no DNS label is cut or changed where it becomes a host's. */
export function nameWarnings(name: string, use: string): string[] {
  const faults = dnsLabelFaults(name);
  if (faults.length === 0) return [];
  const words = `this is used in ${use}, which can result in surprising behavior; a DNS label is recommended`;
  return [`metadata.name: ${words}: [${faults.join(' ')}]`];
}

/** The same of a workload's template. */
export const templateWarnings = ({ spec }: PodTemplate, field: string): string[] => specWarnings(spec, `${field}.spec`);

type Check = (spec: PodSpec, field: string) => readonly string[];

const instead = (since: string, label: string): string => `deprecated since ${since}; use "${label}" instead`;

/** Labels of nodes that had names of their own before they were standard. */
const OLD_LABELS: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', instead('v1.14', 'kubernetes.io/arch')],
  ['beta.kubernetes.io/os', instead('v1.14', 'kubernetes.io/os')],
  ['failure-domain.beta.kubernetes.io/region', instead('v1.17', 'topology.kubernetes.io/region')],
  ['failure-domain.beta.kubernetes.io/zone', instead('v1.17', 'topology.kubernetes.io/zone')],
  ['beta.kubernetes.io/instance-type', instead('v1.17', 'node.kubernetes.io/instance-type')],
]);

/** Bytes are whole: `100m` of memory is hardly what was meant. */
function fractionWarnings({ resources }: Container, field: string): string[] {
  return (['limits', 'requests'] as const).flatMap((list) =>
    (['memory', 'ephemeral-storage'] as const).flatMap((name) => {
      const amount = resources[list]?.[name];
      if (amount === undefined || quantityNano(amount) % 1_000_000_000n === 0n) return [];
      const words = `fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`;
      return [`${field}.resources.${list}[${name}]: ${words}`];
    }),
  );
}

function portWarnings({ ports = [] }: Container, field: string): string[] {
  const keys = ports.map(
    ({ containerPort, protocol, hostPort = 0 }) => `${containerPort}/${protocol ?? ''}/${hostPort}`,
  );
  return repeated(keys).map(
    ({ index, value }) => `${field}[${index}]: duplicate port definition with ${field}[${keys.indexOf(value)}]`,
  );
}

const CHECKS: readonly Check[] = [
  ({ topologySpreadConstraints = [] }, field) =>
    topologySpreadConstraints.flatMap(({ labelSelector }, index) =>
      labelSelector === undefined
        ? `${field}.topologySpreadConstraints[${index}].labelSelector: a null labelSelector results in matching no pod`
        : [],
    ),
  ({ hostAliases = [] }, field) =>
    repeated(hostAliases.map(({ ip }) => ip)).map(
      ({ index, value }) => `${field}.hostAliases[${index}].ip: duplicate ip ${JSON.stringify(value)}`,
    ),
  ({ imagePullSecrets = [] }, field) => pullSecretWarnings(imagePullSecrets, `${field}.imagePullSecrets`),
  (spec, field) => [
    ...containersOf(spec).flatMap((one, index) => environmentWarnings(one, `${field}.containers[${index}]`)),
    ...(spec.initContainers ?? []).flatMap((one, index) =>
      environmentWarnings(one, `${field}.initContainers[${index}]`),
    ),
  ],
  (spec, field) => [
    ...containersOf(spec).flatMap((one, index) => fractionWarnings(one, `${field}.containers[${index}]`)),
    ...containersOf(spec).flatMap((one, index) => portWarnings(one, `${field}.containers[${index}].ports`)),
  ],
  ({ nodeSelector = {} }, field) =>
    Object.keys(nodeSelector).flatMap((key) => {
      const words = OLD_LABELS.get(key);
      return words === undefined ? [] : `${field}.nodeSelector[${key}]: ${words}`;
    }),
  ({ terminationGracePeriodSeconds: seconds = 0 }, field) =>
    seconds < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : [],
];

const specWarnings: (spec: PodSpec, field: string) => string[] = (spec, field) =>
  CHECKS.flatMap((check) => check(spec, field));

function pullSecretWarnings(secrets: readonly { name?: string }[], field: string): string[] {
  const names = secrets.map(({ name = '' }) => name);
  return [
    ...repeated(names).map(({ index, value }) => `${field}[${index}].name: duplicate name ${JSON.stringify(value)}`),
    ...names.flatMap((name, index) => (name === '' ? `${field}[${index}].name: invalid empty name ""` : [])),
  ];
}

/** A variable may be set anew in terms of what it was, and of nothing else. */
function environmentWarnings({ env = [] }: Container, field: string): string[] {
  return repeated(env.map(({ name }) => name)).flatMap(({ index, value: name }) => {
    const { value = '', valueFrom } = env[index] ?? {};
    const reference = `$(${name})`;
    if (valueFrom === undefined && value !== reference && value.includes(reference)) return [];
    const words = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    return [`${field}.env[${index}]: ${words}`];
  });
}

/** Those that a list has before. */
const repeated = (values: readonly string[]): { index: number; value: string }[] =>
  values.map((value, index) => ({ index, value })).filter(({ index, value }) => values.indexOf(value) < index);
