import { isIP } from 'node:net';

import type { Pod, PodSpec } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { duplicate, forbiddenValue, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { NO_ADDRESS } from './address.js';
import { validateAffinity } from './affinity.js';
import { obeying, oneOf } from './choice.js';
import { validateContainers, validateInitContainers } from './container.js';
import { validateLabels } from './meta.js';
import { dnsLabelFaults, dnsSubdomainFaults, qualifiedNameFaults } from './name.js';
import { validateSpread, validateTolerations } from './placement.js';
import { validatePodSecurity } from './security.js';
import { validateVolumes } from './volume.js';

/** What is wrong with a new pod, in the order in which the server looks (kubernetes pkg/apis/core/validation). */
export function validatePod({ spec }: Pod): FieldError[] {
  const ephemeral = spec.ephemeralContainers ?? [];
  return [
    ...validatePodSpec(spec, 'spec'),
    ...(ephemeral.length > 0 ? [forbiddenValue('spec.ephemeralContainers', 'cannot be set on create')] : []),
  ];
}

/** A pod spec at `field`; also that of a workload's template. */
export function validatePodSpec(spec: PodSpec, field: string): FieldError[] {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  return [
    ...validateVolumes(spec.volumes ?? [], `${field}.volumes`),
    ...validateContainers(containersOf(spec), `${field}.containers`, { volumes, spec }),
    ...validateInitContainers(spec.initContainers ?? [], `${field}.initContainers`, { volumes, spec }),
    ...oneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${field}.restartPolicy`),
    ...oneOf(spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], `${field}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector ?? {}, `${field}.nodeSelector`),
    ...validatePodSecurity(spec, `${field}.securityContext`),
    ...validateAffinity(spec.affinity, `${field}.affinity`),
    ...validateGates(spec, field),
    ...validateNames(spec, field),
    ...validateTolerations(spec.tolerations ?? [], `${field}.tolerations`),
    ...validateHostAliases(spec, `${field}.hostAliases`),
    ...validateDnsConfig(spec, field),
    ...validateSpread(spec.topologySpreadConstraints ?? [], `${field}.topologySpreadConstraints`),
  ];
}

function validateHostAliases({ hostAliases = [] }: PodSpec, field: string): FieldError[] {
  return hostAliases.flatMap(({ ip, hostnames = [] }, index) => [
    ...(isIP(ip) === 0 ? [invalidValue(`${field}[${index}].ip`, ip, NO_ADDRESS)] : []),
    ...hostnames.flatMap((name, at) =>
      dnsSubdomainFaults(name).map((fault) => invalidValue(`${field}[${index}].hostnames[${at}]`, name, fault)),
    ),
  ]);
}

function validateGates({ readinessGates = [], schedulingGates = [], nodeName }: PodSpec, field: string): FieldError[] {
  const names = schedulingGates.map(({ name }) => name);
  return [
    ...readinessGates.flatMap(({ conditionType }, index) =>
      obeying(conditionType, `${field}.readinessGates[${index}].conditionType`, qualifiedNameFaults),
    ),
    ...names.flatMap((name, index) => [
      ...obeying(name, `${field}.schedulingGates[${index}]`, qualifiedNameFaults),
      ...(names.indexOf(name) < index ? [duplicate(`${field}.schedulingGates[${index}]`, name)] : []),
    ]),
    ...(nodeName !== undefined && names.length > 0
      ? [forbiddenValue(`${field}.nodeName`, 'cannot be set until all schedulingGates have been cleared')]
      : []),
  ];
}

function validateNames(spec: PodSpec, field: string): FieldError[] {
  const deadline = spec.activeDeadlineSeconds;
  return [
    ...obeying(spec.serviceAccountName, `${field}.serviceAccountName`, dnsSubdomainFaults),
    ...obeying(spec.nodeName, `${field}.nodeName`, dnsSubdomainFaults),
    ...(deadline !== undefined && deadline < 1
      ? [invalidValue(`${field}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive')]
      : []),
    ...obeying(spec.hostname, `${field}.hostname`, dnsLabelFaults),
    ...obeying(spec.subdomain, `${field}.subdomain`, dnsLabelFaults),
  ];
}

function validateDnsConfig(spec: PodSpec, field: string): FieldError[] {
  if (spec.dnsPolicy !== 'None' || spec.dnsConfig !== undefined) return [];
  return [required(`${field}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None')];
}
