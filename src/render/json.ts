import type { ProgressEvent, Waiting } from '../controller/progress.js';
import type { ObservedPet } from '../petset/observed-pet.js';

/** The fields of the JSON line for an event; nothing for one that only a live view shows. */
export function eventJson(event: ProgressEvent): object | undefined {
  if (event.type === 'standing') return undefined;
  const { set, type } = event;
  return { type, namespace: set.namespace, petset: set.name, ...details(event) };
}

function details(event: Exclude<ProgressEvent, { type: 'standing' }>): object {
  if (event.type === 'waiting') {
    const { on, diagnosis } = event.waiting;
    return {
      for: on.for,
      object: objectOf(on),
      ...(diagnosis && { cause: diagnosis.cause, message: diagnosis.message, next: diagnosis.next }),
    };
  }
  if ('claim' in event) return { object: `persistentvolumeclaim/${event.claim.name}`, phase: event.claim.phase };
  if ('pet' in event)
    return {
      object: `pod/${event.pet.name}`,
      ...petJson(event.pet),
      ...('seconds' in event && { secondsLeft: event.seconds }),
    };
  if (event.type === 'following') return { holder: event.holder };
  if (event.type === 'took-over') return { from: event.from };
  return { problem: event.problem, delayMilliseconds: Math.round(event.delay) };
}

function objectOf(wait: Waiting['on']): string {
  if ('pet' in wait) return `pod/${wait.pet.name}`;
  return 'claim' in wait ? `persistentvolumeclaim/${wait.claim.name}` : `configmap/${wait.record.name}`;
}

function petJson({ ordinal, state, initialized, cells, node }: ObservedPet): object {
  return {
    ordinal,
    state,
    status: cells.status,
    ready: cells.ready,
    restarts: cells.restarts,
    initialized,
    ...(node && { node }),
  };
}
