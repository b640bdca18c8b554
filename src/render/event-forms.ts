import type { ProgressEvent } from '../controller/progress.js';

/** What every line of `-o json` says first. A field that goes, or means something else, makes another version; new ones do not. */
export const EVENTS_VERSION = 'events.petset.dev/v1alpha1';

/** A field of an event: what its value is, and what it means. */
export type Field = {
  readonly meaning: string;
  /** It is left out where there is nothing to say. */
  readonly optional?: true;
} & (
  | { readonly is: 'string' | 'integer' | 'boolean' | 'time' | 'strings' }
  | { readonly is: 'objects'; readonly of: Fields }
);
export type Fields = Readonly<Record<string, Field>>;

/** An event, as `-o json` prints it. */
export interface EventForm {
  readonly meaning: string;
  readonly fields: Fields;
}

/** What is told besides what happens to a set. */
type Told = 'result' | 'planned' | 'stakes' | 'conclusion' | 'warning' | 'error';
export type JsonEventType = Exclude<ProgressEvent['type'], 'standing'> | Told;

const text = (meaning: string): Field => ({ is: 'string', meaning });
const count = (meaning: string): Field => ({ is: 'integer', meaning });
const flag = (meaning: string): Field => ({ is: 'boolean', meaning });
const time = (meaning: string): Field => ({ is: 'time', meaning });
const texts = (meaning: string): Field => ({ is: 'strings', meaning });
const objects = (of: Fields, meaning: string): Field => ({ is: 'objects', of, meaning });
const maybe = (field: Field): Field => ({ ...field, optional: true });

/** Of every event. */
export const COMMON: Fields = {
  apiVersion: text(`\`${EVENTS_VERSION}\``),
  time: time('when it was told'),
  type: text('which event it is'),
};

const SET: Fields = { namespace: text('where the set is'), petset: text('its name') };

const PET: Fields = {
  ...SET,
  object: text('`pod/NAME`'),
  ordinal: count('its number'),
  state: text('`starting`, `restarting`, `settling`, `healthy`, `finished` or `terminating`'),
  status: text('STATUS of `kubectl get pods`'),
  ready: text('READY of `kubectl get pods`'),
  restarts: count('RESTARTS of `kubectl get pods`'),
  initialized: flag('false: its annotation pauses the set'),
  node: maybe(text('the node that it is on')),
  revision: maybe(text('the hash of the template that it is of')),
};

const CLAIM: Fields = {
  ...SET,
  object: text('`persistentvolumeclaim/NAME`'),
  phase: text('`Pending`, `Bound` or `Lost`'),
};

const GATE: Fields = {
  ...SET,
  gate: text('`verify` or `pre-delete`'),
  object: text('`pod/NAME`'),
  ordinal: count('its number'),
};

/** Of what may be about no set in particular. */
const SOME_SET: Fields = { namespace: maybe(text('where the set is')), petset: maybe(text('its name')) };

const RETRY: Fields = {
  ...SOME_SET,
  problem: text('what went wrong, in kubectl’s words'),
  delayMilliseconds: count('after so long it is tried again'),
};

const WAIT: Fields = { for: text('as in `waiting`'), object: text('what is waited for') };

const CLAIM_SIZE: Fields = { object: text('`persistentvolumeclaim/NAME`'), size: maybe(text('its size')) };

const SPAN: Fields = {
  phase: text(
    '`claim`, `scheduling`, `init`, `start`, `unready`, `settling`, `ready`, `finished`, `terminating`, `unknown`',
  ),
  trouble: maybe(text('what was wrong, in a word')),
  from: time('its beginning'),
  until: time('its end'),
  milliseconds: count('how long it took'),
};

const MARK: Fields = {
  type: text('`Normal` or `Warning`'),
  reason: text('one word'),
  message: text('a sentence'),
  at: time('when'),
  lastAt: maybe(time('when last, where it happened again')),
  count: maybe(count('how often, where that is more than once')),
};

