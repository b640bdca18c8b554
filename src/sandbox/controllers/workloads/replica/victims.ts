import type { Pod } from '../../../model/pod.js';
import { isReady } from '../../../model/pod.js';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

const PHASES = ['Pending', 'Unknown', 'Running'];

/** Negative if the first is to go before the second, 0 if they are alike. */
type Rule = (a: Pod, b: Pod) => number;

const byNumber =
  (of: (pod: Pod) => number): Rule =>
  (a, b) =>
    of(a) - of(b);

const readySince = ({ status }: Pod): number =>
  Date.parse(status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '');

const restarts = ({ status }: Pod): number =>
  Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));

const cost = ({ metadata }: Pod): number => Number.parseInt(metadata.annotations?.[DELETION_COST] ?? '0', 10) || 0;

/** The younger first, but only where one is at least about twice as old: among others their uids decide, as good as by lot. */
const byAge =
  (now: number, time: (pod: Pod) => number): Rule =>
  (a, b) => {
    if (time(a) === time(b)) return 0;
    return (
      magnitude(now - time(a)) - magnitude(now - time(b)) || ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1)
    );
  };

const magnitude = (ms: number): number => (ms > 0 ? Math.floor(Math.log2(ms * 1_000_000)) : -1);

/**
 * Pods in the order in which they go when there are too many: those first that are missed least (ActivePodsWithRanks of
 * kubernetes pkg/controller/controller_utils.go). `neighbours` are pods for the same purpose: many on one node are too many.
 */
export function inOrderOfDeletion(pods: readonly Pod[], neighbours: readonly Pod[], now: number): Pod[] {
  const crowd = (pod: Pod): number => neighbours.filter(({ spec }) => spec.nodeName === pod.spec.nodeName).length;
  const rules: readonly Rule[] = [
    byNumber(({ spec }) => ((spec.nodeName ?? '') === '' ? 0 : 1)),
    byNumber(({ status }) => PHASES.indexOf(status.phase ?? '')),
    byNumber((pod) => (isReady(pod) ? 1 : 0)),
    byNumber(cost),
    byNumber((pod) => -crowd(pod)),
    (a, b) => (isReady(a) && isReady(b) ? byAge(now, readySince)(a, b) : 0),
    byNumber((pod) => -restarts(pod)),
    byAge(now, ({ metadata }) => Date.parse(metadata.creationTimestamp ?? '')),
  ];
  return pods.toSorted((a, b) => {
    for (const rule of rules) {
      const order = rule(a, b);
      if (order !== 0) return order;
    }
    return 0;
  });
}
