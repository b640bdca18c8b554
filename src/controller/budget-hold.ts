import { type ApiError, is } from '../cluster/api-error.js';
import type { Clock } from '../cluster/clock.js';
import { delayBefore } from '../cluster/retry.js';
import type { Plan, Step } from './step.js';

export interface BudgetHoldDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A pet that may not be evicted for now. */
interface Held {
  readonly uid: string;
  /** In the server's words. */
  readonly why: string;
  /** Epoch milliseconds: when the server may be asked again. */
  readonly until: number;
}

/**
 * Remembers which pet a disruption budget holds. The server is asked again when it said, and until then everything else
 * that changes is acted on: the pet may be wanted to stay by then, or a budget be ignored.
 */
export class BudgetHold {
  private readonly deps: BudgetHoldDeps;
  private held: Held | undefined;
  private refusals = 0;

  constructor(deps: BudgetHoldDeps) {
    this.deps = deps;
  }

  /** When the server is to be asked again, in epoch milliseconds. */
  get until(): number | undefined {
    return this.held?.until;
  }

  /** Takes note of a refusal, if it is one of a budget; answers whether it is. */
  take(step: Step, error: ApiError): boolean {
    if (step.do !== 'evict-pet' || !isOfBudgets(error)) return false;
    const { clock, random } = this.deps;
    this.refusals = this.held?.uid === step.pet.uid ? this.refusals + 1 : 1;
    const until = clock.now() + delayBefore(this.refusals, random, error);
    this.held = { uid: step.pet.uid, why: budgetWords(error), until };
    return true;
  }

  /** The plan, or to wait where its next step would only be refused again. */
  screen(plan: Plan): Plan {
    const { held } = this;
    const [next] = plan.kind === 'act' ? plan.steps : [];
    if (held === undefined || next?.do !== 'evict-pet' || next.pet.uid !== held.uid) {
      this.held = undefined;
      return plan;
    }
    return held.until <= this.deps.clock.now()
      ? plan
      : { kind: 'wait', on: [{ for: 'budget', pet: next.pet, why: held.why }] };
  }
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
