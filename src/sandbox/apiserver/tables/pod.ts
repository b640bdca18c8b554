import type { Pod } from '../../model/pod.js';
import { age } from './age.js';
import { podWord } from './pod-word.js';
import { columns, NONE } from './printer.js';
import type { Printer } from './printer.js';

export const POD_PRINTER: Printer<Pod> = {
  columns: columns('Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP*', 'Node*', 'Nominated Node*', 'Readiness Gates*'),
  row: (pod, now) => {
    const { ready, total, word, restarts, lastRestart } = podWord(pod);
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      word,
      restarts > 0 && lastRestart !== undefined ? `${restarts} (${age(lastRestart, now)} ago)` : String(restarts),
      age(pod.metadata.creationTimestamp, now),
      pod.status.podIP ?? NONE,
      pod.spec.nodeName ?? NONE,
      pod.status.nominatedNodeName ?? NONE,
      gates(pod),
    ];
  },
};

function gates({ spec, status }: Pod): string {
  const gateTypes = spec.readinessGates?.map(({ conditionType }) => conditionType) ?? [];
  if (gateTypes.length === 0) return NONE;
  const passed = gateTypes.filter((gate) =>
    status.conditions?.some((condition) => condition.type === gate && condition.status === 'True'),
  );
  return `${passed.length}/${gateTypes.length}`;
}
