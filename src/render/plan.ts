import type { Foresight } from '../controller/foresee.js';
import type { Stakes } from '../controller/stakes.js';
import type { Wait } from '../controller/step.js';
import type { SetRef } from '../petset/petset.js';
import { subjectName } from '../petset/subject.js';
import { endWords, type PlanContext, stepWords, waitWords } from './plan-words.js';
import { stakesLines } from './stakes.js';

/** One thing that would be done. */
export interface PlannedStep {
  /** What kind of step it is: `delete-pet`. */
  readonly step: string;
  /** `pod/web-2` */
  readonly object: string;
  /** `delete pod/web-2` */
  readonly words: string;
  /** What is waited for after it, one by one, and in words. */
  readonly waits: readonly PlannedWait[];
  readonly until: string;
}

export interface PlannedWait {
  readonly for: string;
  readonly object: string;
}

/** What a command would do to a set. */
export interface ToldPlan {
  /** Nothing where it is about no set in particular. */
  readonly set: SetRef | undefined;
  /** What stands above the steps. */
  readonly title: string;
  /** What is waited for before the first step. */
  readonly before: readonly PlannedWait[];
  readonly first: string;
  readonly steps: readonly PlannedStep[];
  /** How it ends, where not all is done then. */
  readonly end: string | undefined;
  readonly stakes: Stakes | undefined;
  /** What else there is to say, below. */
  readonly remarks: readonly string[];
}

/** A step that needs no more than words. */
export function plainStep(
  step: string,
  object: string,
  words: string,
  [reason, until = '']: readonly [reason?: string, until?: string] = [],
): PlannedStep {
  return { step, object, words, waits: reason === undefined ? [] : [{ for: reason, object }], until };
}

/** A plan of steps that need no more than words. */
export function plainPlan(
  set: SetRef | undefined,
  steps: readonly PlannedStep[],
  remarks: readonly string[],
): ToldPlan {
  return { set, title: TITLE, before: [], first: '', steps, end: undefined, stakes: undefined, remarks };
}

/** What is at stake where pets only change hands. */
export const UNTOUCHED = ['at stake: no pet restarts; no claim is touched'];

export const TITLE = 'would do, in this order:';

/** What was foreseen, as it is told. */
export function toldPlan(
  foresight: Foresight,
  stakes: Stakes,
  { title, ...context }: PlanContext & { readonly title: string },
): ToldPlan {
  return {
    set: context.set,
    title,
    before: foresight.waits.map(plannedWait),
    first: waitWords(foresight.waits, undefined, context),
    steps: foresight.steps.map(({ step, waits }) => {
      const { object, words } = stepWords(step, context);
      return { step: step.do, object, words, waits: waits.map(plannedWait), until: waitWords(waits, object, context) };
    }),
    end: endWords(foresight.end, context),
    stakes,
    remarks: [],
  };
}

function plannedWait(on: Wait): PlannedWait {
  return { for: on.for, object: subjectName(on) };
}

/** Steps of a longer plan are left out in the middle: so many are shown at its beginning, and at its end. */
const SHOWN = { first: 12, last: 6 };

/** A plan as lines for a person. */
export function planLines({ title, first, steps, end, stakes, remarks }: ToldPlan): readonly string[] {
  const width = String(steps.length).length;
  const numbered = steps.map(
    ({ words, until }, index) => `  ${String(index + 1).padStart(width)}. ${words}${until === '' ? '' : `, ${until}`}`,
  );
  return [
    steps.length === 0 && first === '' && end === undefined ? 'nothing is to be done then' : title,
    ...(first === '' ? [] : [`  first ${first}`]),
    ...folded(numbered),
    ...(end === undefined ? [] : [`  ${end}`]),
    ...(stakes === undefined || steps.length === 0 ? [] : stakesLines(stakes)),
    ...remarks,
  ];
}

function folded(lines: readonly string[]): readonly string[] {
  const hidden = lines.length - SHOWN.first - SHOWN.last;
  if (hidden <= 1) return lines;
  return [
    ...lines.slice(0, SHOWN.first),
    `  ... ${hidden} more steps of the same kind (-o json has them all) ...`,
    ...lines.slice(-SHOWN.last),
  ];
}

/** A plan as JSON objects: one a step, and one of what is at stake. */
export function planJson({ set, before, steps, end, stakes, remarks }: ToldPlan): readonly object[] {
  const about = set && { namespace: set.namespace, petset: set.name };
  return [
    ...steps.map(({ step, object, words, waits }, index) => ({
      type: 'planned',
      ...about,
      number: index + 1,
      step,
      object,
      message: words,
      waits,
      ...(index === 0 && before.length > 0 && { before }),
    })),
    {
      type: 'stakes',
      ...about,
      steps: steps.length,
      ...(steps.length === 0 && before.length > 0 && { before }),
      ...(end !== undefined && { end }),
      ...(stakes && stakesJson(stakes)),
      ...(remarks.length > 0 && { remarks }),
    },
  ];
}

function stakesJson({ lost, grown, made, atLeast, upTo, ...pets }: Stakes): object {
  return {
    ...pets,
    lostClaims: lost.map(({ name, size }) => ({
      object: `persistentvolumeclaim/${name}`,
      ...(size !== undefined && { size }),
    })),
    grownClaims: grown.map(({ claim, size }) => ({ object: `persistentvolumeclaim/${claim.name}`, size })),
    newClaims: made,
    atLeastMilliseconds: atLeast,
    graceMilliseconds: upTo,
  };
}
