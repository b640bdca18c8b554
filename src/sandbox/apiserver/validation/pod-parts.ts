import { asJson, cloneJson, equalJson } from '../../model/json.js';
import { containersOf } from '../../model/pod.js';
import type { Container, Pod, ResourceList } from '../../model/pod.js';
import type { PartRules } from '../kinds/kind.js';
import { qosClass } from '../kinds/qos.js';
import { forbiddenValue, invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dumpLines } from './immutable/dump.js';
import { unifiedDiff } from './immutable/unified-diff.js';

/** Parts of pods that only subresources write. */

const EPHEMERAL = 'spec.ephemeralContainers';

/** Containers are put into a pod, and stay there (ValidatePodEphemeralContainersUpdate). */
const EPHEMERAL_CONTAINERS: PartRules = {
  take: (draft, present) => {
    const { ephemeralContainers } = (draft as Pod).spec;
    const pod = cloneJson(present as Pod);
    if (ephemeralContainers === undefined) delete pod.spec.ephemeralContainers;
    else pod.spec.ephemeralContainers = ephemeralContainers;
    return pod;
  },
  validate: (object, present) => {
    const containers = (object as Pod).spec.ephemeralContainers ?? [];
    return ((present as Pod).spec.ephemeralContainers ?? []).flatMap((old) => {
      const now = containers.find(({ name }) => name === old.name);
      const told = `existing ephemeral containers ${JSON.stringify(old.name)} may not be`;
      if (now === undefined) return [forbiddenValue(EPHEMERAL, `${told} removed\n`)];
      if (equalJson(now, old)) return [];
      const lines = (of: Container): string[] => dumpLines('EphemeralContainer', asJson(of));
      return [forbiddenValue(EPHEMERAL, `${told} changed\n${unifiedDiff(lines(old), lines(now))}`)];
    });
  },
};

/** Resources of containers change while they run (ValidatePodResize). */
const RESIZE: PartRules = {
  take: (draft, present) => {
    const { containers, initContainers } = (draft as Pod).spec;
    const pod = cloneJson(present as Pod);
    const isSameLength = lengthOf(containers) === lengthOf(pod.spec.containers);
    if (!isSameLength || lengthOf(initContainers) !== lengthOf(pod.spec.initContainers)) return draft;
    takeResources(containersOf(pod.spec), containers ?? []);
    takeResources(pod.spec.initContainers ?? [], initContainers ?? []);
    return pod;
  },
  validate: (object, present) => validateResize(object as Pod, present as Pod),
};

const lengthOf = (list: readonly unknown[] | null | undefined): number => list?.length ?? 0;

function takeResources(to: readonly Container[], from: readonly Container[]): void {
  for (const [index, container] of to.entries()) {
    const { name, resources, resizePolicy } = from[index] ?? container;
    container.name = name;
    container.resources = resources;
    if (resizePolicy !== undefined) container.resizePolicy = resizePolicy;
  }
}

function validateResize(pod: Pod, present: Pod): FieldError[] {
  if (pod.spec.resources !== undefined)
    return [forbiddenValue('[]', 'pods with pod-level resources cannot be resized')];
  const { qosClass: shown = '' } = present.status;
  const isSameClass = qosClass(pod.spec) === qosClass(present.spec);
  const order = orderErrors(pod, present);
  return [
    ...(isSameClass ? [] : [invalidValue('spec', shown, 'Pod QOS Class may not change as a result of resizing')]),
    ...order,
    ...(order.length > 0
      ? []
      : containersOf(pod.spec).flatMap((container, index) => changeErrors(container, index, present))),
  ];
}

function orderErrors({ spec }: Pod, { spec: was }: Pod): FieldError[] {
  return (['containers', 'initContainers'] as const).flatMap((part) => {
    const [now, before] = [spec[part] ?? [], was[part] ?? []];
    if (now.length !== before.length) {
      return [forbiddenValue(`spec.${part}`, `${part} may not be added or removed on resize`)];
    }
    const words = `${part} may not be renamed or reordered on resize`;
    return now.flatMap(({ name }, index) =>
      name === before[index]?.name ? [] : [forbiddenValue(`spec.${part}[${index}].name`, words)],
    );
  });
}

/** Only these can be changed in place. */
const RESIZABLE = new Set(['cpu', 'memory']);

function changeErrors({ resources }: Container, index: number, { spec }: Pod): FieldError[] {
  const { requests = {}, limits = {} } = containersOf(spec)[index]?.resources ?? {};
  const field = `spec.containers[${index}].resources`;
  const isTaken = (before: ResourceList, now: ResourceList): boolean =>
    Object.keys(before).some((name) => !(name in now));
  const others = (list: ResourceList): object =>
    Object.fromEntries(Object.entries(list).filter(([name]) => !RESIZABLE.has(name)));
  const [asked, most] = [resources.requests ?? {}, resources.limits ?? {}];
  const isElsewhere = !equalJson(others(asked), others(requests)) || !equalJson(others(most), others(limits));
  return [
    ...(isTaken(requests, asked) ? [forbiddenValue(`${field}.requests`, 'resource requests cannot be removed')] : []),
    ...(isTaken(limits, most) ? [forbiddenValue(`${field}.limits`, 'resource limits cannot be removed')] : []),
    ...(isElsewhere ? [forbiddenValue('spec', 'only cpu and memory resources are mutable')] : []),
  ];
}

export const POD_PARTS: Readonly<Record<string, PartRules>> = {
  ephemeralcontainers: EPHEMERAL_CONTAINERS,
  resize: RESIZE,
};
