import type { Desired, Observed } from '../../src/controller/observed.js';
import type { Pace } from '../../src/controller/pace.js';
import { plan } from '../../src/controller/plan.js';
import { type Plan, type Step, stepObject, type StepOf, stepsOf } from '../../src/controller/step.js';
import { claimName, INITIALIZED_ANNOTATION, isWanted, petName, wantedOrdinals } from '../../src/petset/identity.js';
import type { ObservedPet, PetState } from '../../src/petset/observed-pet.js';
import type { PodTemplate } from '../../src/petset/kubernetes.js';
import type { PodManagementPolicy } from '../../src/petset/petset.js';
import { templateShape } from '../../src/petset/revision.js';
import { GUARD, ORPHAN_FINALIZER } from '../../src/petset/guard.js';
import { bookkeeping } from '../../src/controller/plan-status.js';
import { beginnable } from '../../src/controller/under-way.js';
import { type Rollout, type RolloutWish, strategyRollout } from '../../src/petset/rollout.js';
import type { SetStatus } from '../../src/petset/set-status.js';
import type { Teardown } from '../../src/petset/record-form.js';
import {
  claimTemplate,
  createClaim,
  grow,
  isAbandoned,
  ordinalOf,
  own,
  RECORD_UID,
  requireFate,
  type Retention,
  seen,
  settle,
  type WorldClaim,
} from './world-claims.js';
import { type Replacement, withReplacement } from '../../src/petset/replacement.js';
import { Twin } from './twin.js';
import { claim, desired, observed, pet, revision, say } from '../fixtures/sets.js';

export interface WorldPod {
  readonly uid: string;
  readonly ownership: 'ours' | 'orphan' | 'leftover' | 'foreign';
  /** Of the template that it was made from, or patched to; nothing where it was not made by us. */
  revision: string | undefined;
  /** Its image was changed where it runs, and the container of before still does. */
  restarting: boolean;
  phase: 'Pending' | 'Running' | 'Failed';
  ready: boolean;
  /** It has been ready for minReadySeconds. */
  settled: boolean;
  terminating: boolean;
  initialized: boolean;
  /** It carries the labels that the set selects by. */
  labelled: boolean;
  /** The command of `--verify` has let it pass, or does not have to. */
  verified: boolean;
}

export interface WorldOptions {
  readonly policy: PodManagementPolicy;
  readonly start: number;
  /** The ordinals that are skipped at first. */
  readonly reserve: readonly number[];
  /** The template carries the annotation `pod.alpha.kubernetes.io/initialized: "false"`. */
  readonly pausesAfterEachPet: boolean;
  readonly strategy: 'OnDelete' | 'RollingUpdate';
  /** Pets that come up have to be verified. */
  readonly verifies: boolean;
  /** The record is a custom resource, and somebody stays to keep the set. */
  readonly custom: boolean;
  readonly minReadySeconds: number;
  readonly pace: Pace;
  /** Which of the steps that are under way is carried out first, again and again. */
  readonly order: readonly number[];
}

/** A cluster with one set in it, small enough to hold in the head: what the planner's promises are checked against. */
export class World {
  readonly pods = new Map<number, WorldPod>();
  readonly claims = new Map<string, WorldClaim>();
  /** Claims that a pod mounts which is no pet: somebody has a look at the data. */
  readonly mounted = new Set<string>();
  /** Of these, those whose pod is deleted and not gone yet. */
  readonly leaving = new Set<string>();
  readonly diary: string[] = [];
  /** The steps of the plan that were taken. */
  readonly steps: Step[] = [];
  replicas = 2;
  reserve: readonly number[];
  retention: Retention = { whenScaled: 'Retain', whenDeleted: 'Retain' };
  hasAlwaysRetained = true;
  /** Gi that the claim template wants. */
  size = 1;
  teardown: Teardown | undefined;
  /** The brake of the record itself. */
  paused = false;
  replacements: readonly Replacement[] = [];
  recordExists = true;
  /** The record is deleted and not gone yet. */
  recordGoing = false;
  /** Its pets are to stay, and the garbage collector has not let go of them yet. */
  orphaning = false;
  guarded = false;
  status: SetStatus = {};
  /** The present template. */
  template = 'rev1';
  /** The template that pets are of which are not of the present one. */
  origin: string | undefined;
  private written: { readonly rollout: Rollout; readonly of: string } | undefined;
  /** By hash: their numbers. */
  readonly revisions = new Map<string, number>();
  /** Templates whose pets never get ready. */
  readonly broken = new Set<string>();
  private births = 0;
  private turns = 0;
  private plans = 0;
  private readonly twin = new Twin();
  private readonly options: WorldOptions;
  /** What templates are but for images: every other one differs. */
  private readonly shapes: readonly string[];

