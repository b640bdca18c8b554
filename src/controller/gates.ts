import type { Pod, Served } from '../petset/kubernetes.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { OtherHolder } from './lease.js';
import type { Observed } from './observed.js';
import type { GateName, Progress } from './progress.js';
import type { View } from './set-watch.js';
import { letGo, type Plan, type Wait } from './step.js';

/** A pet at a gate. */
export interface Candidate {
  readonly gate: GateName;
  readonly pet: ObservedPet;
  readonly pod: Served<Pod>;
  readonly view: View;
}

/**
 * What became of the command of a gate:
 * - `passed`: it ended with 0, the next pet may go
 * - `skipped`: it makes no sense for this pet, which passes; `why` is to be read after the pet's name
 * - `failed`: `problem` is to be read after the name of the gate
 */
export type GateResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'failed'; readonly problem: string };

/** The commands that a user has set before the next pet; only this process knows them. */
export interface GateCommands {
  readonly names: ReadonlySet<GateName>;
  /** Runs the command of a gate for a pet. It is ended, with all it has started, before this resolves after an abort. */
  run(candidate: Candidate, tell: (progress: Progress) => void, signal: AbortSignal): Promise<GateResult>;
}

/** A pet that was not let pass. */
export interface GateFailure {
  readonly gate: GateName;
  readonly pet: ObservedPet;
  /** To be read after the name of the gate. */
  readonly problem: string;
}

export interface GatesDeps {
  readonly commands: GateCommands | undefined;
  readonly tell: (progress: Progress) => void;
  /** Called when a command has ended: there is something new to plan with. */
  readonly ended: () => void;
  /** A pod as it is stored. */
  readonly podOf: (pet: ObservedPet) => Served<Pod> | undefined;
}

interface Running {
  readonly pet: ObservedPet;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

const GATE_OF: Readonly<Partial<Record<Wait['for'], GateName>>> = { verified: 'verify', 'pre-delete': 'pre-delete' };

/**
 * Holds a set's pets at the gates that a user has set up. A pet passes a gate once, by its uid and revision. Commands run
 * beside the loop, one at a time, so that it goes on to watch, to tell and to renew its lease.
 */
export class Gates {
  private readonly deps: GatesDeps;
  private readonly results = new Map<string, GateResult>();
  private running: Running | undefined;
  private mistake: Error | undefined;
  private isFirstLook = true;
  /** Whether pets have been held here, as they are while we have the lease. */
  private hasHeld = false;
  private other: OtherHolder | undefined;

  constructor(deps: GatesDeps) {
    this.deps = deps;
  }

  /** What is observed, with the pets that are not verified. Whoever is healthy at the first look is taken for good. */
  look(observed: Observed): Observed {
    if (!this.has('verify')) return observed;
    const healthy = [...observed.pods.values()].filter(({ state }) => state === 'healthy');
    if (this.isFirstLook) for (const pet of healthy) this.results.set(keyOf('verify', pet), { kind: 'passed' });
    this.isFirstLook = false;
    const unverified = healthy.filter((pet) => !this.isPassed('verify', pet));
    return { ...observed, unverified: new Set(unverified.map(({ uid }) => uid)) };
  }

  /** The plan, without the steps that take a pet down which has not been let go. */
  screen(plan: Plan): Plan {
    return this.has('pre-delete') ? letGo(plan, (pet) => this.isPassed('pre-delete', pet)) : plan;
  }

  /** Has the first of the pets that are waited for at a gate let pass; calls off what runs for one that is no longer there. */
  attend(waits: readonly Wait[], view: View): GateFailure | undefined {
    const { running, mistake } = this;
    if (mistake !== undefined) throw mistake;
    this.hasHeld = true;
    if (running !== undefined && !isThere(running.pet, view.observed)) running.stop.abort();
    for (const { gate, pet } of waits.flatMap(atGate)) {
      const result = this.results.get(keyOf(gate, pet));
      if (result?.kind === 'failed') return { gate, pet, problem: result.problem };
      const pod = this.deps.podOf(pet);
      if (this.running === undefined && pod !== undefined) this.running = this.begin({ gate, pet, pod, view });
    }
    return undefined;
  }

  /**
   * Whether our gates are worth nothing: somebody else has the lease and is alive, and knows nothing of them. Who held it
   * before us may only have left it behind.
   */
  areVain(other: OtherHolder): boolean {
    if (this.deps.commands === undefined) return false;
    const isAlive = this.other !== undefined && this.other.expiresAt !== other.expiresAt;
    this.other = other;
    return isAlive || this.hasHeld;
  }

  /** Ends what still runs. */
  async close(): Promise<void> {
    this.running?.stop.abort();
    await this.running?.done;
  }

  private has(gate: GateName): boolean {
    return this.deps.commands?.names.has(gate) === true;
  }

  private isPassed(gate: GateName, pet: ObservedPet): boolean {
    const result = this.results.get(keyOf(gate, pet));
    return result !== undefined && result.kind !== 'failed';
  }

  private begin(candidate: Candidate): Running | undefined {
    const { commands } = this.deps;
    if (commands === undefined) return undefined;
    const stop = new AbortController();
    const done = this.run(candidate, commands, stop.signal).catch((error: unknown) => {
      this.mistake = error instanceof Error ? error : new Error(String(error));
      this.deps.ended();
    });
    return { pet: candidate.pet, stop, done };
  }

  private async run(candidate: Candidate, commands: GateCommands, signal: AbortSignal): Promise<void> {
    const { gate, pet } = candidate;
    const { tell, ended } = this.deps;
    const tellIfWanted = (progress: Progress): void => {
      if (!signal.aborted) tell(progress);
    };
    const result = await commands.run(candidate, tellIfWanted, signal);
    this.running = undefined;
    if (!signal.aborted) {
      this.results.set(keyOf(gate, pet), result);
      if (result.kind === 'passed') tell({ type: 'gate-passed', gate, pet });
      if (result.kind === 'skipped') tell({ type: 'gate-skipped', gate, pet, why: result.why });
    }
    ended();
  }
}

/** A pet that is changed in place passes anew. */
function keyOf(gate: GateName, { uid, revision = '' }: ObservedPet): string {
  return `${gate} ${uid} ${revision}`;
}

function atGate(wait: Wait): readonly { readonly gate: GateName; readonly pet: ObservedPet }[] {
  const gate = GATE_OF[wait.for];
  return gate !== undefined && 'pet' in wait ? [{ gate, pet: wait.pet }] : [];
}

function isThere({ ordinal, uid }: ObservedPet, { pods }: Observed): boolean {
  const present = pods.get(ordinal);
  return present?.uid === uid && present.state !== 'terminating';
}
