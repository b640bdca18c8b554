import { type ApiError, is } from '../cluster/api-error.js';
import type { Clock } from '../cluster/clock.js';
import { isOverQuota } from '../cluster/quota.js';
import { delayBefore } from '../cluster/retry.js';
import { claimName, petName } from '../petset/identity.js';
import type { Plan, Step, StepOf, Wait } from './step.js';

export interface RefusalHoldDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A step that the server refuses for now. */
interface Held {
  readonly key: string;
  readonly wait: Wait;
  /** Epoch milliseconds: when the server may be asked again. */
  readonly until: number;
}

/**
 * Remembers which step is refused until somebody else makes room for it: by a disruption budget, or a quota. The server is
 * asked again when it said, and until then everything else that changes is acted on: the pet may be wanted no more by then.
 */
export class RefusalHold {
  private readonly deps: RefusalHoldDeps;
  private held: Held | undefined;
  private refusals = 0;

  constructor(deps: RefusalHoldDeps) {
    this.deps = deps;
  }

  /** When the server is to be asked again, in epoch milliseconds. */
  get until(): number | undefined {
    return this.held?.until;
  }

  /** Takes note of a refusal of a step for this set, if it is one that somebody else may end; answers whether it is. */
  take(step: Step, error: ApiError, set: string): boolean {
    const wait = ofBudget(step, error) ?? ofQuota(step, error, set);
    if (wait === undefined) return false;
    const { clock, random } = this.deps;
    const key = keyOf(step);
    this.refusals = this.held?.key === key ? this.refusals + 1 : 1;
    this.held = { key, wait, until: clock.now() + delayBefore(this.refusals, random, error) };
    return true;
  }

  /** The plan, or to wait where its next step would only be refused again. */
  screen(plan: Plan): Plan {
    const { held } = this;
    const [next] = plan.kind === 'act' ? plan.steps : [];
    if (held === undefined || next === undefined || keyOf(next) !== held.key) {
      this.held = undefined;
      return plan;
    }
    return held.until <= this.deps.clock.now() ? plan : { kind: 'wait', on: [held.wait] };
  }
}

/** What tells a step apart that may be held from all others of a set. */
function keyOf(step: Step): string {
  if (step.do === 'evict-pet') return `${step.do} ${step.pet.uid}`;
  if (step.do === 'create-pet') return `${step.do} ${step.ordinal}`;
  return step.do === 'create-claim' ? `${step.do} ${step.template} ${step.ordinal}` : step.do;
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
