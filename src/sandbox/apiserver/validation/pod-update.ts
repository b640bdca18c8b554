import { asJson, cloneJson, equalJson } from '../../model/json.js';
import type { Container, Pod, PodSpec, Toleration } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { forbiddenValue, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dumpLines } from './immutable/dump.js';
import { unifiedDiff } from './immutable/unified-diff.js';

const CHANGEABLE = [
  ...['`spec.containers[*].image`', '`spec.initContainers[*].image`', '`spec.activeDeadlineSeconds`'],
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** What an update may not change of a pod (kubernetes pkg/apis/core/validation, ValidatePodUpdate). */
export function validatePodUpdate({ spec }: Pod, { spec: present }: Pod): FieldError[] {
  const lists = [
    ...sameLength(containersOf(spec), containersOf(present), 'spec.containers', 'containers'),
    ...sameLength(spec.initContainers ?? [], present.initContainers ?? [], 'spec.initContainers', 'containers'),
  ];
  if (lists.length > 0) return lists;
  const deadline = validateDeadline(spec.activeDeadlineSeconds, present.activeDeadlineSeconds);
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined) return deadline;
  return [
    ...deadline,
    ...onlyAdded(spec.tolerations ?? [], present.tolerations ?? []),
    ...onlyRemoved(spec.schedulingGates ?? [], present.schedulingGates ?? []),
    ...unchangedRest(spec, present),
  ];
}

function sameLength(
  containers: readonly Container[],
  present: readonly Container[],
  field: string,
  what: string,
): FieldError[] {
  if (containers.length !== present.length) {
    return [forbiddenValue(field, `pod updates may not add or remove ${what}`)];
  }
  return containers.flatMap(({ image = '' }, index) => (image === '' ? [required(`${field}[${index}].image`)] : []));
}

function validateDeadline(deadline: number | undefined, present: number | undefined): FieldError[] {
  const field = 'spec.activeDeadlineSeconds';
  if (deadline === undefined) {
    return present === undefined
      ? []
      : [invalidValue(field, null, 'must not update from a positive integer to nil value')];
  }
  if (deadline < 0) return [invalidValue(field, deadline, 'must be between 0 and 2147483647, inclusive')];
  if (present === undefined || deadline <= present) return [];
  return [invalidValue(field, deadline, 'must be less than or equal to previous value')];
}

function onlyAdded(tolerations: readonly Toleration[], present: readonly Toleration[]): FieldError[] {
  const isKept = (old: Toleration): boolean =>
    tolerations.some((toleration) => equalJson({ ...toleration, tolerationSeconds: old.tolerationSeconds }, old));
  if (present.every(isKept)) return [];
  return [forbiddenValue('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

function onlyRemoved(gates: readonly { name: string }[], present: readonly { name: string }[]): FieldError[] {
  return gates.flatMap(({ name }, index) =>
    present.some((gate) => gate.name === name)
      ? []
      : [
          forbiddenValue(
            `spec.schedulingGates[${index}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

/** All else must be as it was; what differs is shown. */
function unchangedRest(spec: PodSpec, present: PodSpec): FieldError[] {
  const munged = withPresentChangeables(spec, present);
  if (equalJson(munged, present)) return [];
  const lines = (of: PodSpec): string[] => dumpLines('PodSpec', asJson(of));
  const diff = unifiedDiff(lines(present), lines(munged));
  return [forbiddenValue('spec', `pod updates may not change fields other than ${CHANGEABLE}\n${diff}`)];
}

/** The new spec with everything that may change as it was. */
function withPresentChangeables(spec: PodSpec, present: PodSpec): PodSpec {
  const munged = cloneJson(spec);
  const keepImages = (containers: Container[], was: readonly Container[]): void => {
    for (const [index, container] of containers.entries()) {
      const image = was[index]?.image;
      if (image !== undefined) container.image = image;
    }
  };
  keepImages(containersOf(munged), containersOf(present));
  keepImages(munged.initContainers ?? [], present.initContainers ?? []);
  const { activeDeadlineSeconds, schedulingGates, tolerations } = present;
  Object.assign(munged, { activeDeadlineSeconds, schedulingGates, tolerations });
  return munged;
}
