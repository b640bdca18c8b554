import type { Clock } from '../cluster/clock.js';
import { diagnoseGrowth } from '../diagnose/claim-growth.js';
import { diagnose } from '../diagnose/diagnose.js';
import type { Diagnosis, Patient } from '../diagnose/diagnosis.js';
import { diagnoseSettling } from '../diagnose/settling.js';
import { reminder } from '../diagnose/slow.js';
import { claimName, claimTemplateNames, isWanted } from '../petset/identity.js';
import type { PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSetRecord } from '../petset/record.js';
import type { Enquiries } from './enquiries.js';
import type { SetWatch, View } from './set-watch.js';
import type { Wait } from './step.js';

export interface DiagnoserDeps {
  readonly watch: { readonly [Kind in 'pods' | 'claims']: Pick<SetWatch[Kind], 'get'> };
  readonly clock: Clock;
  readonly enquiries: Enquiries;
}

/** Finds out why a wait takes long: from what the watch shows, and from what is looked up. */
export class Diagnoser {
  private readonly deps: DiagnoserDeps;
  /** Of pods that are not asked about, and have not changed since. */
  private readonly findings = new WeakMap<Pod, Finding>();

  constructor(deps: DiagnoserDeps) {
    this.deps = deps;
  }

  /** Forgets what is not waited for any more. */
  keepTo(uids: Pick<ReadonlySet<string>, 'has'>): void {
    this.deps.enquiries.keepTo(uids);
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
    { pod, waited }: Pick<Patient, 'pod' | 'waited'>,
    pet: ObservedPet,
    { record, observed }: View,
  ): Diagnosis | 'asking' | undefined {
    const { clock, enquiries } = this.deps;
    const claims = this.claimsOf(pet, record, observed);
    const isLeftAlone = enquiries.isTooBusyFor(pod.metadata.uid ?? '');
    const known = isLeftAlone ? this.findings.get(pod) : undefined;
    if (known !== undefined && isStillTrue(known, { claims, waited, record })) return known.diagnosis;
    const subject = { pod, waited, claims, now: clock.now(), place: placeOf(pet, record) };
    const facts = enquiries.about(subject);
    if (facts === undefined) return 'asking';
    const diagnosis = diagnose({ ...subject, facts });
    if (isLeftAlone && pod.metadata.deletionTimestamp === undefined)
      this.findings.set(pod, { claims, waited, record, diagnosis });
    return diagnosis;
  }

  private claimsOf(
    { ordinal }: ObservedPet,
    { set, ref }: PetSetRecord,
    { claims }: View['observed'],
  ): readonly Served<PersistentVolumeClaim>[] {
    const names = claimTemplateNames(set).map((template) => claimName(template, ref.name, ordinal));
    return names.flatMap((name) => (claims.has(name) ? (this.deps.watch.claims.get(ref.namespace, name) ?? []) : []));
  }
}

/** What was found out about a pod, and all that it rests on besides: of one that goes, time alone changes it. */
interface Finding {
  readonly claims: readonly Served<PersistentVolumeClaim>[];
  readonly waited: number;
  readonly record: PetSetRecord;
  readonly diagnosis: Diagnosis | undefined;
}

function isStillTrue({ claims, waited, record }: Finding, now: Omit<Finding, 'diagnosis'>): boolean {
  const isSameWait = reminder(waited) === reminder(now.waited) && record === now.record;
  return (
    isSameWait && claims.length === now.claims.length && claims.every((claim, index) => claim === now.claims[index])
  );
}

function placeOf({ ordinal }: ObservedPet, { set, teardown }: PetSetRecord): Patient['place'] {
  return teardown === undefined && isWanted(set.spec, ordinal) ? { set: set.metadata.name, ordinal } : undefined;
}
