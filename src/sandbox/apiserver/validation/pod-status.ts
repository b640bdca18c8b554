import { isIP } from 'node:net';

import type { Pod } from '../../model/pod.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { NO_ADDRESS } from './address.js';
import { qualifiedNameFaults } from './name.js';

const SYSTEM_CONDITIONS = new Set(['PodScheduled', 'Ready', 'Initialized']);

/** What an update of the status subresource may not say (kubernetes pkg/apis/core/validation, ValidatePodStatusUpdate). */
export function validatePodStatus({ status }: Pod, { status: present }: Pod): FieldError[] {
  return [
    ...(status.conditions ?? []).flatMap(({ type }, index) =>
      SYSTEM_CONDITIONS.has(type)
        ? []
        : qualifiedNameFaults(type).map((fault) => invalidValue(`status.conditions[${index}].Type`, type, fault)),
    ),
    ...(status.qosClass === present.qosClass
      ? []
      : [invalidValue('status.qosClass', status.qosClass ?? '', 'field is immutable')]),
    ...(status.podIPs ?? []).flatMap(({ ip }, index) =>
      isIP(ip) === 0 ? [invalidValue(`status.podIPs[${index}]`, ip, NO_ADDRESS)] : [],
    ),
  ];
}
