import { talker } from './containers.js';
import type { Patient } from './diagnosis.js';
import type { Question } from './facts.js';
import { isMarkedNotReady } from './node-lost.js';
import { isPending } from './claim-pending.js';
import { isOverdueToGo } from './still-terminating.js';

/** What is worth looking up about a pet that does not get on: no more than some cause has a use for. */
export function questionsOf(patient: Patient): readonly Question[] {
  return patient.pod.metadata.deletionTimestamp === undefined ? ofComing(patient) : ofGoing(patient);
}

function ofComing({ pod, claims }: Patient): readonly Question[] {
  const pending = pod.spec.nodeName === undefined ? claims.filter(isPending) : [];
  const classes = new Set(pending.flatMap(({ spec }) => spec.storageClassName ?? []).filter((name) => name !== ''));
  const log = talker(pod);
  return [
    events(pod),
    ...pending.map(events),
    ...[...classes].map((name) => ({ about: 'class', name }) as const),
    ...(log === undefined ? [] : [{ about: 'log', ...log } as const]),
    ...(isMarkedNotReady(pod) || pod.status?.phase === 'Pending' ? nodeOf(pod) : []),
  ];
}

function ofGoing(patient: Patient): readonly Question[] {
  return isOverdueToGo(patient) ? [events(patient.pod), ...nodeOf(patient.pod)] : [];
}

function events({ metadata }: { readonly metadata: { readonly uid?: string } }): Question {
  return { about: 'events', uid: metadata.uid ?? '' };
}

function nodeOf({ spec: { nodeName } }: Patient['pod']): readonly Question[] {
  return nodeName === undefined ? [] : [{ about: 'node', name: nodeName }];
}