  /** What each step makes of the world, if it keeps the promises. */
  private readonly consequences: { readonly [Kind in Step['do']]: (step: StepOf<Kind>) => void } = {
    'create-revision': (step) => this.changeHistory(step),
    'renumber-revision': (step) => this.changeHistory(step),
    'delete-revision': (step) => this.changeHistory(step),
    'record-rollout': ({ rollout }) => {
      this.written = rollout && { rollout, of: this.template };
      if (rollout === undefined) this.origin = undefined;
    },
    'create-claim': (step) => createClaim(this, step),
    'adopt-claim': (step) => this.adoptClaim(step.claim.name),
    'own-claim': (step) => own(this, step),
    'settle-claim': (step) => settle(this, step),
    'grow-claim': (step) => grow(this, step),
    'create-pet': (step) => this.create(step),
    'adopt-pet': (step) => this.adopt(step.pet.ordinal, step.pet.uid),
    'release-pet': (step) => this.release(step.pet.ordinal, step.pet.uid),
    'delete-pet': (step) => {
      if (step.because === 'replaced') this.strike(step.pet, step.force === true);
      else this.takeDown(step);
    },
    'evict-pet': (step) => this.takeDown(step),
    'patch-pet': (step) => this.patch(step),
    'delete-claim': (step) => this.removeClaim(step.claim.name, step.claim.ordinal),
    'forget-replacement': ({ wish }) => this.forget(wish),
    'guard-record': ({ isGuarded }) => this.guard(isGuarded),
    'report-status': ({ status }) => {
      this.require('only a custom resource is told how its set stands', this.options.custom);
      this.status = status;
    },
    'delete-record': () => this.removeRecord(),
  };

  constructor(options: WorldOptions) {
    this.options = options;
    this.reserve = options.reserve;
    this.shapes = ['rev0', 'rev1'].map((hash) => templateShape(this.templateOf(hash)));
  }

  get isToStay(): boolean {
    return this.fate === undefined;
  }

  /** How the set is to go: as we were asked, or as somebody deletes its guarded record with kubectl. */
  get fate(): Teardown | undefined {
    const isNative = this.recordGoing && this.guarded;
    return this.teardown ?? (isNative ? (this.orphaning ? 'orphan' : 'delete') : undefined);
  }

  /** What the record says, or follows from what somebody has edited. */
  get recorded(): Rollout | undefined {
    const { written, template } = this;
    const { updateRevision: reported } = this.status;
    if (written !== undefined)
      return written.of === template ? written.rollout : { from: written.rollout.from, wish: undefined };
    return reported === undefined || reported === template ? undefined : { from: reported, wish: undefined };
  }

  get desired(): Desired {
    const { policy, start, minReadySeconds } = this.options;
    const strategy = strategyRollout({ type: this.options.strategy });
    return desired(
      {
        replicas: this.replicas,
        template: this.templateOf(this.template),
        minReadySeconds,
        podManagementPolicy: policy,
        ordinals: { start, reserve: this.reserve },
        revisionHistoryLimit: 1,
        persistentVolumeClaimRetentionPolicy: this.retention,
        volumeClaimTemplates: [claimTemplate(this.size)],
      },
      {
        revision: this.template,
        recorded: this.recorded,
        rollout: this.recorded?.wish ?? strategy,
        paused: this.paused,
        replacements: this.replacements,
        teardown: this.fate,
        native: this.options.custom
          ? { generation: 1, status: this.status, isRolloutWritten: this.isRolloutWritten, isGuarded: this.guarded }
          : undefined,
        going: this.recordGoing ? { object: 'its record', uid: RECORD_UID, finalizers: this.finalizers } : undefined,
      },
    );
  }