/** Every event that `-o json` prints, and all that it says. docs/events.md is made of it. */
export const EVENT_FORMS: Readonly<Record<JsonEventType, EventForm>> = {
  'pet-created': { meaning: 'a pet was created', fields: PET },
  'pet-adopted': { meaning: 'a pod that was nobody’s became a pet', fields: PET },
  'pet-released': { meaning: 'a pod is no pet any more, and stays', fields: PET },
  'pet-changed': { meaning: 'a pet is in another state, or has another status', fields: PET },
  'pet-terminating': { meaning: 'a pet was deleted and is not gone yet', fields: PET },
  'pet-deleted': { meaning: 'a pet is gone', fields: PET },
  'claim-created': { meaning: 'a claim was created', fields: CLAIM },
  'claim-adopted': { meaning: 'a claim that was there became one of the set', fields: CLAIM },
  'claim-terminating': { meaning: 'a claim was deleted and is not gone yet', fields: CLAIM },
  'claim-deleted': { meaning: 'a claim is gone', fields: CLAIM },
  'claim-kept': { meaning: 'a claim goes with somebody else from now on, or with nobody', fields: CLAIM },
  'claim-growing': { meaning: 'a claim asks for more storage', fields: CLAIM },
  'claim-grown': { meaning: 'a claim has more storage', fields: CLAIM },
  waiting: {
    meaning: 'nothing can be done until something happens by itself; told again with why, once it takes long',
    fields: {
      ...SET,
      for: text(
        '`ready`, `available`, `gone`, `claim-gone`, `grown`, `claim-unused`, `record-gone`, `resume`, `resume-set`, `budget`, `quota`, `verified`, `pre-delete`',
      ),
      object: text('what is waited for'),
      cause: maybe(text('why it does not get on: one word, Kubernetes’ own where it has one')),
      short: maybe(text('the same in two or three words')),
      message: maybe(text('the same in a line, to be read after the object')),
      next: maybe(text('the command that looks further')),
      exit: maybe(text('the command that ends it, where that is for a person to decide')),
      exitWhen: maybe(text('on which condition')),
      container: maybe(text('the container whose log it is')),
      log: maybe(texts('the end of that log')),
    },
  },
  countdown: {
    meaning: 'a terminating pet’s grace period runs',
    fields: { ...PET, secondsLeft: count('so many seconds are left') },
  },
  following: {
    meaning: 'somebody else reconciles the set; we watch, and take over when its lease runs out',
    fields: {
      ...SET,
      holder: text('who'),
      heldMilliseconds: maybe(count('for how long now')),
    },
  },
  'taken-over': {
    meaning: 'somebody else reconciles the set from now on, by --takeover',
    fields: { ...SET, by: text('who') },
  },
  'took-over': { meaning: 'we reconcile the set from now on', fields: { ...SET, from: text('who did before') } },
  'gate-output': {
    meaning: 'the command of a gate says a line',
    fields: { ...GATE, stream: text('`stdout` or `stderr`'), line: text('the line') },
  },
  'gate-passed': { meaning: 'a pet passed a gate', fields: GATE },
  'gate-skipped': {
    meaning: 'a pet passed a gate whose command makes no sense for it',
    fields: { ...GATE, why: text('to be read after the name of the pet') },
  },
  'set-ready': {
    meaning: 'a set that `run` keeps is as it should be, at first or again',
    fields: { ...SET, ready: count('healthy pets'), replicas: count('wanted pets') },
  },
  'set-gone': { meaning: 'a set that `run` kept is gone', fields: SET },
  'set-moved': {
    meaning: 'another object holds the record of a set that `run` kept',
    fields: { ...SET, to: text('which') },
  },
  'set-left': { meaning: 'a set is kept no longer by `run`, and is still there', fields: SET },
  'pet-log': {
    meaning: 'a container that keeps its pet from becoming healthy has said a line',
    fields: { ...PET, container: text('the container'), line: text('the line') },
  },
  'ways-out': {
    meaning: 'a new pet does not become healthy and holds up a rollout',
    fields: {
      ...PET,
      forward: text('the command that goes on with another template'),
      back: text('the command that goes back to the former one'),
    },
  },
  timeline: {
    meaning: 'what all pets did while the set was reconciled, with `--timeline`',
    fields: {
      ...SET,
      from: time('the beginning'),
      until: time('the end'),
      milliseconds: count('how long it took'),
      pets: objects(
        {
          name: text('the pet'),
          ordinal: count('its number'),
          lives: objects(
            { uid: maybe(text('the uid of the pod')), spans: objects(SPAN, 'one after the other, without a gap') },
            'one for each pod that there was',
          ),
          marks: objects(MARK, 'what was said about it'),
        },
        'by ordinal',
      ),
    },
  },
  retrying: { meaning: 'the server did not answer, or not well', fields: RETRY },
  result: {
    meaning: 'something was done to an object, or is so already; with `(dry run)` in the verb nothing was done',
    fields: { object: text('`service/nginx`'), verb: text('`created`, `configured`, `scaled`, ...') },
  },
  planned: {
    meaning: 'a step of what a dry run says would be done',
    fields: {
      ...SOME_SET,
      number: count('the first has 1'),
      step: text('what kind of step it is: `create-pet`, `delete-pet`, ...'),
      object: text('what it is done to'),
      message: text('the step in words'),
      waits: objects(WAIT, 'what is waited for after it'),
      before: maybe(objects(WAIT, 'what is waited for before the first step')),
    },
  },
  stakes: {
    meaning: 'what is at stake in all that a dry run says would be done',
    fields: {
      ...SOME_SET,
      steps: count('how many there are'),
      before: maybe(objects(WAIT, 'what is waited for, where there is no step')),
      end: maybe(text('how it ends, where not all is done then')),
      restarted: maybe(texts('pets that go and come back')),
      changedInPlace: maybe(texts('pets that get other images where they run')),
      removed: maybe(texts('pets that go')),
      created: maybe(texts('pets that come')),
      atOnce: maybe(count('how many of those that restart may be away at once')),
      lostClaims: maybe(objects(CLAIM_SIZE, 'claims that go for good, with their data')),
      grownClaims: maybe(objects(CLAIM_SIZE, 'claims that become larger')),
      newClaims: maybe(count('claims that are made')),
      atLeastMilliseconds: maybe(count('it takes at least so long, as far as that is known')),
      graceMilliseconds: maybe(count('and up to so long more, if pets use all of their grace periods')),
      remarks: maybe(texts('what else there is to say')),
    },
  },
  conclusion: {
    meaning: 'it ended well for a set',
    fields: { object: text('`petset/NAME`'), message: text('how: `petset/web ready (3/3)`') },
  },
  warning: { meaning: 'the server warns', fields: { message: text('in its words') } },
  error: {
    meaning:
      'it did not end well for a set, or at all; of what it is not told by an event, it is on standard error too',
    fields: {
      message: text('what happened, in kubectl’s words'),
      next: texts('how to go on, a line each'),
      exitCode: maybe(count('that of the command, where it ends with this')),
    },
  },
};
