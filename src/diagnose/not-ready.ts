import { hasCondition } from '../petset/pod-status.js';
import { type Cause, describePod } from './diagnosis.js';

/** It runs, and its readiness probe or a readiness gate says that it is not ready. */
export const notReady: Cause = ({ pod }) => {
  if (pod.status?.phase !== 'Running' || hasCondition(pod, 'Ready')) return undefined;
  const container = pod.status.containerStatuses?.find(({ ready }) => !ready);
  if (container !== undefined) {
    return {
      cause: 'ContainersNotReady',
      short: 'not ready',
      message: `container ${container.name} is not ready yet`,
      next: describePod(pod),
      log: { container: container.name, previous: false },
    };
  }
  const gate = pod.spec.readinessGates?.find(({ conditionType }) => !hasCondition(pod, conditionType));
  return (
    gate && {
      cause: 'ReadinessGate',
      short: 'gate not open',
      message: `readiness gate ${gate.conditionType} is not open yet`,
      next: describePod(pod),
    }
  );
};
