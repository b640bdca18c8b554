import { GUARD, ORPHAN_FINALIZER } from '../petset/guard.js';
import { claimName, claimTemplateNames, revisionName } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { claimsThat, type KindOfClaim, kindOfClaim, type KindOfPet, kindOfPet, petsThat } from '../petset/kinds.js';
import { Register } from '../petset/register.js';
import { isLess } from '../petset/quantity.js';
import { changeCause, templateShape } from '../petset/revision.js';
import { strategyRollout } from '../petset/rollout.js';
import type { Desired, Observed, ObservedRevision } from './observed.js';
import type { Pace } from './pace.js';
import { BusyPlaces } from './foreseen-places.js';
import { foreseenClaim, foreseenPet } from './foreseen-objects.js';
import { type Busy, plan } from './plan.js';
import type { GateName } from './progress.js';
import { letGo, type Plan, type Step, type StepOf, type Wait } from './step.js';

/**
 * A cluster in which everything goes well, made of what was observed: what the steps of the planner make of it, and what
 * happens in it by itself. It is small, and says nothing of what the planner does not ask.
 */
export class ForeseenCluster {
  /** The record is no longer there. */
  isGone = false;
  private desired: Desired;
  private readonly pods: Register<number, ObservedPet>;
  private readonly claims: Register<string, ObservedClaim>;
  private readonly busy = new BusyPlaces();
  private revisions: readonly ObservedRevision[];
  private readonly gates: ReadonlySet<GateName>;
  private readonly pace: Pace;
  private readonly unverified: Set<string>;
  /** Pets that `--pre-delete` has let go. */
  private readonly prepared = new Set<string>();
  private births = 0;

  private readonly consequences: { readonly [Kind in Step['do']]: (step: StepOf<Kind>) => void } = {
    'create-revision': () => this.createRevision(),
    'renumber-revision': ({ revision, number }) => {
      const cause = changeCause(this.desired.set);
      this.revisions = this.revisions.map((each) => (each.hash === revision.hash ? { ...each, number, cause } : each));
    },
    'delete-revision': ({ revision: { hash } }) => {
      this.revisions = this.revisions.filter((each) => each.hash !== hash);
    },
    'create-claim': (step) => this.createClaim(step),
    'adopt-claim': ({ claim }) => this.changeClaim(claim.name, { labelledFor: this.desired.set.metadata.name }),
    'own-claim': (step) => this.ownClaim(step),
    'settle-claim': ({ claim }) => this.changeClaim(claim.name, { ahead: false }),
    'grow-claim': ({ claim, size }) => this.changeClaim(claim.name, { requested: size }),
    // Nobody mounts it: that is what the planner waits for.
    'delete-claim': ({ claim }) => void this.deleteClaim(claim),
    'create-pet': (step) => this.createPet(step),
    'adopt-pet': ({ pet }) => this.changePet(pet, { ownership: 'ours' }),
    'release-pet': ({ pet }) => this.changePet(pet, { ownership: pet.ownership === 'stray' ? 'foreign' : 'orphan' }),
    'delete-pet': ({ pet, force }) => this.takeDown(pet, force === true),
    'evict-pet': ({ pet }) => this.takeDown(pet, false),
    'patch-pet': (step) => this.patchPet(step),
    'record-rollout': ({ rollout }) => {
      const wish = rollout?.wish ?? strategyRollout(this.desired.set.spec.updateStrategy);
      this.desired = { ...this.desired, recorded: rollout, rollout: wish };
    },
    'forget-replacement': ({ wish }) => {
      const replacements = this.desired.replacements.filter(({ ordinal }) => ordinal !== wish.ordinal);
      this.desired = { ...this.desired, replacements };
    },
    'guard-record': ({ isGuarded }) => this.guard(isGuarded),
    'report-status': () => undefined,
    'delete-record': ({ pets }) => this.deleteRecord(pets),
  };

  /** `gates`: what else has to let a pet pass. */
  constructor(
    desired: Desired,
    { pods, claims, revisions, unverified }: Observed,
    gates: ReadonlySet<GateName>,
    pace: Pace,
  ) {
    this.desired = desired;
    this.pods = new Register(pods, kindOfPet);
    this.claims = new Register(claims, kindOfClaim);
    for (const { ordinal } of [...pods.values(), ...claims.values()]) this.busy.note(ordinal);
    this.revisions = revisions;
    this.unverified = new Set(unverified);
    this.gates = gates;
    this.pace = pace;
  }

