import type { Desired, Observed } from '../../src/controller/observed.js';
import { plan } from '../../src/controller/plan.js';
import type { Plan, Step } from '../../src/controller/step.js';
import { claimName, isWanted, petName } from '../../src/petset/identity.js';
import type { PetState } from '../../src/petset/observed-pet.js';
import type { PodManagementPolicy } from '../../src/petset/petset.js';
import type { Teardown } from '../../src/petset/record.js';
import { claim, desired, observed, pet, revision, say } from '../fixtures/sets.js';

interface WorldPod {
  readonly uid: string;
  readonly ownership: 'ours' | 'orphan' | 'leftover' | 'foreign';
  phase: 'Pending' | 'Running' | 'Failed';
  ready: boolean;
  /** It has been ready for minReadySeconds. */
  settled: boolean;
  terminating: boolean;
  initialized: boolean;
  /** It carries the labels that the set selects by. */
  labelled: boolean;
}

interface WorldClaim {
  readonly uid: string;
  labelledFor: string | undefined;
  /** Whom its owner reference names. */
  readonly owner: string | undefined;
  terminating: boolean;
}

export interface WorldOptions {
  readonly policy: PodManagementPolicy;
  readonly start: number;
  /** The template carries the annotation `pod.alpha.kubernetes.io/initialized: "false"`. */
  readonly pausesAfterEachPet: boolean;
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
  replicas = 2;
  teardown: Teardown | undefined;
  recordExists = true;
  /** The record is deleted and not gone yet. */
  recordGoing = false;
  revisionExists = false;
  private births = 0;
  private readonly options: WorldOptions;

  constructor(options: WorldOptions) {
    this.options = options;
  }

  get isToStay(): boolean {
    return this.teardown === undefined;
  }

  get desired(): Desired {
    const { policy, start } = this.options;
    return desired(
      { replicas: this.replicas, podManagementPolicy: policy, ordinals: { start } },
      {
        teardown: this.teardown,
        going: this.recordGoing ? { name: 'petset-web', uid: 'uid-of-record', finalizers: [] } : undefined,
      },
    );
  }

  get observed(): Observed {
    const pets = [...this.pods].map(([ordinal, pod]) =>
      pet(ordinal, {
        uid: pod.uid,
        ownership: pod.ownership === 'ours' && !pod.labelled ? 'stray' : pod.ownership,
        foreign: pod.ownership === 'foreign' ? 'belongs to StatefulSet/other' : undefined,
        initialized: pod.initialized,
        state: stateOf(pod),
      }),
    );
    const claims = [...this.claims].map(([name, own]) =>
      claim(name, {
        ...own,
        usedBy: this.mounted.has(name) ? { name: 'debugger', terminating: this.leaving.has(name) } : undefined,
      }),
    );
    return { ...observed(pets, { claims }), revisions: this.revisionExists ? [revision('rev1')] : [] };
  }

  /** The controller looks, plans and takes one step, again and again; every promise is checked at every step. */
  reconcile(): Plan {
    for (;;) {
      const answer = this.recordExists ? plan(this.desired, this.observed) : ({ kind: 'done' } as const);
      const step = answer.kind === 'act' ? answer.steps[0] : undefined;
      if (step === undefined) return answer;
      this.diary.push(`  controller: ${say(step)}`);
      this.require('nothing changes while paused', this.pausing() === undefined);
      this.require(
        'nothing is done for a record that somebody deleted',
        this.teardown !== undefined || !this.recordGoing,
      );
      this.take(step);
    }
  }

  private take(step: Step): void {
    switch (step.do) {
      case 'create-revision':
      case 'delete-revision':
        this.require('a revision is made once', this.revisionExists === (step.do === 'delete-revision'));
        this.revisionExists = step.do === 'create-revision';
        return;
      case 'create-claim':
        this.createClaim(claimName(step.template, 'web', step.ordinal));
        return;
      case 'adopt-claim':
        this.adoptClaim(step.claim.name);
        return;
      case 'create-pet':
        this.create(step.ordinal);
        return;
      case 'adopt-pet':
        this.adopt(step.pet.ordinal, step.pet.uid);
        return;
      case 'delete-pet':
        this.remove(step.pet.ordinal, step.pet.uid);
        return;
      case 'delete-claim':
        this.removeClaim(step.claim.name, step.claim.ordinal);
        return;
      case 'delete-record':
        this.removeRecord();
    }
  }