  private get finalizers(): readonly string[] {
    return [...(this.guarded ? [GUARD] : []), ...(this.orphaning ? [ORPHAN_FINALIZER] : [])];
  }

  private get isRolloutWritten(): boolean {
    return this.written === undefined ? this.recorded === undefined : this.written.of === this.template;
  }

  get observed(): Observed {
    const pets = [...this.pods].map(([ordinal, pod]) =>
      pet(ordinal, {
        uid: pod.uid,
        ownership: ownershipOf(pod),
        foreign: pod.ownership === 'foreign' ? 'belongs to StatefulSet/other' : undefined,
        initialized: pod.initialized,
        revision: pod.revision,
        state: stateOf(pod),
      }),
    );
    const claims = [...this.claims].map(([name, one]) =>
      claim(name, {
        ...seen(this, ordinalOf(name), one),
        usedBy: this.mounted.has(name) ? { name: 'debugger', terminating: this.leaving.has(name) } : undefined,
      }),
    );
    const revisions = [...this.revisions].map(([hash, number]) =>
      revision(hash, { number, shape: this.shapeOf(hash) }),
    );
    const unverified = new Set([...this.pods.values()].filter(({ verified }) => !verified).map(({ uid }) => uid));
    return { ...observed(pets, { claims, revisions }), unverified };
  }

  get pace(): Pace {
    return this.options.pace;
  }

  private planned(): Plan {
    if (!this.recordExists) return { kind: 'done' };
    const { desired: wanted, observed: there, pace } = this;
    // Not every time, which would take as long as all the rest.
    const isAsked = this.plans++ % 8 === 0;
    this.require('a plan is the same by ledgers as by maps', !isAsked || this.twin.agrees(wanted, there, pace));
    return plan(wanted, there, pace);
  }

  /**
   * The controller looks, plans and begins all that may be begun, of which one step is carried out, again and again; every
   * promise is checked at every step.
   */
  reconcile(): Plan {
    let underWay: readonly Step[] = [];
    const asides = new Set<Step>();
    for (;;) {
      const answer = this.planned();
      const aside = this.recordExists ? bookkeeping(answer, this.desired, this.observed, true) : undefined;
      if (aside !== undefined) asides.add(aside);
      underWay = [...underWay, ...this.begin(aside === undefined ? stepsOf(answer) : [aside], underWay)];
      const step = underWay[this.chance % Math.max(underWay.length, 1)];
      if (step === undefined) return answer;
      underWay = underWay.filter((each) => each !== step);
      this.diary.push(`  controller: ${say(step)}`);
      const isAside = asides.has(step);
      if (!isAside) this.steps.push(step);
      this.require('it is remembered which template pets are of', this.recorded?.from === this.origin);
      this.require('nothing is done for a record that somebody deleted', !this.isToStay || !this.recordGoing);
      const isQuiet = this.pausing() === undefined && !this.paused;
      this.require('nothing changes while paused', isQuiet || isAside);
      this.take(step);
    }
  }

  /** What is begun of a plan, as the loop does it. */
  private begin(steps: readonly Step[], underWay: readonly Step[]): readonly Step[] {
    const begun = beginnable(steps, underWay, this.pace.concurrency, this.desired);
    const all = [...underWay, ...begun];
    this.require('no more is under way than may be', all.length <= this.pace.concurrency);
    const isOfOne = new Set(all.map(stepObject)).size === all.length;
    this.require('never two writes of one object at once', isOfOne, all.map((each) => say(each)).join(' and '));
    return begun;
  }

  private get chance(): number {
    const { order } = this.options;
    return order[this.turns++ % order.length] ?? 0;
  }

  private take<Kind extends Step['do']>(step: StepOf<Kind> & { readonly do: Kind }): void {
    this.consequences[step.do](step);
  }

