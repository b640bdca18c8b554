import type { Container, PodSpec } from '../../model/pod.js';
import { containersOf, isSidecar } from '../../model/pod.js';
import type { Volume } from '../../model/volume.js';
import { duplicate, forbiddenValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { oneOf, requiredObeying } from './choice.js';
import { validateEnv, validateEnvFrom } from './environment.js';
import { validateDevices, validateMounts } from './mounts.js';
import { dnsLabelFaults } from './name.js';
import { hostPortConflicts, validatePorts } from './port.js';
import { validateLifecycle, validateProbe } from './probe.js';
import { validateResizePolicy } from './resize-policy.js';
import { validateResources } from './resources.js';
import { validateSecurity } from './security.js';

export interface Context {
  readonly volumes: ReadonlyMap<string, Volume>;
  /** Names of the claims of devices that the pod has. */
  readonly claims: ReadonlySet<string>;
  readonly spec: PodSpec;
}

export function validateContainers(containers: readonly Container[], field: string, context: Context): FieldError[] {
  if (containers.length === 0) return [required(field)];
  const names = containers.map(({ name }) => name);
  const conflicts = hostPortConflicts(containers, field);
  const errors = containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    return [
      ...validateCommon(container, path, context),
      ...(names.indexOf(container.name) < index ? [duplicate(`${path}.name`, container.name)] : []),
      ...validateLife(container, path, context),
    ];
  });
  return [...errors, ...conflicts];
}

const NOT_FOR_INIT = 'may not be set for init containers without restartPolicy=Always';

/** Names of init containers must differ from all others; only sidecars have probes and a lifecycle. */
export function validateInitContainers(
  containers: readonly Container[],
  field: string,
  context: Context,
): FieldError[] {
  const taken = containersOf(context.spec).map(({ name }) => name);
  const names = containers.map(({ name }) => name);
  return containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const isDuplicate = taken.includes(container.name) || names.indexOf(container.name) < index;
    const forbidden = (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
      .filter((part) => container[part] !== undefined)
      .map((part) => forbiddenValue(`${path}.${part}`, NOT_FOR_INIT));
    return [
      ...validateCommon(container, path, context),
      ...(isDuplicate && container.name !== '' ? [duplicate(`${path}.name`, container.name)] : []),
      ...(isSidecar(container) ? validateLife(container, path, context) : forbidden),
    ];
  });
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/** What is held against containers of every sort. */
export function validateCommon(container: Container, path: string, { volumes, claims, spec }: Context): FieldError[] {
  return [
    ...requiredObeying(container.name, `${path}.name`, dnsLabelFaults),
    ...requiredObeying(container.image, `${path}.image`, imageFaults),
    ...oneOf(container.terminationMessagePolicy, MESSAGE_POLICIES, `${path}.terminationMessagePolicy`),
    ...validatePorts(container.ports ?? [], `${path}.ports`, spec),
    ...validateEnv(container.env ?? [], `${path}.env`),
    ...validateEnvFrom(container.envFrom ?? [], `${path}.envFrom`),
    ...validateMounts(container, `${path}.volumeMounts`, volumes),
    ...validateDevices(container, `${path}.volumeDevices`, volumes),
    ...oneOf(container.imagePullPolicy, PULL_POLICIES, `${path}.imagePullPolicy`),
    ...validateResources(container.resources, `${path}.resources`, claims),
    ...validateResizePolicy(container, `${path}.resizePolicy`, spec),
    ...validateSecurity(container.securityContext, `${path}.securityContext`, spec),
  ];
}

function imageFaults(image: string): string[] {
  return image.trim() === image ? [] : ['must not have leading or trailing whitespace'];
}

function validateLife(container: Container, path: string, { spec }: Context): FieldError[] {
  return [
    ...validateLifecycle(container.lifecycle, `${path}.lifecycle`, spec.terminationGracePeriodSeconds ?? 0),
    ...validateProbe(container.livenessProbe, `${path}.livenessProbe`, true),
    ...validateProbe(container.readinessProbe, `${path}.readinessProbe`, false),
    ...validateProbe(container.startupProbe, `${path}.startupProbe`, true),
  ];
}
