import { isWanted } from '../petset/identity.js';
import type { Desired } from './observed.js';
import { isAhead, type Step, stepKey, stepObject } from './step.js';
import type { Result } from './writes.js';

/** What came of a step that was begun. */
export interface Answered {
  readonly step: Step;
  readonly result: Result;
  /** Of whoever began it: what it was begun after. */
  readonly since: number;
  /** When the answer was there, in epoch milliseconds. */
  readonly at: number;
}

export interface UnderWayDeps {
  readonly now: () => number;
  /** Called after every answer. */
  readonly answered: () => void;
}

/** The steps whose requests are sent and not answered yet. */
export class UnderWay {
  private readonly deps: UnderWayDeps;
  /** By what they write. */
  private readonly steps = new Map<string, Step>();
  private answers: readonly Answered[] = [];
  private mistake: Error | undefined;
  private rest: Promise<unknown> = Promise.resolve();

  constructor(deps: UnderWayDeps) {
    this.deps = deps;
  }

  get isEmpty(): boolean {
    return this.steps.size === 0;
  }

  begin(step: Step, taking: Promise<Result>, since: number): void {
    const object = stepObject(step);
    this.steps.set(object, step);
    const ended = taking
      .then(
        (result) => {
          this.answers = [...this.answers, { step, result, since, at: this.deps.now() }];
        },
        (error: unknown) => {
          this.mistake ??= error instanceof Error ? error : new Error(String(error));
        },
      )
      .finally(() => {
        this.steps.delete(object);
        this.deps.answered();
      });
    this.rest = Promise.all([this.rest, ended]);
  }

  /** What was answered since this was asked last. Throws what a step has thrown: a fault of ours. */
  take(): readonly Answered[] {
    if (this.mistake !== undefined) throw this.mistake;
    const { answers } = this;
    this.answers = [];
    return answers;
  }

  /** Resolves when all that was begun until now is answered. */
  get over(): Promise<unknown> {
    return this.rest;
  }

  /** The steps of a plan that may be begun now, so that at most so many are under way. */
  next(steps: readonly Step[], most: number, desired: Desired): readonly Step[] {
    return beginnable(steps, [...this.steps.values()], most, desired);
  }
}

/**
 * The steps of a plan that may be begun beside those that are under way: none whose object is being written. All that is under
 * way has to be of this plan, for only the steps of one plan may be taken together: what is not is out of date, or about to be
 * answered.
 */
export function beginnable(
  steps: readonly Step[],
  underWay: readonly Step[],
  most: number,
  desired: Desired,
): readonly Step[] {
  if (steps.length === 0 || underWay.length === 0) return steps.slice(0, most);
  const wanted = new Set(steps.map(stepKey));
  if (underWay.some((step) => !wanted.has(stepKey(step)) && !isAside(step, desired))) return [];
  const written = new Set(underWay.map(stepObject));
  return steps.filter((step) => !written.has(stepObject(step))).slice(0, Math.max(most - underWay.length, 0));
}

/** Nothing has to wait for the claim of a pet that is still to come, as long as that is. */
function isAside(step: Step, { set, teardown }: Desired): boolean {
  return isAhead(step) && teardown === undefined && isWanted(set.spec, step.ordinal);
}