  private takeDown({ pet: { ordinal, uid }, because }: StepOf<'delete-pet' | 'evict-pet'>): void {
    if (because === 'outdated') this.replace(ordinal, uid);
    else this.remove(ordinal, uid);
  }

  /** Somebody wants a pet replaced, and has been shown what goes. */
  wish(ordinal: number, { newClaims, force }: { newClaims: boolean; force: boolean }): void {
    const pod = this.pods.get(ordinal);
    const claim = this.claims.get(claimName('www', 'web', ordinal));
    const claimUids = newClaims && claim?.labelledFor === 'web' ? [claim.uid] : [];
    const isOurs = pod === undefined ? claimUids.length > 0 : pod.ownership === 'ours' && pod.labelled;
    if (!isOurs || !this.isToStay || !isWanted(this.desired.set.spec, ordinal)) return;
    const wish = { ordinal, ...(pod && { podUid: pod.uid }), claimUids, force };
    this.replacements = withReplacement(this.replacements, wish);
  }

  private strike({ ordinal, uid }: ObservedPet, force: boolean): void {
    const wish = this.replacements.find(({ podUid }) => podUid === uid);
    const pod = this.pods.get(ordinal);
    this.require('a replacement strikes only the pod that it names', wish !== undefined && pod?.uid === uid);
    this.require('only a wanted pet of a set that stays is replaced', this.isToStay && this.wants(ordinal));
    this.require('by force only what is to go by force', wish?.force === force);
    if (pod === undefined) return;
    if (force || pod.phase === 'Failed') this.pods.delete(ordinal);
    else pod.terminating = true;
  }

  private forget(wish: Replacement): void {
    const pod = this.pods.get(wish.ordinal);
    const isLeft = [...this.claims.values()].some(({ uid }) => wish.claimUids.includes(uid));
    const isOvertaken = pod !== undefined && (pod.uid !== wish.podUid || pod.ownership !== 'ours');
    const isDone = pod === undefined && !isLeft;
    const promise = 'a replacement is forgotten when what it names is gone, or something else has its place';
    this.require(promise, isDone || isOvertaken || !this.wants(wish.ordinal));
    this.replacements = this.replacements.filter(({ ordinal }) => ordinal !== wish.ordinal);
  }

  private wants(ordinal: number): boolean {
    return isWanted(this.desired.set.spec, ordinal);
  }

  private adoptClaim(name: string): void {
    const found = this.claims.get(name);
    const isNobodys = found?.labelledFor === undefined && found?.owner === undefined;
    this.require('only a claim that nobody has is adopted', found !== undefined && isNobodys);
    if (found) found.labelledFor = 'web';
  }

  private adopt(ordinal: number, uid: string): void {
    const found = this.pods.get(ordinal);
    this.require('only an orphan is adopted', found?.ownership === 'orphan' && found.uid === uid);
    if (found) this.pods.set(ordinal, { ...found, ownership: 'ours' });
  }

  private release(ordinal: number, uid: string): void {
    const found = this.pods.get(ordinal);
    const isOurs = found?.ownership === 'ours' && found.uid === uid;
    const isStray = isOurs && ownershipOf(found) === 'stray' && this.isToStay;
    const promise = 'only a pet that lost its labels is released, or one of a set that goes without it';
    this.require(promise, isStray || (isOurs && this.fate === 'orphan' && !this.orphaning));
    if (found) this.pods.set(ordinal, { ...found, ownership: 'orphan', verified: true });
  }

  /** Somebody edits the template with kubectl. */
  edit(template: string): void {
    if (!this.options.custom || this.status.updateRevision === undefined) return;
    const from = this.recorded?.from ?? this.template;
    this.template = template;
    this.origin = this.recorded === undefined ? undefined : from;
  }

  /** Somebody deletes the record with kubectl: a config map with what it owns first. */
  deleteRecord(orphaning: boolean): void {
    if (this.recordGoing) return;
    this.recordGoing = true;
    this.orphaning = this.options.custom && orphaning;
    if (this.options.custom) this.leaveIfFree();
  }

