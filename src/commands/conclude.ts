import { describeApiError } from '../cluster/api-error.js';
import type { GateFailure } from '../controller/gates.js';
import type { Outcome } from '../controller/outcome.js';
import { pauses } from '../controller/plan-pause.js';
import { readinessOf } from '../controller/readiness.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { isWanted, LABELS } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import { recordObject, TEARDOWN_ANNOTATION } from '../petset/record-form.js';
import { isRolledOut, type RolloutWish } from '../petset/rollout.js';
import { subjectName } from '../petset/subject.js';
import { counted } from '../render/counted.js';
import type { Args } from './command.js';
import { commandFor, commandLine } from './command-line.js';
import { INTERRUPTED } from './exit-codes.js';
import { GOING } from './going.js';
import { gateFlag, gateFlags } from './gate-flags.js';
import { timeout } from './interruption.js';
import { obstacleHints } from './obstacle-hints.js';
import { waysRound } from './ways-round.js';

/** A template that pets were to come to, and what was to become of them: `upgraded`. */
export interface RolloutGoal {
  readonly participle: string;
  /** The hash of the template. */
  readonly revision: string;
  readonly wish: RolloutWish;
}

/** How many pets a set was to have, and which ordinals it was to skip. */
export interface ScaleGoal {
  readonly replicas?: number;
  readonly reserve?: readonly number[];
}

/** What a command was for: a set as it should be, of such a scale or template if that was what it was about; or no set. */
export type Goal =
  { readonly end: 'settled'; readonly scale?: ScaleGoal; readonly rollout?: RolloutGoal } | { readonly end: 'gone' };

/** What is said of a set whose reconciliation reached its goal, or the failure of one that did not. */
export function conclude(
  outcome: Outcome,
  goal: Goal,
  ref: SetRef,
  { args, timedOut, ...given }: { args: Args; timedOut: boolean; goOn?: string },
): string | Failure {
  const kubectl = (...words: readonly string[]): string => commandLine({ words, namespace: ref.namespace }, args);
  const goOn = given.goOn ?? `to go on: ${commandFor('reconcile', ref, args)}`;
  switch (outcome.kind) {
    case 'settled':
      return settled(outcome.view, goal, ref, args);
    case 'gone':
      if (goal.end === 'gone') return 'deleted';
      return new Failure(`error: petset/${ref.name} was deleted by somebody else`, {
        next: [`its claims may still be there: ${kubectl('get', 'pvc', '-l', `${LABELS.set}=${ref.name}`)}`],
      });
    case 'stuck': {
      const { object, problem } = outcome.obstacle;
      const callOff = kubectl('annotate', recordObject(outcome.view.record.owner), `${TEARDOWN_ANNOTATION}-`);
      return new Failure(`error: petset/${ref.name} cannot go on: ${object} ${problem}`, {
        next: [
          ...obstacleHints(outcome.obstacle, ref.namespace, args),
          `once it is out of the way, ${goOn}`,
          // What somebody has deleted with kubectl goes.
          ...(goal.end === 'gone' && outcome.view.desired.going === undefined ? [`to call it off: ${callOff}`] : []),
        ],
      });
    }
    case 'refused':
      return new Failure(describeApiError(outcome.error), {
        next: [...left(outcome.view, ref), goOn, ...waysRound(outcome, ref, args)],
      });
    case 'held-up':
      return heldUp(outcome.failure, left(outcome.view, ref), ref, args);
    case 'vain':
      return new Failure(
        `error: petset/${ref.name} is being reconciled by ${outcome.holder} now, which knows nothing of ${gateFlags(args)}`,
        { next: [...left(outcome.view, ref), `once that command has ended, ${goOn}`] },
      );
    case 'stopped':
      return stopped(ref, [...left(outcome.view, ref), ...brakesOn(outcome.view, ref, args)], goOn, timedOut);
  }
}

/** By the user, or since the time is over that he gave it. */
function stopped({ name }: SetRef, there: readonly string[], goOn: string, timedOut: boolean): Failure {
  if (timedOut) return timeout(name, [...there, goOn]);
  return new Failure(['interrupted', ...there].join(': '), { next: [goOn], exitCode: INTERRUPTED });
}

function settled(view: View, goal: Goal, ref: SetRef, args: Args): string | Failure {
  if (goal.end === 'gone')
    return new Failure(`error: petset/${ref.name} is not to go any more: somebody took the request back`);
  if (goal.rollout !== undefined) return rolledOut(goal.rollout, view, ref, args);
  return overruled(goal.scale ?? {}, view, ref, args) ?? `ready (${standing(view)})`;
}

/** What keeps a set from going on, whoever reconciles it, and what lifts that. */
function brakesOn(view: View | undefined, ref: SetRef, args: Args): readonly string[] {
  const [brake] = view === undefined ? [] : pauses(view.desired, view.observed);
  if (brake === undefined) return [];
  return [`${subjectName(brake)} pauses it; to lift that: ${commandFor('resume', ref, args)}`];
}

