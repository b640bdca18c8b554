import type { ForeseenEnd } from '../controller/foresee.js';
import type { Step, StepOf, Wait } from '../controller/step.js';
import { claimName, petName } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import { subjectName } from '../petset/subject.js';
import type { Spell } from './lines.js';

/** What step words need besides the step. */
export interface PlanContext {
  readonly set: SetRef;
  /** What holds its record: `configmap/petset-web`. */
  readonly record: string;
  readonly minReadySeconds: number;
  /** The number of a revision that is there; nothing for one that is yet to be made. */
  readonly numberOf: (hash: string) => number | undefined;
  readonly spell: Spell;
}

/** The object of a step, and what is done, to be read before the name of it and behind it. */
interface Told {
  readonly object: string;
  readonly verb: string;
  readonly more?: string;
}

type Words = { readonly [Kind in Step['do']]: (step: StepOf<Kind>, context: PlanContext) => Told };

/** What each step reads like in a plan. */
const WORDS: Words = {
  'create-revision': (_step, { record }) => ({
    object: record,
    verb: 'remember the template of',
    more: 'as a new revision',
  }),
  'renumber-revision': ({ revision, number }) => ({
    object: `configmap/${revision.name}`,
    verb: 'number',
    more: `as revision ${number}, the newest one`,
  }),
  'create-claim': ({ template, ordinal }, { set }) => ({
    object: `persistentvolumeclaim/${claimName(template, set.name, ordinal)}`,
    verb: 'create',
  }),
  'adopt-claim': ({ claim }) => ({ object: subjectName({ claim }), verb: 'adopt' }),
  'own-claim': ({ claim, owner }, { set }) => ({
    object: subjectName({ claim }),
    verb: 'have',
    more: KEEPERS[owner](set),
  }),
  'settle-claim': ({ claim }) => ({
    object: subjectName({ claim }),
    verb: 'have',
    more: 'stay from now on as others do: it was made ahead',
  }),
  'grow-claim': ({ claim, size }) => ({
    object: subjectName({ claim }),
    verb: 'grow',
    more: `from ${claim.capacity ?? ''} to ${size}`,
  }),
  'create-pet': ({ ordinal, revision, braked }, context) => ({
    object: `pod/${petName(context.set.name, ordinal)}`,
    verb: 'create',
    more: `${ofRevision(revision, context)}${braked ? ', which pauses the set' : ''}`,
  }),
  'adopt-pet': ({ pet }) => ({ object: subjectName({ pet }), verb: 'adopt' }),
  'release-pet': ({ pet }) => ({ object: subjectName({ pet }), verb: 'let go of' }),
  'delete-pet': ({ pet, because, force }) => ({
    object: subjectName({ pet }),
    verb: 'delete',
    more: force === true ? '(by force)' : because === 'finished' ? '(it has ended)' : graceWords(pet),
  }),
  'evict-pet': ({ pet }) => ({
    object: subjectName({ pet }),
    verb: 'evict',
    more: graceWords(pet, 'if disruption budgets allow'),
  }),
  'patch-pet': ({ pet, braked }) => ({
    object: subjectName({ pet }),
    verb: 'change the images of',
    more: `where it runs${braked ? ', which pauses the set' : ''}`,
  }),
  'delete-claim': ({ claim }) => ({
    object: subjectName({ claim }),
    verb: 'delete',
    more: claim.size === undefined ? '' : `(${claim.size})`,
  }),
  'delete-revision': ({ revision }) => ({
    object: `configmap/${revision.name}`,
    verb: 'delete',
    more: `(revision ${revision.number})`,
  }),
  'record-rollout': ({ rollout }, { record }) => ({
    object: record,
    verb: 'note in',
    more: rollout === undefined ? 'that all pets are of its template' : 'that the other pets may wait',
  }),
  'forget-replacement': ({ wish }, { record, set }) => ({
    object: record,
    verb: 'note in',
    more: `that pod/${petName(set.name, wish.ordinal)} has gone`,
  }),
  'guard-record': ({ isGuarded }, { record }) => ({ object: record, verb: isGuarded ? 'guard' : 'let go of' }),
  'report-status': (_step, { record }) => ({ object: record, verb: 'report the status in' }),
  'delete-record': ({ pets }, { record }) => ({
    object: record,
    verb: 'delete',
    more: pets === 'stay' ? 'and leave the pets' : '',
  }),
};