  /** The garbage collector lets go of what an orphaning record owns, or takes what is left of one that is going. */
  collect(): void {
    if (!this.recordGoing) return;
    const pets = [...this.pods.values()].filter(({ ownership }) => ownership === 'ours');
    if (this.orphaning) this.letGo();
    else if (!this.options.custom) for (const pet of pets) pet.terminating = true;
    if (this.options.custom) this.leaveIfFree();
    else if (pets.length === 0) this.recordExists = false;
  }

  private guard(isGuarded: boolean): void {
    this.require('only a custom resource is guarded', this.options.custom);
    const isLeft = [...this.pods.values()].some(({ ownership }) => ownership === 'ours');
    const isClaimed = [...this.claims.values()].some(
      ({ goesWith, terminating }) => !terminating && goesWith.some(({ kind }) => kind === 'record'),
    );
    const isKept = this.fate === 'orphan' && isClaimed;
    const mayGo = isGuarded || this.orphaning || (!isLeft && !isKept);
    this.require('a record that is going is guarded until its pets are gone', !this.recordGoing || mayGo);
    this.require('nothing that goes is guarded anew', !this.recordGoing || !isGuarded);
    this.guarded = isGuarded;
    if (this.recordGoing) this.leaveIfFree();
  }

  private leaveIfFree(): void {
    if (this.finalizers.length === 0) this.recordExists = false;
  }

  private letGo(): void {
    for (const [ordinal, pod] of this.pods)
      if (pod.ownership === 'ours') this.pods.set(ordinal, { ...pod, ownership: 'orphan' });
    this.orphaning = false;
  }

  private removeRecord(): void {
    const pets = [...this.pods].filter(([, { ownership }]) => ownership === 'ours');
    this.require('the record outlives the pets', this.teardown === 'orphan' || pets.length === 0);
    const ownClaims = [...this.claims.values()].filter((own) => own.labelledFor === 'web');
    this.require('the record outlives the claims', this.teardown !== 'clean' || ownClaims.length === 0);
    this.require('the record outlives its revisions', this.revisions.size === 0);
    if (this.options.custom) {
      this.deleteRecord(this.teardown === 'orphan');
      return;
    }
    this.letGo();
    this.recordExists = false;
  }

  /** Somebody changes what becomes of claims. */
  retain(retention: Retention): void {
    this.retention = retention;
    this.hasAlwaysRetained &&= retention.whenScaled === 'Retain' && retention.whenDeleted === 'Retain';
  }

  /** Somebody writes another template into the record, and wants it rolled out, or not yet. */
  change(template: string, wish: RolloutWish | undefined): void {
    const from = this.recorded?.from ?? this.template;
    if (template !== this.template || wish !== undefined) {
      this.written = { rollout: { from, wish }, of: template };
      this.origin = from;
    }
    this.template = template;
  }

  private changeHistory(step: StepOf<'create-revision' | 'renumber-revision' | 'delete-revision'>): void {
    const hash = 'revision' in step ? step.revision.hash : this.template;
    this.require('a revision is made once', this.revisions.has(hash) === (step.do !== 'create-revision'));
    if (step.do === 'delete-revision') {
      const isUsed = [...this.pods.values()].some((pod) => pod.ownership === 'ours' && pod.revision === hash);
      const isNeeded = isUsed || hash === this.template || hash === this.recorded?.from;
      this.require('no template is forgotten that a pet is of, or may come back to', !this.isToStay || !isNeeded);
      this.revisions.delete(hash);
      return;
    }
    const newest = Math.max(0, ...this.revisions.values());
    const number = step.do === 'create-revision' ? newest + 1 : step.number;
    this.require('the present template has the highest number', hash === this.template && number > newest);
    this.revisions.set(hash, number);
  }

  /** How many wanted pets are not there, or not healthy. */
  private away(): number {
    const { spec } = this.desired.set;
    const there = [...this.pods.keys()].filter((ordinal) => isWanted(spec, ordinal) && this.mayBeFollowed(ordinal));
    return spec.replicas - there.length;
  }

