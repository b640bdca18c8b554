import type { PersistentVolumeClaim } from '../petset/kubernetes.js';
import { podCondition } from '../petset/pod-status.js';
import { type Cause, describeClaim, oneLine, type Patient } from './diagnosis.js';
import { type Facts, lastEvent } from './facts.js';

/** It has no volume. */
export function isPending({ status }: PersistentVolumeClaim): boolean {
  return status?.phase === 'Pending' || status?.phase === 'Lost';
}

/** A claim without a volume keeps its pet from being scheduled. */
export const claimPending: Cause = (patient) => {
  const { pod, claims, facts } = patient;
  const claim = claims.find(isPending);
  if (claim === undefined || pod.spec.nodeName !== undefined) return undefined;
  const { name = '' } = claim.metadata;
  const told = (cause: string, short: string, message: string): ReturnType<Cause> => ({
    cause,
    short,
    message,
    next: describeClaim(claim),
  });
  if (claim.status?.phase === 'Lost') {
    const words = wordsOf(claim, facts, ['ClaimLost', 'ClaimMisbound']);
    return told('ClaimLost', 'claim lost', `cannot use its claim ${name}, which has lost its volume${words}`);
  }
  if (isForConsumer(claim, facts)) {
    // Then it is the pod that is waited for, and where its node cannot be chosen the scheduler says why.
    if (podCondition(pod, 'PodScheduled')?.status === 'False') return undefined;
    const why = `waits for its claim ${name}, whose volume is made once a node is chosen for the pod`;
    const words = wordsOf(claim, facts, [...FAILURES, 'WaitForFirstConsumer']);
    return told('WaitForFirstConsumer', 'claim pending', `${why}${words}`);
  }
  return told(
    'ClaimPending',
    'claim pending',
    `waits for a volume for its claim ${name} ${whyPending(claim, patient)}`,
  );
};

const FAILURES = ['ProvisioningFailed', 'FailedBinding', 'VolumeMismatch'];

function whyPending(claim: PersistentVolumeClaim, { facts }: Patient): string {
  const { storageClassName: of } = claim.spec;
  if (of === undefined) return '(it names no storage class, and there is no default)';
  // Another thing than none: the claim takes a volume that is there, and nobody makes one.
  if (of === '')
    return `(its storage class is empty, so it takes a volume that is there)${wordsOf(claim, facts, FAILURES)}`;
  if (facts.classes.get(of) === 'gone') return `(storage class ${of}, which does not exist)`;
  return `(storage class ${of})${wordsOf(claim, facts, [...FAILURES, 'ExternalProvisioning'])}`;
}

/** What was said of it last, by whoever is to find it a volume. */
function wordsOf({ metadata }: PersistentVolumeClaim, facts: Facts, reasons: readonly string[]): string {
  const [first, ...others] = reasons;
  // A failure says more than that something is waited for, which is said again and again.
  const failure = lastEvent(facts, metadata.uid, first === undefined ? [] : [first]);
  const said = (failure ?? lastEvent(facts, metadata.uid, others))?.message;
  return said === undefined ? '' : `: ${oneLine(said)}`;
}

/** Its volume is made where the pod is to run, once that is known. */
function isForConsumer({ metadata, spec }: PersistentVolumeClaim, facts: Facts): boolean {
  const of = facts.classes.get(spec.storageClassName ?? '');
  if (of !== undefined && of !== 'gone') return of.volumeBindingMode === 'WaitForFirstConsumer';
  return lastEvent(facts, metadata.uid, ['WaitForFirstConsumer', 'WaitForPodScheduled']) !== undefined;
}
