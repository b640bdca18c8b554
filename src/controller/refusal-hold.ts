import { type ApiError, is } from '../cluster/api-error.js';
import type { Clock } from '../cluster/clock.js';
import { isOverQuota } from '../cluster/quota.js';
import { delayBefore } from '../cluster/retry.js';
import { claimName, petName } from '../petset/identity.js';
import { isAhead, type Plan, type Step, stepKey, type StepOf, stepsOf, type Wait, waitsOf, withSteps } from './step.js';

export interface RefusalHoldDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A step that the server refuses for now. */
interface Held {
  readonly wait: Wait;
  /** How often, one after the other. */
  readonly refusals: number;
  /** Epoch milliseconds: when the server may be asked again. */
  readonly until: number;
}

/**
 * Remembers which steps are refused until somebody else makes room for them: by a disruption budget, or a quota. The server is
 * asked again when it said, and until then everything else that changes is acted on: the pet may be wanted no more by then.
 */
export class RefusalHold {
  private readonly deps: RefusalHoldDeps;
  private held = new Map<string, Held>();
  /** Steps that are taken ahead of their turn, and were refused. */
  private spared: ReadonlySet<string> = new Set();
  private asksAt: number | undefined;

  constructor(deps: RefusalHoldDeps) {
    this.deps = deps;
  }

  /** When the server is to be asked again, in epoch milliseconds. */
  get until(): number | undefined {
    return this.asksAt;
  }

  /** Takes note of a refusal of a step for this set, if it is one that need not end anything; answers whether it is. */
  take(step: Step, error: ApiError, set: string): boolean {
    const key = stepKey(step);
    if (isAhead(step)) {
      this.spared = new Set([...this.spared, key]);
      return true;
    }
    const wait = ofBudget(step, error) ?? ofQuota(step, error, set);
    if (wait === undefined) return false;
    const { clock, random } = this.deps;
    const refusals = (this.held.get(key)?.refusals ?? 0) + 1;
    this.asksAt = clock.now() + delayBefore(refusals, random, error);
    this.held.set(key, { wait, refusals, until: this.asksAt });
    return true;
  }

  /**
   * The plan up to the first step that would only be refused again; where the server may be asked again, it is about that one
   * step. What was refused ahead of its turn is left until then.
   */
  screen(plan: Plan): Plan {
    const wanted = stepsOf(plan);
    const keys = new Set(wanted.map(stepKey));
    this.held = new Map([...this.held].filter(([key]) => keys.has(key)));
    this.spared = new Set([...this.spared].filter((key) => keys.has(key)));
    const steps = wanted.filter((step) => !(isAhead(step) && this.spared.has(stepKey(step))));
    const first = steps.findIndex((step) => this.held.has(stepKey(step)));
    const held = steps.slice(first, first + 1).flatMap((step) => this.held.get(stepKey(step)) ?? [])[0];
    this.asksAt = held?.until;
    if (held === undefined) return steps.length === wanted.length ? plan : withSteps(steps, waitsOf(plan));
    const isToAsk = held.until <= this.deps.clock.now();
    return isToAsk
      ? withSteps(steps.slice(0, first + 1), waitsOf(plan))
      : withSteps(steps.slice(0, first), [...waitsOf(plan), held.wait]);
  }
}

function ofBudget(step: Step, error: ApiError): Wait | undefined {
  if (step.do !== 'evict-pet' || !isOfBudgets(error)) return undefined;
  return { for: 'budget', pet: step.pet, why: budgetWords(error) };
}

function ofQuota(step: Step, error: ApiError, set: string): Wait | undefined {
  if ((step.do !== 'create-pet' && step.do !== 'create-claim') || !isOverQuota(error)) return undefined;
  const { ordinal } = step;
  const why = error.message.replace(/^.* is forbidden: (?=exceeded quota)/, '');
  return {
    for: 'quota',
    object: toBeCreated(step, set),
    ordinal,
    quota: /^exceeded quota: ([^,]+),/.exec(why)?.[1],
    why,
  };
}

function toBeCreated(step: StepOf<'create-pet' | 'create-claim'>, set: string): string {
  if (step.do === 'create-pet') return `pod/${petName(set, step.ordinal)}`;
  return `persistentvolumeclaim/${claimName(step.template, set, step.ordinal)}`;
}

/** What the server says that is asked to evict a pod of two budgets (kubernetes pkg/registry/core/pod/storage/eviction.go). */
const SEVERAL = 'more than one PodDisruptionBudget';

/** Not of a server that has too much to do, which says the same but for the causes. */
function isOfBudgets(error: ApiError): boolean {
  if (is(error, 'TooManyRequests')) return causesOf(error).some(({ reason }) => reason === 'DisruptionBudget');
  return error.from === 'server' && error.message.includes(SEVERAL);
}

/** Which budget it is, and what it wants: in the causes of the refusal. */
function budgetWords(error: ApiError): string {
  const told = causesOf(error).flatMap(({ message = '' }) => (message === '' ? [] : [message]));
  return told.length === 0 ? error.message : told.join('; ');
}

type Causes = NonNullable<NonNullable<Extract<ApiError, { from: 'server' }>['details']>['causes']>;

function causesOf(error: ApiError): Causes {
  return error.from === 'server' ? (error.details?.causes ?? []) : [];
}
