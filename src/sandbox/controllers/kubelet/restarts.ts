import type { Pod } from '../../model/pod.js';
import type { ContainerRecord, RunningRecord } from './container-record.js';
import { isRunningRecord } from './container-record.js';
import type { ContainerStop } from './container-stop.js';

/** Why a run has to end before its container does. */
interface Cause {
  readonly words: string;
  /** Whether the container is run again even in a pod that restarts nothing. */
  readonly isForced: boolean;
}

/**
 * Stops what runs and is not wanted so any more: another image was asked for, or a probe gave it up. Which of them run
 * again follows from the pod (kubernetes pkg/kubelet/kuberuntime, computePodActions).
 */
export class Restarts {
  readonly #records: readonly ContainerRecord[];
  readonly #stops: ContainerStop;

  constructor(records: readonly ContainerRecord[], stops: ContainerStop) {
    this.#records = records;
    this.#stops = stops;
  }

  review(pod: Pod): void {
    for (const record of this.#records.filter(isRunningRecord)) {
      const cause = record.role === 'init' ? undefined : causeOf(record);
      if (cause !== undefined) this.#replace(pod, record, cause);
    }
  }

  #replace(pod: Pod, record: RunningRecord, { words, isForced }: Cause): void {
    const { run, container } = record;
    const isSidecar = record.role === 'sidecar';
    run.isReplaced = isForced || isSidecar || pod.spec.restartPolicy !== 'Never';
    const who = `${isSidecar ? 'Init container' : 'Container'} ${container.name}`;
    const intent = run.isReplaced && !isSidecar ? ', will be restarted' : '';
    this.#stops.terminate(pod, record, run, `${who} ${words}${intent}`);
    this.#stops.killAfter(graceOf(pod, record) * 1000, record, run);
  }
}

function causeOf({ run, container }: RunningRecord): Cause | undefined {
  if (run.image !== container.image) return { words: 'definition changed', isForced: true };
  if (run.failedProbe === undefined) return undefined;
  return { words: `failed ${run.failedProbe} probe`, isForced: false };
}

/** A probe may have a grace period of its own for the containers that it gives up. */
function graceOf({ spec }: Pod, { run, container }: RunningRecord): number {
  const { startupProbe, livenessProbe } = container;
  const probes = { startup: startupProbe, liveness: livenessProbe };
  const own = run.failedProbe === undefined ? undefined : probes[run.failedProbe]?.terminationGracePeriodSeconds;
  return own ?? spec.terminationGracePeriodSeconds ?? 0;
}