  get observed(): Observed {
    const { pods, claims, revisions } = this;
    return { pods, claims, revisions };
  }

  /** What the planner wants now; or that the next pet to be taken down is let go first. */
  plan(): Plan {
    const { desired, pods, claims, revisions, unverified, prepared } = this;
    const busy: Busy = (...now) => this.busy.ordinals(...now);
    const next = plan(desired, { pods, claims, revisions, unverified }, this.pace, busy);
    return this.gates.has('pre-delete') ? letGo(next, ({ uid }) => prepared.has(uid)) : next;
  }

  take<Kind extends Step['do']>(step: StepOf<Kind> & { readonly do: Kind }): void {
    this.consequences[step.do](step);
  }

  /** All that is under way gets on, while this is waited for; answers whether anything has. */
  getOn(waits: readonly Wait[]): boolean {
    if (waits.some((on) => on.for === 'record-gone')) return false;
    let hasChanged = false;
    for (const on of waits) hasChanged = this.allow(on) || hasChanged;
    if (waits.every((on) => on.for === 'pre-delete')) return true;
    const mayGetOn = ({ state, ownership }: KindOfPet): boolean =>
      state !== 'healthy' || ownership === 'leftover' || this.unverified.size > 0;
    for (const pet of petsThat(this.pods, mayGetOn)) hasChanged = this.petGetsOn(pet) || hasChanged;
    for (const claim of claimsThat(this.claims, isUnsettled)) hasChanged = this.claimGetsOn(claim) || hasChanged;
    return hasChanged;
  }

  /** Somebody who is asked lets it go on. */
  private allow(on: Wait): boolean {
    if (on.for === 'pre-delete') this.prepared.add(on.pet.uid);
    if (on.for === 'resume-set') this.desired = { ...this.desired, paused: false };
    if (on.for === 'resume') this.changePet(on.pet, { initialized: true });
    return on.for === 'resume-set' || on.for === 'resume';
  }

  private petGetsOn(pet: ObservedPet): boolean {
    switch (pet.state) {
      case 'terminating':
        return this.remove(pet);
      case 'starting':
      case 'restarting':
        this.changePet(pet, { state: this.desired.set.spec.minReadySeconds > 0 ? 'settling' : 'healthy' });
        return true;
      case 'settling':
        this.changePet(pet, { state: 'healthy' });
        return true;
      // The garbage collector is about to delete what a former record left.
      case 'healthy':
        return pet.ownership === 'leftover' ? this.remove(pet) : this.pass(pet);
      case 'finished':
        return pet.ownership === 'leftover' && this.remove(pet);
    }
  }

  /** `--verify` lets it pass. */
  private pass({ uid, ordinal }: ObservedPet): boolean {
    this.busy.note(ordinal);
    return this.unverified.delete(uid);
  }

  private claimGetsOn(claim: ObservedClaim): boolean {
    const { name, ordinal, terminating, usedBy, goesWith } = claim;
    if (usedBy?.terminating === true) return this.changeClaim(name, { usedBy: undefined });
    if (terminating) return usedBy === undefined && !this.isMounted(ordinal) && this.deleteClaim(claim);
    if (!goesWith.some(({ isGone }) => isGone)) return this.claimGetsStorage(claim);
    return this.changeClaim(name, { goesWith: goesWith.filter(({ isGone }) => !isGone) });
  }

  /** A pod that has ended keeps no claim (kubernetes pkg/controller/volume/pvcprotection). */
  private isMounted(ordinal: number): boolean {
    const pod = this.pods.get(ordinal);
    return pod !== undefined && pod.state !== 'finished';
  }

  private claimGetsStorage({ name, ordinal, phase, requested, capacity, cannotGrow }: ObservedClaim): boolean {
    if (phase !== 'Bound') {
      const isUsed = this.pods.get(ordinal)?.state === 'healthy';
      return isUsed && this.changeClaim(name, { phase: 'Bound', capacity: requested });
    }
    return isLess(capacity, requested) && !cannotGrow && this.changeClaim(name, { capacity: requested });
  }