  private createClaim(name: string): void {
    this.require('a claim is made once', !this.claims.has(name));
    this.claims.set(name, { uid: this.newUid(), labelledFor: 'web', owner: undefined, terminating: false });
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

  private removeRecord(): void {
    this.require(
      'the record outlives the pets',
      ![...this.pods.values()].some(({ ownership }) => ownership === 'ours'),
    );
    this.require('the record outlives the claims', ![...this.claims.values()].some((own) => own.labelledFor === 'web'));
    this.recordExists = false;
  }

  private create(ordinal: number): void {
    const { start, policy, pausesAfterEachPet } = this.options;
    this.require('never two pods of one ordinal', !this.pods.has(ordinal));
    this.require('a pet is created only where it is wanted', this.isToStay && isWanted(this.desired.set.spec, ordinal));
    const own = this.claims.get(claimName('www', 'web', ordinal));
    this.require('a pet is created after its claim', own?.terminating === false && own.labelledFor === 'web');
    if (policy === 'OrderedReady') {
      for (let lower = start; lower < ordinal; lower++) {
        const promise = 'pet i+1 is never created before 0..i are healthy';
        this.require(promise, this.isHealthy(this.pods.get(lower)), `${petName('web', lower)} is not`);
      }
    }
    this.pods.set(ordinal, {
      uid: this.newUid(),
      ownership: 'ours',
      phase: 'Pending',
      ready: false,
      settled: false,
      terminating: false,
      initialized: !pausesAfterEachPet,
      labelled: true,
    });
  }

  private remove(ordinal: number, uid: string): void {
    const pod = this.pods.get(ordinal);
    this.require(
      'only our own pod is deleted, and only the one that was seen',
      pod?.ownership === 'ours' && pod.uid === uid,
    );
    if (pod === undefined) return;
    const condemned = !this.isToStay || !isWanted(this.desired.set.spec, ordinal);
    this.require('only a failed or an unwanted pet is deleted', pod.phase === 'Failed' || condemned);
    if (condemned && this.options.policy === 'OrderedReady') {
      const higher = [...this.pods].find(([other, { ownership }]) => other > ordinal && ownership === 'ours');
      this.require(
        'pet i-1 is never deleted before i is gone',
        higher === undefined || this.isLowerWanted(ordinal, higher[0]),
      );
      const staying = [...this.pods].find(
        ([other, each]) => isWanted(this.desired.set.spec, other) && this.isToStay && !this.isHealthy(each),
      );
      this.require('no pet goes while one that stays is not healthy', staying === undefined);
    }
    if (pod.phase === 'Failed') this.pods.delete(ordinal);
    else pod.terminating = true;
  }

  /** A pet below the start ordinal is condemned although higher ones stay. */
  private isLowerWanted(ordinal: number, higher: number): boolean {
    return ordinal < this.options.start && isWanted(this.desired.set.spec, higher) && this.isToStay;
  }

  private removeClaim(name: string, ordinal: number): void {
    this.require('claims go only in a clean-up', this.teardown === 'clean');
    const namesake = this.pods.get(ordinal);
    const isMounted = (namesake !== undefined && namesake.phase !== 'Failed') || this.mounted.has(name);
    this.require('no claim is deleted while a pod that mounts it exists', !isMounted);
    this.require('only claims of the set are deleted', this.claims.get(name)?.labelledFor === 'web');
    this.claims.delete(name);
  }

  private require(promise: string, kept: boolean, detail = ''): void {
    if (!kept) throw new Error(`broken promise: ${promise} ${detail}\n${this.diary.join('\n')}`);
  }

  pausing(): number | undefined {
    return [...this.pods].find(([, pod]) => pod.ownership === 'ours' && !pod.initialized && !pod.terminating)?.[0];
  }

  isHealthy(pod: WorldPod | undefined): boolean {
    return pod?.ownership === 'ours' && stateOf(pod) === 'healthy' && pod.initialized;
  }

  newUid(): string {
    return `uid-${++this.births}`;
  }
}

function stateOf({ terminating, phase, ready, settled }: WorldPod): PetState {
  if (terminating) return 'terminating';
  if (phase === 'Failed') return 'finished';
  if (phase === 'Pending' || !ready) return 'starting';
  return settled ? 'healthy' : 'settling';
}
