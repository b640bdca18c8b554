import { GUARD, ORPHAN_FINALIZER } from '../petset/guard.js';
import { claimName, claimTemplateNames, INITIALIZED_ANNOTATION, petName, revisionName } from '../petset/identity.js';
import { isInitialized } from '../petset/initialized.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import { gracePeriodOf, type ObservedPet } from '../petset/observed-pet.js';
import { overrideHash, templateFor } from '../petset/overrides.js';
import { isLess } from '../petset/quantity.js';
import { templateSizes } from '../petset/claim-templates.js';
import { changeCause, templateShape } from '../petset/revision.js';
import { strategyRollout } from '../petset/rollout.js';
import type { Desired, Observed, ObservedRevision } from './observed.js';
import type { Pace } from './pace.js';
import { isMarkedAhead } from './plan-ahead.js';
import { plan } from './plan.js';
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
  private readonly pods: Map<number, ObservedPet>;
  private readonly claims: Map<string, ObservedClaim>;
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
    'delete-claim': ({ claim }) => void this.claims.delete(claim.name),
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
    this.pods = new Map(pods);
    this.claims = new Map(claims);
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
    const next = plan(desired, { pods, claims, revisions, unverified }, this.pace);
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
    for (const pet of this.pods.values()) hasChanged = this.petGetsOn(pet) || hasChanged;
    for (const claim of this.claims.values()) hasChanged = this.claimGetsOn(claim) || hasChanged;
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
        return pet.ownership === 'leftover' ? this.remove(pet) : this.unverified.delete(pet.uid);
      case 'finished':
        return pet.ownership === 'leftover' && this.remove(pet);
    }
  }

  private claimGetsOn(claim: ObservedClaim): boolean {
    const { name, ordinal, terminating, usedBy, goesWith } = claim;
    if (usedBy?.terminating === true) return this.changeClaim(name, { usedBy: undefined });
    if (terminating) return usedBy === undefined && !this.isMounted(ordinal) && this.claims.delete(name);
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

  private createClaim({ template, ordinal, ahead }: StepOf<'create-claim'>): void {
    const { set, record } = this.desired;
    const size = templateSizes(set.spec.volumeClaimTemplates).get(template);
    const goesWithSet = set.spec.persistentVolumeClaimRetentionPolicy.whenDeleted === 'Delete';
    const name = claimName(template, set.metadata.name, ordinal);
    this.claims.set(name, {
      name,
      uid: this.newUid(),
      template,
      ordinal,
      labelledFor: set.metadata.name,
      owner: undefined,
      goesWith: goesWithSet ? [{ kind: 'record', uid: record, isGone: false }] : [],
      ahead: ahead === true && isMarkedAhead(set),
      usedBy: undefined,
      terminating: false,
      phase: 'Pending',
      volume: undefined,
      size,
      requested: size,
      capacity: undefined,
      cannotGrow: false,
    });
  }

  private ownClaim({ claim, owner }: StepOf<'own-claim'>): void {
    const uid = owner === 'pet' ? (this.pods.get(claim.ordinal)?.uid ?? '') : this.desired.record;
    this.changeClaim(claim.name, { goesWith: owner === 'nobody' ? [] : [{ kind: owner, uid, isGone: false }] });
  }

  private createPet({ ordinal, revision, braked }: StepOf<'create-pet'>): void {
    const { metadata, spec } = this.desired.set;
    // What is not known of a former template is taken to be as in the present one.
    const template = templateFor(spec, ordinal);
    const uid = this.newUid();
    if (this.gates.has('verify')) this.unverified.add(uid);
    this.pods.set(ordinal, {
      name: petName(metadata.name, ordinal),
      ordinal,
      uid,
      ownership: 'ours',
      foreign: undefined,
      state: 'starting',
      initialized: !braked && isInitialized(template.metadata?.annotations?.[INITIALIZED_ANNOTATION]),
      revision,
      override: overrideHash(spec, ordinal),
      cells: { ready: `0/${template.spec.containers.length}`, status: 'Pending', restarts: 0 },
      node: 'some node',
      createdAt: 0,
      availableAt: undefined,
      killedAt: undefined,
      graceSeconds: undefined,
      gracePeriod: gracePeriodOf(template.spec),
      startedIn: undefined,
    });
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
    if (present !== undefined) this.pods.set(ordinal, { ...present, ...change });
  }

  private changeClaim(name: string, change: Partial<ObservedClaim>): true {
    const present = this.claims.get(name);
    if (present !== undefined) this.claims.set(name, { ...present, ...change });
    return true;
  }

  private newUid(): string {
    return `foreseen-${++this.births}`;
  }
}