const KEEPERS: Readonly<Record<StepOf<'own-claim'>['owner'], (set: SetRef) => string>> = {
  pet: () => 'go with its pod',
  record: ({ name }) => `go with petset/${name}`,
  nobody: () => 'stay, whoever goes',
};

function ofRevision(hash: string, { numberOf }: PlanContext): string {
  const number = numberOf(hash);
  return number === undefined ? 'of the new revision' : `of revision ${number}`;
}

function graceWords({ gracePeriod }: ObservedPet, ...more: readonly string[]): string {
  const parts = [...more, ...(gracePeriod === 0 ? [] : [`its grace period: up to ${gracePeriod}s`])];
  return parts.length === 0 ? '' : `(${parts.join('; ')})`;
}

export interface StepWords {
  readonly object: string;
  readonly words: string;
}

export function stepWords<Kind extends Step['do']>(
  step: StepOf<Kind> & { readonly do: Kind },
  context: PlanContext,
): StepWords {
  const { object, verb, more = '' } = WORDS[step.do](step, context);
  return { object, words: [verb, object, more].filter((word) => word !== '').join(' ') };
}

type Until = (who: string, are: 'is' | 'are', on: Wait, context: PlanContext) => string;

/** What is waited for, to be read after `until`. */
const UNTIL: Readonly<Record<Wait['for'], Until>> = {
  ready: (who, are) => `${who} ${are} ready`,
  available: (who, are, _on, { minReadySeconds }) =>
    `${who} ${are === 'is' ? 'has' : 'have'} been ready for ${minReadySeconds}s`,
  gone: (who, are) => `${who} ${are} gone`,
  'claim-gone': (who, are) => `${who} ${are} gone`,
  'claim-unused': (who) => `nobody uses ${who}`,
  grown: (who, are) => `${who} ${are === 'is' ? 'has' : 'have'} grown`,
  'record-gone': (who, are) => `${who} ${are} gone`,
  resume: resumed,
  'resume-set': resumed,
  budget: (who, are) => `disruption budgets allow that ${who} ${are} evicted`,
  quota: (who) => `a quota has room for ${who}`,
  verified: (who) => `--verify lets ${who} pass`,
  'pre-delete': (who) => `--pre-delete lets ${who} go`,
};

function resumed(
  _who: string,
  _are: 'is' | 'are',
  _on: Wait,
  { set: { namespace, name }, spell }: PlanContext,
): string {
  return `somebody resumes petset/${name}: ${spell({ words: ['petset', 'resume', name], namespace })}`;
}

/** `wait until it is gone`: all that is waited for before the next step. `about` is what has just been spoken of. */
export function waitWords(waits: readonly Wait[], about: string | undefined, context: PlanContext): string {
  const kinds = [...new Set(waits.map((on) => on.for))];
  const parts = kinds.flatMap((kind) => {
    const [first, ...others] = waits.filter((on) => on.for === kind);
    if (first === undefined) return [];
    const names = [first, ...others].map(subjectName);
    const who = names.length === 1 && names[0] === about ? 'it' : listed(names);
    return [`until ${UNTIL[kind](who, others.length === 0 ? 'is' : 'are', first, context)}`];
  });
  return parts.length === 0 ? '' : `wait ${parts.join(', then ')}`;
}

/** How many names are named before the others are counted. */
const NAMED = 3;

/** `pod/web-2, pod/web-1 and 4 more` */
export function listed(names: readonly string[]): string {
  const hidden = names.length - NAMED;
  return hidden > 1 ? `${names.slice(0, NAMED).join(', ')} and ${hidden} more` : names.join(', ');
}

/** Why a plan ends before all is as it should be; nothing where it does not. */
export function endWords(end: ForeseenEnd, context: PlanContext): string | undefined {
  switch (end.kind) {
    case 'stuck':
      return `it cannot go on then: ${end.obstacle.object} ${end.obstacle.problem}`;
    case 'waiting':
      return `nobody can tell how it goes on: it has to ${waitWords(end.on, undefined, context)}`;
    case 'cut-off':
      return 'and so on';
    case 'done':
    case 'gone':
      return undefined;
  }
}
