import { type Patient, oneLine } from './diagnosis.js';
import { lastEvent, lastSeen } from './facts.js';

/** A probe of a container that has failed, in its own words: `Readiness probe failed: HTTP probe failed with statuscode: 503`. */
export function failedProbe(
  { pod, facts }: Patient,
  container: string,
  probes: readonly ('Readiness' | 'Startup' | 'Liveness')[],
): string | undefined {
  const failures = facts.events.filter(({ message = '' }) =>
    probes.some((probe) => message.startsWith(`${probe} probe`)),
  );
  const event = lastEvent({ ...facts, events: failures }, pod.metadata.uid, ['Unhealthy', 'ProbeWarning'], container);
  return event && oneLine(event.message ?? '').replace(/:$/, '');
}

/** Why the kubelet has ended a container itself: a probe for its life, or for its start, that failed. */
export function endedByProbe(patient: Patient, container: string): string | undefined {
  const { pod, facts } = patient;
  const killing = lastEvent(facts, pod.metadata.uid, ['Killing'], container);
  const failed = /failed (liveness|startup) probe/.exec(killing?.message ?? '')?.[1];
  if (killing === undefined || failed === undefined) return undefined;
  // What ended later than that was ended by something else.
  const finishedAt = finishOf(patient, container);
  if (finishedAt !== undefined && finishedAt - lastSeen(killing) > graceOf(pod)) return undefined;
  return failedProbe(patient, container, failed === 'liveness' ? ['Liveness'] : ['Startup']);
}

function finishOf({ pod: { status } }: Patient, container: string): number | undefined {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const { state, lastState } = all.find(({ name }) => name === container) ?? {};
  const { finishedAt } = state?.terminated ?? lastState?.terminated ?? {};
  return finishedAt === undefined ? undefined : Date.parse(finishedAt);
}

/** Milliseconds that a container may take to end, and a second for the clocks, which are read by the second. */
const graceOf = ({ spec }: Patient['pod']): number => ((spec.terminationGracePeriodSeconds ?? 30) + 1) * 1000;
