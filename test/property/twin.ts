import type { Desired, Observed } from '../../src/controller/observed.js';
import type { Pace } from '../../src/controller/pace.js';
import { plan } from '../../src/controller/plan.js';
import type { Plan } from '../../src/controller/step.js';
import { operationOf } from '../../src/controller/operation.js';
import { differencesBetween, Ledger } from '../../src/petset/ledger.js';
import { kindOfClaim, kindOfPet } from '../../src/petset/kinds.js';
import type { ObservedClaim } from '../../src/petset/observed-claim.js';
import type { ObservedPet } from '../../src/petset/observed-pet.js';

/** The ledgers that whoever watches a cluster would have by now, which say the same as maps. */
export class Twin {
  private pods = Ledger.of<number, ObservedPet>([], kindOfPet);
  private claims = Ledger.of<string, ObservedClaim>([], kindOfClaim);

  /** What was observed, in ledgers. */
  of(observed: Observed): Observed {
    this.follow(observed);
    return { ...observed, pods: this.pods, claims: this.claims };
  }

  /** Whether the planner, and whoever tells what a set is doing, decide by ledgers as they do by maps. */
  agrees(desired: Desired, observed: Observed, pace?: Pace): boolean {
    const there = this.of(observed);
    const isSamePlan = sayPlan(plan(desired, there, pace)) === sayPlan(plan(desired, observed, pace));
    return isSamePlan && say(operationOf(desired, there)) === say(operationOf(desired, observed));
  }

  private follow({ pods, claims }: Observed): void {
    this.pods = this.pods.with(
      differencesBetween(this.pods, pods).map(({ before, after }) => [(after ?? before)?.ordinal ?? 0, after]),
    );
    this.claims = this.claims.with(
      differencesBetween(this.claims, claims).map(({ before, after }) => [(after ?? before)?.name ?? '', after]),
    );
  }
}

/** Of what may be done at once it does not matter which comes first. */
function sayPlan(answer: Plan): string {
  if (answer.kind === 'act') return [...answer.steps.map(say).sort(), ...(answer.on ?? []).map(say).sort()].join();
  return answer.kind === 'wait' ? answer.on.map(say).sort().join() : say(answer);
}

const say = (value: object): string => JSON.stringify(value);