/** A pet that a command of the user's did not let pass: it stays as it is, and so does everything else. */
function heldUp({ gate, pet, problem }: GateFailure, there: readonly string[], ref: SetRef, args: Args): Failure {
  const goOn = commandFor('reconcile', ref, args);
  const how = {
    verify: `nothing else was done; once it is as it should be, to go on with the pets after it: ${goOn}`,
    'pre-delete': `it was not deleted; to try it again and go on: ${goOn}`,
  };
  return new Failure(`error: pod/${pet.name} did not pass --${gateFlag(args, gate) ?? gate}: ${problem}`, {
    next: [...there, how[gate]],
  });
}

/** Nothing, unless somebody else has wished for another number of pets, or other ordinals to skip, and that is how it ended. */
function overruled(wish: ScaleGoal, view: View, ref: SetRef, args: Args): Failure | undefined {
  const { spec } = view.desired.set;
  const { replicas = spec.replicas, reserve = spec.ordinals.reserve } = wish;
  const isSkipped = new Set(reserve);
  const isSameReserve =
    isSkipped.size === spec.ordinals.reserve.length && spec.ordinals.reserve.every((n) => isSkipped.has(n));
  if (replicas === spec.replicas && isSameReserve) return undefined;
  const facts = [
    ...(replicas === spec.replicas
      ? []
      : [`was scaled to ${spec.replicas} by somebody else meanwhile, not to ${replicas}`]),
    ...(isSameReserve
      ? []
      : [`skips ${ordinals(spec.ordinals.reserve)} as somebody else wished meanwhile, not ${ordinals(reserve)}`]),
  ];
  const flags = [
    ...(wish.replicas === undefined ? [] : [`--replicas=${wish.replicas}`]),
    ...(wish.reserve === undefined ? [] : [`--reserve=${wish.reserve.join(',')}`]),
  ];
  const words = ['petset', 'scale', ref.name, ...flags];
  return new Failure(`error: petset/${ref.name} ${facts.join(', and ')}: ready (${standing(view)})`, {
    next: [`to have it all the same: ${commandLine({ words, namespace: ref.namespace }, args)}`],
  });
}

function ordinals(list: readonly number[]): string {
  return list.length === 0 ? 'no ordinal' : list.join(',');
}

/** A rollout has come to its end, unless somebody else has wished for another one. */
function rolledOut({ participle, revision, wish }: RolloutGoal, view: View, ref: SetRef, args: Args): string | Failure {
  const { desired, observed } = view;
  if (desired.revision !== revision) {
    return new Failure(
      `error: petset/${ref.name} was given another template by somebody else meanwhile: ready (${standing(view)})`,
      { next: [`to see which: ${commandFor('history', ref, args)}`] },
    );
  }
  const pets = wantedPets(view);
  const updated = pets.filter((pet) => pet.revision === revision);
  const behind = pets.filter((pet) => !updated.includes(pet) && isRolledOut(wish, pet.ordinal, desired.set.spec));
  if (behind.length > 0) {
    const words = ['petset', 'upgrade', ref.name, ...(wish.partition > 0 ? [`--partition=${wish.partition}`] : [])];
    return new Failure(
      `error: petset/${ref.name} is rolled out otherwise by somebody else meanwhile: ready (${standing(view)}), ${counted(behind.length, 'pet')} not ${participle}`,
      { next: [`to have it done all the same: ${commandLine({ words, namespace: ref.namespace }, args)}`] },
    );
  }
  const number = observed.revisions.find(({ hash }) => hash === revision)?.number ?? 0;
  const isAll = updated.length === pets.length;
  return `${participle} (${standing(view)}, ${isAll ? '' : `${updated.length} of them at `}revision ${number})`;
}

/** `2/3`: healthy pets of wanted ones. */
function standing(view: View): string {
  const { ready, replicas } = readinessOf(view);
  return `${ready}/${replicas}`;
}

function wantedPets({ desired, observed }: View): readonly ObservedPet[] {
  const { spec } = desired.set;
  return [...observed.pods.values()].filter(
    ({ ownership, ordinal }) => ownership === 'ours' && isWanted(spec, ordinal),
  );
}

/** What is in the cluster, where a command leaves it half done. */
export function left(view: View | undefined, { name }: SetRef): readonly string[] {
  if (view === undefined) return [];
  const pets = [...view.observed.pods.values()].filter(({ ownership }) => ownership === 'ours').length;
  const claims = [...view.observed.claims.values()].filter(({ labelledFor }) => labelledFor === name).length;
  const { teardown } = view.desired;
  const wanted = teardown ? `${GOING[teardown]} and has` : `has ${standing(view)} pets ready,`;
  return [`petset/${name} ${wanted} ${counted(pets, 'pod')} and ${counted(claims, 'claim')}`];
}
