import type { Pod } from '../petset/kubernetes.js';
import type { Diagnosis } from './diagnosis.js';

/** It is ready, and has to stay so for a while before it counts. */
export function diagnoseSettling({ metadata }: Pod, seconds: number, until: number | undefined): Diagnosis {
  const { name = '', namespace = '' } = metadata;
  const when = until === undefined ? '' : `, which is at ${new Date(until).toISOString().replace('.000Z', 'Z')}`;
  return {
    cause: 'MinReadySeconds',
    short: 'minReadySeconds',
    message: `is ready, and healthy once it has been for ${seconds}s (minReadySeconds)${when}`,
    next: { words: ['get', 'pod', name], namespace },
    mayPass: true,
  };
}
