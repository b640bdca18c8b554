import type { PodSpec } from '../../model/pod.js';
import { duplicate, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const NAME = `^(${SEGMENT}[\\./])*${SEGMENT}$`;
const LONGEST = 253;

/** Settings of the kernel that a pod wants for itself (validateSysctls). */
export function validateSysctls({ securityContext = {}, hostNetwork, hostIPC }: PodSpec, field: string): FieldError[] {
  const names = (securityContext.sysctls ?? []).map(({ name }) => name);
  return names.flatMap((name, index) => {
    const path = `${field}[${index}].name`;
    const notWith = (what: string): FieldError =>
      invalidValue(path, name, `may not be specified when '${what}' is true`);
    return [
      ...validateName(name, names.indexOf(name) < index, path),
      ...(hostNetwork === true && /^net[./]/.test(name) ? [notWith('hostNetwork')] : []),
      ...(hostIPC === true && IPC.test(name) ? [notWith('hostIPC')] : []),
    ];
  });
}

/** Settings of the namespace of shared memory and queues. */
const IPC = /^(?:kernel[./](?:shm|msg|sem$)|fs[./]mqueue[./])/;

function validateName(name: string, isRepeated: boolean, field: string): FieldError[] {
  if (name === '') return [required(field)];
  if (name.length > LONGEST || !new RegExp(NAME).test(name)) {
    return [invalidValue(field, name, `must have at most ${LONGEST} characters and match regex ${NAME}`)];
  }
  return isRepeated ? [duplicate(field, name)] : [];
}
