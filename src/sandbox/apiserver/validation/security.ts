import { asJson } from '../../model/json.js';
import type { CommonSecurityContext, PodSecurityContext, PodSpec, SecurityContext } from '../../model/pod.js';
import { invalidValue, notSupported } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dumpStruct } from './immutable/dump.js';
import { validateProfiles } from './profiles.js';
import { validateSysctls } from './sysctls.js';

const BETWEEN = 'must be between 0 and 2147483647, inclusive';

/** Ids of users and groups. */
function validateId(id: number | undefined, field: string): FieldError[] {
  return id === undefined || (id >= 0 && id <= 2_147_483_647) ? [] : [invalidValue(field, id, BETWEEN)];
}

const SHARED = 'ShareProcessNamespace and HostPID cannot both be enabled';

/** As whom a pod runs. */
export function validatePodSecurity(spec: PodSpec, field: string): FieldError[] {
  const { securityContext = {}, shareProcessNamespace, hostPID } = spec;
  const isShared = shareProcessNamespace === true && hostPID === true;
  return [
    ...(isShared ? [invalidValue(`${field}.shareProcessNamespace`, true, SHARED)] : []),
    ...validateIds(securityContext, field),
    ...validateSysctls(spec, `${field}.sysctls`),
    ...Object.entries(POLICIES).flatMap(([name, words]) => {
      const value = asJson(securityContext)[name];
      return typeof value !== 'string' || words.includes(value) ? [] : [notSupported(`${field}.${name}`, value, words)];
    }),
    ...validateProfiles(securityContext, field),
    ...validateWindowsOptions(securityContext, `${field}.windowsOptions`),
  ];
}

/** Words that a pod may choose from. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
  supplementalGroupsPolicy: ['Merge', 'Strict'],
  seLinuxChangePolicy: ['MountOption', 'Recursive'],
};

function validateWindowsOptions({ windowsOptions: options }: CommonSecurityContext, field: string): FieldError[] {
  return (['gmsaCredentialSpec', 'runAsUserName'] as const).flatMap((name) =>
    options?.[name] === '' ? [invalidValue(`${field}.${name}`, '', `${name} cannot be an empty string`)] : [],
  );
}

function validateIds(context: PodSecurityContext, field: string): FieldError[] {
  return [
    ...validateId(context.fsGroup, `${field}.fsGroup`),
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((group, index) =>
      validateId(group, `${field}.supplementalGroups[${index}]`),
    ),
  ];
}

const PROC_MOUNTS = ['Default', 'Unmasked'];

/** As whom a container runs, and what it may (ValidateSecurityContext). */
export function validateSecurity(
  context: SecurityContext | undefined,
  field: string,
  { hostUsers }: PodSpec,
): FieldError[] {
  if (context === undefined) return [];
  const { procMount } = context;
  return [
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...(procMount === undefined || PROC_MOUNTS.includes(procMount)
      ? []
      : [notSupported(`${field}.procMount`, procMount, PROC_MOUNTS)]),
    ...(procMount === 'Unmasked' && hostUsers !== false
      ? [invalidValue(`${field}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`')]
      : []),
    ...validateProfiles(context, field),
    ...validateEscalation(context, field),
    ...validateWindowsOptions(context, `${field}.windowsOptions`),
  ];
}

/** Who is all-powerful has nothing to escalate to. */
function validateEscalation(context: SecurityContext, field: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const refuse = (what: string): FieldError =>
    invalidValue(
      field,
      dumpStruct('SecurityContext', asJson(context)),
      `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
    );
  return [
    ...(context.privileged === true ? [refuse('`privileged` to true')] : []),
    ...(context.capabilities?.add?.includes('CAP_SYS_ADMIN') === true
      ? [refuse('`capabilities.Add` CAP_SYS_ADMIN')]
      : []),
  ];
}
