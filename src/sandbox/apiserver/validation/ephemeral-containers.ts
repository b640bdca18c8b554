import type { PodSpec } from '../../model/pod.js';
import { allContainersOf } from '../../model/pod.js';
import { duplicate, forbiddenValue, notFoundValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { validateCommon } from './container.js';
import type { Context } from './container.js';

const NOT_FOR_EPHEMERAL = 'cannot be set for an Ephemeral Container';

/** What is for containers that a pod relies on. */
const FORBIDDEN = [
  ...(['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resizePolicy'] as const),
  'restartPolicy',
] as const;

/** Containers that are put into a running pod to look around (validateEphemeralContainers). */
export function validateEphemeralContainers(spec: PodSpec, field: string, context: Context): FieldError[] {
  const containers = spec.ephemeralContainers ?? [];
  const others = allContainersOf(spec).map(({ name }) => name);
  const names = [...others, ...containers.map(({ name }) => name)];
  return containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const { name, targetContainerName: target = '', resources, volumeMounts = [] } = container;
    const refuse = (part: string): FieldError => forbiddenValue(`${path}.${part}`, NOT_FOR_EPHEMERAL);
    return [
      ...validateCommon(container, path, context),
      ...(names.indexOf(name) < others.length + index ? [duplicate(`${path}.name`, name)] : []),
      ...(target === '' || others.includes(target) ? [] : [notFoundValue(`${path}.targetContainerName`, target)]),
      ...FORBIDDEN.filter((part) => container[part] !== undefined).map(refuse),
      ...(Object.keys(resources).length > 0 ? [refuse('resources')] : []),
      ...volumeMounts.flatMap(({ subPath = '', subPathExpr = '' }, at) => [
        ...(subPath === '' ? [] : [refuse(`volumeMounts[${at}].subPath`)]),
        ...(subPathExpr === '' ? [] : [refuse(`volumeMounts[${at}].subPathExpr`)]),
      ]),
    ];
  });
}
