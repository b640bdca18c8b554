import type { ProgressEvent } from '../controller/progress.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Diagnosis } from '../diagnose/diagnosis.js';
import { subjectName } from '../petset/subject.js';
import { type Spell, waysOut } from './lines.js';
import { timelineJson } from './timeline/json.js';

/** The fields of the JSON line for an event; nothing for one that only a live view shows. */
export function eventJson(event: ProgressEvent, spell: Spell): object | undefined {
  if (event.type === 'standing') return undefined;
  const { set, type } = event;
  return { type, namespace: set.namespace, petset: set.name, ...details(event, spell) };
}

function details(event: Exclude<ProgressEvent, { type: 'standing' }>, spell: Spell): object {
  if (event.type === 'waiting') {
    const { on, diagnosis } = event.waiting;
    return {
      for: on.for,
      object: subjectName(on),
      ...((on.for === 'budget' || on.for === 'quota') && { message: on.why }),
      ...(diagnosis && diagnosisJson(diagnosis, spell)),
    };
  }
  if (event.type === 'timeline') return timelineJson(event.timeline);
  if ('claim' in event) return { object: `persistentvolumeclaim/${event.claim.name}`, phase: event.claim.phase };
  if ('gate' in event) return gateJson(event);
  return 'pet' in event ? petEventJson(event, spell) : setEventJson(event);
}

type SetEvent = Exclude<
  ProgressEvent,
  { readonly pet: unknown } | { readonly claim: unknown } | { readonly type: 'standing' | 'waiting' | 'timeline' }
>;

function setEventJson(event: SetEvent): object {
  if (event.type === 'following') return { holder: event.holder, heldMilliseconds: event.heldFor };
  if (event.type === 'taken-over') return { by: event.by };
  if (event.type === 'took-over') return { from: event.from };
  if (event.type === 'set-ready') return { ready: event.ready, replicas: event.replicas };
  if (event.type === 'set-moved') return { to: event.to };
  if (event.type === 'set-gone' || event.type === 'set-left') return {};
  return { problem: event.problem, delayMilliseconds: Math.round(event.delay) };
}

function petEventJson(event: Extract<ProgressEvent, { readonly pet: unknown }>, spell: Spell): object {
  return {
    object: `pod/${event.pet.name}`,
    ...petJson(event.pet),
    ...('seconds' in event && { secondsLeft: event.seconds }),
    ...(event.type === 'pet-log' && { container: event.container, line: event.line }),
    ...(event.type === 'ways-out' && waysOut(event, spell)),
  };
}

function gateJson(event: Extract<ProgressEvent, { readonly gate: unknown }>): object {
  const { gate, pet } = event;
  return {
    gate,
    object: `pod/${pet.name}`,
    ordinal: pet.ordinal,
    ...('line' in event && { stream: event.stream, line: event.line }),
    ...('why' in event && { why: event.why }),
  };
}

function diagnosisJson({ cause, short, message, next, exit, log }: Diagnosis, spell: Spell): object {
  return {
    cause,
    short,
    message,
    next: spell(next),
    ...(exit && { exit: spell(exit.command), exitWhen: exit.when }),
    ...(log && { container: log.container, log: log.lines }),
  };
}

function petJson({ ordinal, state, initialized, cells, node, revision }: ObservedPet): object {
  return {
    ordinal,
    state,
    status: cells.status,
    ready: cells.ready,
    restarts: cells.restarts,
    initialized,
    ...(node && { node }),
    ...(revision && { revision }),
  };
}
