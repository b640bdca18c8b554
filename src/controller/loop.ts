import { type ApiError, describeApiError } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { delayBefore, mayPass, NOTICEABLE } from '../cluster/retry.js';
import type { PetSetRecord } from '../petset/record.js';
import { execute } from './execute.js';
import { type GateCommands, type GateFailure, Gates } from './gates.js';
import { SetLease } from './lease.js';
import { Narrator } from './narrator.js';
import { plan } from './plan.js';
import type { Emit, Progress } from './progress.js';
import { SetWatch, type View } from './set-watch.js';
import type { Obstacle, Step, Wait } from './step.js';
import { Wakeup } from './wakeup.js';

export interface ReconcileDeps {
  readonly client: Client;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Who we are to others who want to reconcile the same set. */
  readonly identity: string;
  readonly emit: Emit;
  /** Ends the reconciliation where it stands. */
  readonly signal: AbortSignal;
  /** What has to let a pet pass before the next one goes. With it nobody else is followed, who would not ask. */
  readonly gates?: GateCommands | undefined;
}

/**
 * How a reconciliation ended:
 * - `settled`: all is as the record wants it
 * - `gone`: the record is no longer there, as at the end of a clean-up
 * - `stuck`: something is in the way that will not go by itself
 * - `refused`: the server refuses a step, or to be watched
 * - `held-up`: a pet was not let pass at a gate
 * - `vain`: somebody else reconciles the set, or has begun to, and does not know our gates
 * - `stopped`: by the signal
 */
export type Outcome =
  | { readonly kind: 'settled'; readonly view: View }
  | { readonly kind: 'gone' }
  | { readonly kind: 'stuck'; readonly obstacle: Obstacle }
  | { readonly kind: 'refused'; readonly error: ApiError; readonly view: View | undefined }
  | { readonly kind: 'held-up'; readonly failure: GateFailure; readonly view: View }
  | { readonly kind: 'vain'; readonly holder: string; readonly view: View | undefined }
  | { readonly kind: 'stopped'; readonly view: View | undefined };

const STOPPED = { kind: 'stopped', view: undefined } as const;
/** Milliseconds that the last write, which hands the lease back, may take with all its attempts. */
const FAREWELL = 2_000;

/** Brings a set to what its record says, step by step, in the foreground; follows along while somebody else does it. */
export async function reconcile(record: PetSetRecord, deps: ReconcileDeps): Promise<Outcome> {
  const watching = new AbortController();
  const loop = new Loop(record, deps, watching.signal);
  let outcome: Outcome = STOPPED;
  try {
    outcome = await Promise.race([loop.run(), aborted(deps.signal)]);
    return outcome.kind === 'stopped' ? { kind: 'stopped', view: loop.look() } : outcome;
  } finally {
    await loop.closeGates();
    const late = new AbortController();
    await Promise.race([loop.leave(outcome, late.signal), deps.clock.sleep(FAREWELL, late.signal)]);
    late.abort();
    watching.abort();
  }
}

function aborted(signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(STOPPED);
    else signal.addEventListener('abort', () => resolve(STOPPED), { once: true });
  });
}

class Loop {
  private readonly record: PetSetRecord;
  private readonly deps: ReconcileDeps;
  private readonly watch: SetWatch;
  private readonly lease: SetLease;
  private readonly wakeup: Wakeup;
  private readonly narrator: Narrator;
  private readonly gates: Gates;
  private following: string | undefined;
  private failures = 0;
  private refusal: ApiError | undefined;
  private isReady = false;

  constructor(record: PetSetRecord, deps: ReconcileDeps, watching: AbortSignal) {
    const { client, clock, random, signal, identity, emit } = deps;
    this.record = record;
    this.deps = deps;
    this.wakeup = new Wakeup(clock, signal);
    const onTrouble = (error: ApiError, delay: number): void => this.tellRetry(error, delay);
    const changed = (): void => this.wakeup.ring();
    this.watch = new SetWatch(record, { client, clock, random, signal: watching, onTrouble }, changed);
    this.lease = new SetLease({
      client,
      clock,
      random,
      store: this.watch.leases,
      ref: record.ref,
      owner: record.owner,
      identity,
    });
    this.narrator = new Narrator(this.watch, clock, emit);
    this.gates = new Gates({
      commands: deps.gates,
      tell: (progress) => this.tell(progress),
      ended: changed,
      podOf: ({ name }) => this.watch.pods.get(record.ref.namespace, name),
    });
    void this.watch.ended.then((refusal) => {
      this.refusal ??= refusal;
      this.wakeup.ring();
    });
  }

