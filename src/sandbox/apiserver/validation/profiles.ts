import { asJson } from '../../model/json.js';
import type { CommonSecurityContext, Pod } from '../../model/pod.js';
import { allContainersOf } from '../../model/pod.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dumpStruct } from './immutable/dump.js';
import { validateDescending } from './volume-files.js';

/** Profiles of what programs may ask of the kernel, in fields and, as long ago, in annotations. */

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function validateProfiles(
  { seccompProfile, appArmorProfile }: CommonSecurityContext,
  field: string,
): FieldError[] {
  return [
    ...validateSeccomp(seccompProfile, `${field}.seccompProfile`),
    ...validateAppArmor(appArmorProfile, `${field}.appArmorProfile`),
  ];
}

type Profile = CommonSecurityContext['seccompProfile'];

function validateType(type: string, field: string, profile: string): FieldError[] {
  if (type === '') return [required(`${field}.type`, `type is required when ${profile} is set`)];
  return TYPES.includes(type) ? [] : [notSupported(`${field}.type`, type, TYPES)];
}

function validateSeccomp(profile: Profile, field: string): FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile: path } = profile;
  const at = `${field}.localhostProfile`;
  const isLocal = type === 'Localhost';
  const shown = dumpStruct('SeccompProfile', asJson(profile));
  return [
    ...validateType(type, field, 'seccompProfile'),
    ...(isLocal && path === undefined ? [required(at, 'must be set when seccomp type is Localhost')] : []),
    ...(isLocal && path !== undefined ? validateDescending(path, at) : []),
    ...(!isLocal && path !== undefined
      ? [invalidValue(at, shown, 'can only be set when seccomp type is Localhost')]
      : []),
  ];
}

function validateAppArmor(profile: Profile, field: string): FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile: name } = profile;
  const at = `${field}.localhostProfile`;
  if (type !== 'Localhost') {
    return [
      ...(name === undefined || !TYPES.includes(type)
        ? []
        : [invalidValue(at, name, 'can only be set when AppArmor type is Localhost')]),
      ...validateType(type, field, 'appArmorProfile'),
    ];
  }
  if (name === undefined || name === '') return [required(at, 'must be set when AppArmor type is Localhost')];
  return name === name.trim() ? [] : [invalidValue(at, name, 'must not be padded with whitespace')];
}

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** The annotations that fields took the place of. */
export function validateProfileAnnotations({ metadata: { annotations = {} }, spec }: Pod): FieldError[] {
  const containers = new Set([...allContainersOf(spec), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name));
  return Object.entries(annotations).flatMap(([key, profile]) => {
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) {
      return validateOldSeccomp(profile, `metadata.annotations.${key}`);
    }
    if (!key.startsWith(APP_ARMOR)) return [];
    const name = key.slice(APP_ARMOR.length);
    const field = `metadata.annotations[${key}]`;
    const isKnown = ['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith('localhost/');
    const words = `invalid AppArmor profile name: ${JSON.stringify(profile)}`;
    return [
      ...(containers.has(name) ? [] : [invalidValue(field, name, 'container not found')]),
      ...(isKnown ? [] : [invalidValue(field, profile, words)]),
    ];
  });
}

function validateOldSeccomp(profile: string, field: string): FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return [];
  if (profile.startsWith('localhost/')) return validateDescending(profile.slice('localhost/'.length), field);
  return [invalidValue(field, profile, 'must be a valid seccomp profile')];
}
