import { ForeseenCluster } from './foreseen-cluster.js';
import type { Desired, Observed } from './observed.js';
import type { GateName } from './progress.js';
import { type Pace, USUAL_PACE } from './pace.js';
import { type Obstacle, type Plan, type Step, stepsOf, subjectUid, type Wait } from './step.js';

/** A step, and what has to happen by itself before the next one, or before all is done. */
export interface ForeseenStep {
  readonly step: Step;
  readonly waits: readonly Wait[];
}

/**
 * How what is foreseen ends:
 * - `done`: all is as the record wants it
 * - `gone`: the record is no longer there
 * - `stuck`: something is in the way that will not go by itself
 * - `waiting`: for something that nobody can tell when it happens, or whether
 * - `cut-off`: it goes on, but no more steps were asked for
 */
export type ForeseenEnd =
  | { readonly kind: 'done' | 'gone' | 'cut-off' }
  | { readonly kind: 'stuck'; readonly obstacle: Obstacle }
  | { readonly kind: 'waiting'; readonly on: readonly Wait[] };

/** What a set will do. */
export interface Foresight {
  /** What has to happen before the first step. */
  readonly waits: readonly Wait[];
  readonly steps: readonly ForeseenStep[];
  readonly end: ForeseenEnd;
  /** What is there then. */
  readonly left: Observed;
}

export interface ForeseeOptions {
  /** At most so many steps. */
  readonly limit?: number;
  /** What else has to let a pet pass. */
  readonly gates?: ReadonlySet<GateName>;
  readonly pace?: Pace;
}

/**
 * Plays the planner forward over a cluster in which everything goes well: pets get ready and are gone when they are waited
 * for, disruption budgets allow what is asked, gates let every pet pass, and whoever has a brake on takes it off. What a
 * custom resource is told of its set on the way is no step. Pure, as the planner is.
 */
export function foresee(
  desired: Desired,
  observed: Observed,
  { limit = Number.POSITIVE_INFINITY, gates = new Set(), pace = USUAL_PACE }: ForeseeOptions = {},
): Foresight {
  const cluster = new ForeseenCluster(desired, observed, gates, pace);
  const waits: Wait[] = [];
  const steps: { readonly step: Step; readonly waits: Wait[] }[] = [];
  while (!cluster.isGone) {
    const next = cluster.plan();
    const [step] = steps.length < limit ? stepsOf(next) : [];
    if (step !== undefined) {
      cluster.take(step);
      steps.push({ step, waits: [] });
    } else if (next.kind === 'wait' && cluster.getOn(next.on)) addTo(steps.at(-1)?.waits ?? waits, next.on);
    else return { waits, steps, end: endAt(next), left: cluster.observed };
  }
  return { waits, steps, end: { kind: 'gone' }, left: cluster.observed };
}

function addTo(waits: Wait[], more: readonly Wait[]): void {
  const known = new Set(waits.map(keyOf));
  for (const on of more) if (!known.has(keyOf(on))) waits.push(on);
}

function keyOf(wait: Wait): string {
  return `${wait.for} ${subjectUid(wait)}`;
}

function endAt(next: Plan): ForeseenEnd {
  switch (next.kind) {
    case 'act':
      return { kind: 'cut-off' };
    case 'wait':
      return { kind: 'waiting', on: next.on };
    case 'stuck':
    case 'done':
      return next;
  }
}