  async run(): Promise<Outcome> {
    const refusal = await this.watch.ready;
    this.refusal ??= refusal;
    this.isReady = refusal === undefined;
    while (!this.deps.signal.aborted) {
      if (this.refusal !== undefined) return { kind: 'refused', error: this.refusal, view: this.look() };
      const view = this.look();
      if (view === undefined) return { kind: 'gone' };
      const outcome = await this.advance(view);
      if (outcome !== undefined) return outcome;
    }
    return STOPPED;
  }

  /** What is known of the set; nothing before all of it is, and when the record is gone. */
  look(): View | undefined {
    if (!this.isReady) return undefined;
    return this.watch.look(this.deps.clock.now());
  }

  /** Ends the command of a gate, while the set is still ours. */
  closeGates(): Promise<void> {
    return this.gates.close();
  }

  /** Hands the lease back, or takes it away with the set. */
  leave(outcome: Outcome, late: AbortSignal): Promise<void> {
    return outcome.kind === 'gone' ? this.lease.remove(late) : this.lease.release(late);
  }

  /** One round: plan, tell, and take one step or wait. Answers when that is the end. */
  private async advance(view: View): Promise<Outcome | undefined> {
    const next = this.gates.screen(plan(view.desired, this.gates.look(view.observed)));
    const waits = next.kind === 'wait' ? next.on : [];
    this.narrator.tell(view, waits);
    if (next.kind === 'done') return { kind: 'settled', view };
    if (next.kind === 'stuck') return { kind: 'stuck', obstacle: next.obstacle };
    if (!this.lease.isHeld) return this.lockOrFollow(waits);
    const failure = this.gates.attend(waits, view);
    if (failure !== undefined) return { kind: 'held-up', failure, view };
    const [step] = next.kind === 'act' ? next.steps : [];
    return step === undefined ? this.wait(waits) : this.act(step, view);
  }

  private async act(step: Step, view: View): Promise<Outcome | undefined> {
    const { client, clock } = this.deps;
    const result = await execute(step, view, { client, clock, watch: this.watch });
    if (result.kind === 'refused') return this.overcome(result.error);
    if (result.kind === 'news') return this.calmDown(result.error);
    this.failures = 0;
    return undefined;
  }

  /** News once is read and done with; news after news must not become a flood of requests, nor a silence. */
  private async calmDown(news?: ApiError): Promise<undefined> {
    const { clock, random, signal } = this.deps;
    if (++this.failures === 1) return;
    const delay = delayBefore(this.failures, random);
    if (news !== undefined && delay >= NOTICEABLE) this.tellRetry(news, delay);
    await clock.sleep(delay, signal);
  }

  /** A refusal that may pass is waited out, and then everything is planned anew; any other is the end. */
  private async overcome(error: ApiError): Promise<Outcome | undefined> {
    if (!mayPass(error)) return { kind: 'refused', error, view: this.look() };
    const delay = delayBefore(++this.failures, this.deps.random, error);
    this.tellRetry(error, delay);
    await this.deps.clock.sleep(delay, this.deps.signal);
    return undefined;
  }

  private async wait(waits: readonly Wait[], ...until: readonly number[]): Promise<undefined> {
    const available = waits.map((wait) => (wait.for === 'available' ? wait.pet.availableAt : undefined));
    await this.wakeup.wait(...available, ...until, this.narrator.nextAt(waits));
    return undefined;
  }

  private async lockOrFollow(waits: readonly Wait[]): Promise<Outcome | undefined> {
    const other = this.lease.otherHolder();
    if (other !== undefined) {
      const { identity: holder, expiresAt } = other;
      if (this.gates.areVain(other)) return { kind: 'vain', holder, view: this.look() };
      if (this.following !== holder) this.tell({ type: 'following', holder });
      this.following = holder;
      return this.wait(waits, expiresAt);
    }
    const answer = await this.lease.take();
    if (!answer.ok) return this.overcome(answer.error);
    if (answer.value === 'theirs') return this.calmDown();
    if (this.following !== undefined) this.tell({ type: 'took-over', from: this.following });
    this.following = undefined;
    return undefined;
  }

  private tell(progress: Progress): void {
    this.deps.emit({ ...progress, set: this.record.ref });
  }

  private tellRetry(error: ApiError, delay: number): void {
    this.tell({ type: 'retrying', problem: describeApiError(error), delay });
  }
}