  private createRevision(): void {
    const { set, revision: hash } = this.desired;
    const number = Math.max(0, ...this.revisions.map((each) => each.number)) + 1;
    const name = revisionName(set.metadata.name, hash);
    const made = { name, uid: this.newUid(), hash, number, cause: changeCause(set), terminating: false };
    this.revisions = [...this.revisions, { ...made, shape: templateShape(set.spec.template) }];
  }

  private createClaim(step: StepOf<'create-claim'>): void {
    const claim = foreseenClaim(step, this.desired, this.newUid());
    this.busy.note(claim.ordinal);
    this.claims.set(claim.name, claim);
  }

  private ownClaim({ claim, owner }: StepOf<'own-claim'>): void {
    const uid = owner === 'pet' ? (this.pods.get(claim.ordinal)?.uid ?? '') : this.desired.record;
    this.changeClaim(claim.name, { goesWith: owner === 'nobody' ? [] : [{ kind: owner, uid, isGone: false }] });
  }

  private createPet(step: StepOf<'create-pet'>): void {
    const pet = foreseenPet(step, this.desired, this.newUid());
    if (this.gates.has('verify')) this.unverified.add(pet.uid);
    this.busy.note(pet.ordinal);
    this.pods.set(pet.ordinal, pet);
  }

  private patchPet({ pet, braked }: StepOf<'patch-pet'>): void {
    const { revision } = this.desired;
    const state = pet.state === 'starting' ? 'starting' : 'restarting';
    if (this.gates.has('verify')) this.unverified.add(pet.uid);
    this.changePet(pet, { revision, state, initialized: pet.initialized && !braked });
  }

  /** A pod that does not run on any node, or has ended, is gone with its deletion. */
  private takeDown(pet: ObservedPet, force: boolean): void {
    const isGoneAtOnce = force || pet.state === 'finished' || pet.node === undefined || pet.gracePeriod === 0;
    if (isGoneAtOnce) this.remove(pet);
    else this.changePet(pet, { state: 'terminating', graceSeconds: pet.gracePeriod });
  }

  /** Its claims go too that go with it and with nobody else. */
  private remove({ ordinal, uid }: ObservedPet): true {
    this.busy.note(ordinal);
    this.pods.delete(ordinal);
    for (const template of claimTemplateNames(this.desired.set)) {
      const name = claimName(template, this.desired.set.metadata.name, ordinal);
      const claim = this.claims.get(name);
      if (claim === undefined) continue;
      const goesWith = claim.goesWith.map((owner) => (owner.uid === uid ? { ...owner, isGone: true } : owner));
      const isDoomed = goesWith.length > 0 && goesWith.every(({ isGone }) => isGone);
      this.changeClaim(name, { goesWith, terminating: claim.terminating || isDoomed });
    }
    return true;
  }

  private guard(isGuarded: boolean): void {
    const { native, going } = this.desired;
    this.desired = { ...this.desired, native: native && { ...native, isGuarded } };
    if (going !== undefined && !isGuarded) this.isGone = true;
  }

  private deleteRecord(pets: 'go' | 'stay'): void {
    const { native, record } = this.desired;
    if (native?.isGuarded !== true) {
      this.isGone = true;
      return;
    }
    const finalizers = pets === 'stay' ? [GUARD, ORPHAN_FINALIZER] : [GUARD];
    this.desired = { ...this.desired, going: { object: record, uid: '', finalizers } };
  }

  private changePet({ ordinal }: ObservedPet, change: Partial<ObservedPet>): void {
    const present = this.pods.get(ordinal);
    this.busy.note(ordinal);
    if (present !== undefined) this.pods.set(ordinal, { ...present, ...change });
  }

  private changeClaim(name: string, change: Partial<ObservedClaim>): true {
    const present = this.claims.get(name);
    if (present === undefined) return true;
    this.busy.note(present.ordinal);
    this.claims.set(name, { ...present, ...change });
    return true;
  }

  private deleteClaim({ name, ordinal }: ObservedClaim): boolean {
    this.busy.note(ordinal);
    return this.claims.delete(name);
  }

  private newUid(): string {
    return `foreseen-${++this.births}`;
  }
}

/** Something may still happen to it by itself. */
function isUnsettled({ terminating, usedBy, goesWith, phase, requested, capacity }: KindOfClaim): boolean {
  const isBusy = terminating || usedBy !== undefined || goesWith.some(({ isGone }) => isGone);
  return isBusy || phase !== 'Bound' || isLess(capacity, requested);
}
