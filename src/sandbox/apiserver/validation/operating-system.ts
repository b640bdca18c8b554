import type { Container, PodSpec } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

/** What a pod may not ask of the operating system that it names (validateOS, validateWindows, validateLinux). */
export function validateOs(spec: PodSpec, field: string): FieldError[] {
  const name = spec.os?.name;
  if (name === undefined) return [];
  if (name === '') return [required(`${field}.os.name`)];
  if (name === 'linux') return refuseFields(spec, field, [], ['windowsOptions'], LINUX_WORDS);
  if (name === 'windows') return refuseFields(spec, field, NOT_OF_WINDOWS.spec, NOT_OF_WINDOWS.context, WINDOWS_WORDS);
  return [notSupported(`${field}.os`, name, ['linux', 'windows'])];
}

const LINUX_WORDS = 'windows options cannot be set for a linux pod';
const WINDOWS_WORDS = 'cannot be set for a windows pod';

const NOT_OF_WINDOWS = {
  spec: ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'],
  context: [
    ...['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls'],
    ...['runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'],
    ...['capabilities', 'readOnlyRootFilesystem', 'privileged', 'allowPrivilegeEscalation', 'procMount'],
  ],
} as const;

function refuseFields(
  spec: PodSpec,
  field: string,
  ofSpec: readonly string[],
  ofContext: readonly string[],
  words: string,
): FieldError[] {
  const refuse = (holder: object | undefined, names: readonly string[], path: string): FieldError[] =>
    names
      .filter((name) => holder !== undefined && name in holder)
      .map((name) => forbiddenValue(`${path}.${name}`, words));
  const ofContainers = (list: readonly Container[], path: string): FieldError[] =>
    list.flatMap(({ securityContext }, index) =>
      refuse(securityContext, ofContext, `${path}[${index}].securityContext`),
    );
  return [
    ...refuse(spec.securityContext, ofContext, `${field}.securityContext`),
    ...refuse(spec, ofSpec, field),
    ...ofContainers(spec.initContainers ?? [], `${field}.initContainers`),
    ...ofContainers(containersOf(spec), `${field}.containers`),
  ];
}

/** Containers that are processes of a Windows host are so all together, and on its network. */
export function validateHostProcess(spec: PodSpec, field: string): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const all = [...(spec.initContainers ?? []), ...containersOf(spec)];
  const asProcess = all.filter(
    ({ securityContext }) => (securityContext?.windowsOptions?.hostProcess ?? ofPod) === true,
  );
  if (asProcess.length === 0) return [];
  const words = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
  return [
    ...(asProcess.length === all.length ? [] : [invalidValue(field, '', words)]),
    ...(spec.hostNetwork === true ? [] : [invalidValue(`${field}.hostNetwork`, false, ON_NETWORK)]),
  ];
}

const ON_NETWORK = 'hostNetwork must be true if pod contains any hostProcess containers';

/** Users of its own a pod can only have where it does not share what belongs to the host. */
export function validateHostUsers(spec: PodSpec, field: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const words = 'when `hostUsers` is false';
  return [
    ...(spec.hostNetwork === true ? [forbiddenValue(`${field}.hostNetwork`, words)] : []),
    ...(spec.hostPID === true ? [forbiddenValue(`${field}.HostPID`, words)] : []),
    ...(spec.hostIPC === true ? [forbiddenValue(`${field}.HostIPC`, words)] : []),
    ...containersOf(spec).flatMap(({ volumeDevices = [] }, index) =>
      volumeDevices.length > 0 ? [forbiddenValue(`${field}.containers[${index}].volumeDevices`, words)] : [],
    ),
  ];
}