  private requireDue(ordinal: number, uid: string): WorldPod | undefined {
    const pod = this.pods.get(ordinal);
    const { rollout, set } = this.desired;
    this.require('only the pet that was seen is replaced', pod?.ownership === 'ours' && pod.uid === uid);
    this.require('only a pet of another template that a rollout has come to is replaced', this.isDue(ordinal));
    const half = Math.max(Math.floor(set.spec.replicas / 2), 1);
    const several = rollout?.maxUnavailable === '50%' ? half : Number(rollout?.maxUnavailable);
    const allowed = rollout?.step === true ? 1 : several;
    const isFree = !this.isHealthy(pod) || this.away() < allowed;
    this.require('an upgrade takes no more pets down than may be away', isFree, `${this.away()} are away`);
    return pod;
  }

  private replace(ordinal: number, uid: string): void {
    const pod = this.requireDue(ordinal, uid);
    if (pod) pod.terminating = true;
  }

  private patch({ pet: { ordinal, uid }, braked }: StepOf<'patch-pet'>): void {
    const pod = this.requireDue(ordinal, uid);
    if (pod === undefined) return;
    this.require('no pet is patched while its containers are being replaced', !pod.restarting || !pod.ready);
    this.require('only images are patched', this.shapeOf(pod.revision ?? '') === this.shapeOf(this.template));
    const verified = !this.options.verifies;
    Object.assign(pod, {
      revision: this.template,
      restarting: true,
      initialized: pod.initialized && !braked,
      verified,
    });
  }

  private create({ ordinal, revision, braked }: StepOf<'create-pet'>): void {
    const { policy, pausesAfterEachPet, verifies } = this.options;
    this.require('never two pods of one ordinal', !this.pods.has(ordinal));
    this.require('a pet is created only where it is wanted', this.isToStay && isWanted(this.desired.set.spec, ordinal));
    const own = this.claims.get(claimName('www', 'web', ordinal));
    const isHeld = own !== undefined && this.replacements.some(({ claimUids }) => claimUids.includes(own.uid));
    this.require('a pet comes back only when the claims are gone that are to be replaced', !isHeld);
    this.require('a pet is created after its claim', own?.terminating === false && own.labelledFor === 'web');
    if (policy === 'OrderedReady') {
      for (const lower of wantedOrdinals(this.desired.set.spec)) {
        if (lower >= ordinal) break;
        const promise = 'pet i+1 is never created before 0..i are healthy and verified';
        this.require(promise, this.mayBeFollowed(lower), `${petName('web', lower)} is not`);
      }
    }
    this.requireTemplate(ordinal, revision);
    this.pods.set(ordinal, {
      uid: this.newUid(),
      ownership: 'ours',
      revision,
      restarting: false,
      phase: 'Pending',
      ready: false,
      settled: false,
      terminating: false,
      initialized: !pausesAfterEachPet && !braked,
      labelled: true,
      verified: !verifies,
    });
  }

  private requireTemplate(ordinal: number, revision: string): void {
    const { rollout, set } = this.desired;
    const isHeld = rollout !== undefined && ordinal < set.spec.ordinals.start + rollout.partition;
    const from = this.recorded?.from ?? this.template;
    const expected = isHeld && this.revisions.has(from) ? from : this.template;
    this.require('a pet is of the template that its ordinal is to have', revision === expected, revision);
  }

  private remove(ordinal: number, uid: string): void {
    const pod = this.pods.get(ordinal);
    this.require(
      'only our own pod is deleted, and only the one that was seen',
      pod?.ownership === 'ours' && pod.uid === uid,
    );
    if (pod === undefined) return;
    this.require('a set that is orphaned keeps its pets', this.fate !== 'orphan');
    const condemned = this.isCondemned(ordinal);
    if (this.isToStay && condemned) requireFate(this, ordinal);
    this.require('only a failed or an unwanted pet is deleted', pod.phase === 'Failed' || condemned);
    if (condemned && this.options.policy === 'OrderedReady') {
      const higher = [...this.pods].find(
        ([other, { ownership }]) => other > ordinal && ownership === 'ours' && this.isCondemned(other),
      );
      this.require('of pets that are to go, i-1 is never deleted before i is gone', higher === undefined);
      const staying = this.isToStay ? [...wantedOrdinals(this.desired.set.spec)] : [];
      const missed = staying.find((each) => !this.mayBeFollowed(each));
      this.require(
        'no pet goes before all that stay, or come in its place, are healthy and verified',
        missed === undefined,
      );
    }
    if (pod.phase === 'Failed') this.pods.delete(ordinal);
    else pod.terminating = true;
  }

