import type { ContainerStatus, Pod } from '../petset/kubernetes.js';
import { hasCondition } from '../petset/pod-status.js';
import { unready } from './containers.js';
import { type Cause, describePod, type Diagnosis, type Patient } from './diagnosis.js';
import { logOf } from './log.js';
import { failedProbe } from './probe.js';

/** It runs, and its readiness probe or a readiness gate says that it is not ready. */
export const notReady: Cause = (patient) => {
  const { pod } = patient;
  if (pod.status?.phase !== 'Running' || hasCondition(pod, 'Ready')) return undefined;
  const container = unready(pod);
  return container === undefined ? gateNotOpen(pod) : containerNotReady(container, patient);
};

/** Which probe it is that fails, if one does, is in the events. */
function containerNotReady({ name, started }: ContainerStatus, patient: Patient): Diagnosis {
  const isStarting = started === false;
  const probe = failedProbe(patient, name, isStarting ? ['Startup'] : ['Readiness', 'Liveness']);
  const told = {
    cause: 'ContainersNotReady',
    next: describePod(patient.pod),
    mayPass: true,
    ...logOf(patient, name),
  } as const;
  if (probe === undefined) return { ...told, short: 'not ready', message: `container ${name} is not ready yet` };
  const short = `${(/^\w+/.exec(probe)?.[0] ?? '').toLowerCase()} probe fails`;
  return {
    ...told,
    short,
    message: `container ${name} ${isStarting ? 'has not started' : 'is not ready'} yet: ${probe}`,
  };
}

function gateNotOpen(pod: Pod): Diagnosis | undefined {
  const gate = pod.spec.readinessGates?.find(({ conditionType }) => !hasCondition(pod, conditionType));
  if (gate === undefined) return undefined;
  return {
    cause: 'ReadinessGate',
    short: 'gate not open',
    message: `readiness gate ${gate.conditionType} is not open yet`,
    next: describePod(pod),
    mayPass: true,
  };
}
