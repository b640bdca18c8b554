import type { Clock } from '../cluster/clock.js';
import { diagnoseGrowth } from '../diagnose/claim-growth.js';
import { diagnose } from '../diagnose/diagnose.js';
import type { Diagnosis, Patient } from '../diagnose/diagnosis.js';
import { diagnoseSettling } from '../diagnose/settling.js';
import { isWanted } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSetRecord } from '../petset/record.js';
import type { Enquiries } from './enquiries.js';
import type { SetWatch, View } from './set-watch.js';
import { subjectUid, type Wait } from './step.js';

export interface DiagnoserDeps {
  readonly watch: SetWatch;
  readonly clock: Clock;
  readonly enquiries: Enquiries;
}

/** Finds out why a wait takes long: from what the watch shows, and from what is looked up. */
export class Diagnoser {
  private readonly deps: DiagnoserDeps;

  constructor(deps: DiagnoserDeps) {
    this.deps = deps;
  }

  /** Forgets what is not waited for any more. */
  keepTo(waits: readonly Wait[]): void {
    this.deps.enquiries.keepTo(new Set(waits.map(subjectUid)));
  }

  /** When something more may be known, although nothing has changed; in epoch milliseconds. */
  nextAt(): number {
    return this.deps.enquiries.nextAt();
  }

  /** Why; nothing where it is not known, or only known that it takes its time; `asking` where the answer may come any moment. */
  diagnose(wait: Wait, view: View, waited: number): Diagnosis | 'asking' | undefined {
    const { watch } = this.deps;
    const { namespace } = view.record.ref;
    if (wait.for === 'grown') {
      const claim = watch.claims.get(namespace, wait.claim.name);
      const pet = view.observed.pods.get(wait.claim.ordinal)?.name;
      return claim && diagnoseGrowth({ claim, pet, size: wait.size, waited });
    }
    if (wait.for !== 'ready' && wait.for !== 'gone' && wait.for !== 'available') return undefined;
    const pod = watch.pods.get(namespace, wait.pet.name);
    if (pod === undefined) return undefined;
    if (wait.for === 'available')
      return diagnoseSettling(pod, view.desired.set.spec.minReadySeconds, wait.pet.availableAt);
    return this.diagnosePet({ pod, waited }, wait.pet, view);
  }

  private diagnosePet(
    seen: Pick<Patient, 'pod' | 'waited'>,
    pet: ObservedPet,
    { record, observed }: View,
  ): Diagnosis | 'asking' | undefined {
    const { watch, clock, enquiries } = this.deps;
    const own = [...observed.claims.values()].filter(({ ordinal }) => ordinal === pet.ordinal);
    const claims = own.flatMap(({ name }) => watch.claims.get(record.ref.namespace, name) ?? []);
    const subject = { ...seen, claims, now: clock.now(), place: placeOf(pet, record) };
    const facts = enquiries.about(subject);
    return facts === undefined ? 'asking' : diagnose({ ...subject, facts });
  }
}

function placeOf({ ordinal }: ObservedPet, { set, teardown }: PetSetRecord): Patient['place'] {
  return teardown === undefined && isWanted(set.spec, ordinal) ? { set: set.metadata.name, ordinal } : undefined;
}