  /** Also where higher ones stay: below the start ordinal, or reserved. */
  private isCondemned(ordinal: number): boolean {
    return !this.isToStay || !isWanted(this.desired.set.spec, ordinal);
  }

  private removeClaim(name: string, ordinal: number): void {
    const claim = this.claims.get(name);
    const isNamed = claim && this.replacements.some(({ claimUids }) => claimUids.includes(claim.uid));
    this.require(
      'claims go only in a clean-up, by name, or before their pets have come',
      this.teardown === 'clean' || (this.isToStay && isNamed === true) || isAbandoned(this, name),
    );
    const namesake = this.pods.get(ordinal);
    const isMounted = (namesake !== undefined && namesake.phase !== 'Failed') || this.mounted.has(name);
    this.require('no claim is deleted while a pod that mounts it exists', !isMounted);
    this.require('only claims of the set are deleted', this.claims.get(name)?.labelledFor === 'web');
    this.claims.delete(name);
  }

  require(promise: string, kept: boolean, detail = ''): void {
    if (!kept) throw new Error(`broken promise: ${promise} ${detail}\n${this.diary.join('\n')}`);
  }

  pausing(): number | undefined {
    return [...this.pods].find(([, pod]) => pod.ownership === 'ours' && !pod.initialized && !pod.terminating)?.[0];
  }

  isHealthy(pod: WorldPod | undefined): boolean {
    return pod?.ownership === 'ours' && stateOf(pod) === 'healthy' && pod.initialized;
  }

  /** Whether the next pet may come or go. */
  mayBeFollowed(ordinal: number): boolean {
    const pod = this.pods.get(ordinal);
    return this.isHealthy(pod) && (pod?.verified === true || this.isDue(ordinal));
  }

  /** A rollout replaces it, if it is of another template. */
  private isDue(ordinal: number): boolean {
    const { rollout, set } = this.desired;
    const isRolledOut = rollout !== undefined && ordinal >= set.spec.ordinals.start + rollout.partition;
    return isRolledOut && isWanted(set.spec, ordinal) && this.pods.get(ordinal)?.revision !== this.template;
  }

  /** Every other template differs in more than images. */
  private templateOf(hash: string): PodTemplate {
    const annotations = { [INITIALIZED_ANNOTATION]: String(!this.options.pausesAfterEachPet) };
    const [name, image] = [`nginx${numberOf(hash) % 2}`, `nginx-slim:${hash}`];
    return { metadata: { labels: { app: 'nginx' }, annotations }, spec: { containers: [{ name, image }] } };
  }

  private shapeOf(hash: string): string | undefined {
    return this.shapes[numberOf(hash) % 2];
  }

  newUid(): string {
    return `uid-${++this.births}`;
  }
}

function stateOf({ terminating, phase, ready, restarting, settled }: WorldPod): PetState {
  if (terminating) return 'terminating';
  if (phase === 'Failed') return 'finished';
  if (phase === 'Pending' || !ready) return 'starting';
  if (restarting) return 'restarting';
  return settled ? 'healthy' : 'settling';
}

function numberOf(hash: string): number {
  return Number(/\d+$/.exec(hash)?.[0] ?? 0);
}

/** Whose a pod is to whoever looks at its labels. */
function ownershipOf({ ownership, labelled }: WorldPod): ObservedPet['ownership'] {
  if (labelled) return ownership;
  if (ownership === 'ours') return 'stray';
  return ownership === 'orphan' ? 'foreign' : ownership;
}
