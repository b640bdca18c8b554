import { type Answer, type ApiError, is, isOfGoingNamespace } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { mayPass, withRetry } from '../cluster/retry.js';
import type { PetSetRecord } from '../petset/record.js';
import type { ClaimedTurn } from './claimed-turn.js';
import { Diagnoser } from './diagnoser.js';
import { Enquiries } from './enquiries.js';
import { execute } from './execute.js';
import { farewell } from './farewell.js';
import { type GateCommands, type GateFailure, Gates } from './gates.js';
import type { Hub } from './hub.js';
import type { SetLease } from './lease.js';
import { Narrator } from './narrator.js';
import { plan } from './plan.js';
import { bookkeeping } from './plan-status.js';
import type { Progress, ProgressEvent } from './progress.js';
import { Recorder } from './recorder.js';
import { RefusalHold } from './refusal-hold.js';
import { type TurnWorld, turnOf, watchOne } from './set-turn.js';
import { Setbacks } from './setbacks.js';
import { SetWatch, type View } from './set-watch.js';
import type { Obstacle, Plan, Step, Wait } from './step.js';
import type { Turn } from './turn.js';
import { Wakeup } from './wakeup.js';

export interface ReconcileDeps extends TurnWorld {
  /** Ends the reconciliation where it stands. */
  readonly signal: AbortSignal;
  /** What has to let a pet pass before the next one goes. With it nobody else is followed, who would not ask. */
  readonly gates?: GateCommands | undefined;
  /** A turn that was taken already, and is ours to end. */
  readonly claimed?: ClaimedTurn | undefined;
  /** Somebody stays to keep the set: whoever deletes its record with kubectl waits for him. */
  readonly isKept?: boolean;
  /** For writing events about the set, beside its steps; without it nobody writes any. */
  readonly eventClient?: Client | undefined;
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
  | { readonly kind: 'stuck'; readonly obstacle: Obstacle; readonly view: View }
  | {
      readonly kind: 'refused';
      readonly error: ApiError;
      readonly view: View | undefined;
      /** What it was that the server would not do; nothing where that is to be watched. */
      readonly step?: Step;
    }
  | { readonly kind: 'held-up'; readonly failure: GateFailure; readonly view: View }
  | { readonly kind: 'vain'; readonly holder: string; readonly view: View | undefined }
  | { readonly kind: 'stopped'; readonly view: View | undefined };

const STOPPED = { kind: 'stopped', view: undefined } as const;
const NOTHING_TO_DO = { ok: true, value: undefined } as const;

/** Brings a set to what its record says, step by step, in the foreground; follows along while somebody else does it. */
export async function reconcile(record: PetSetRecord, deps: ReconcileDeps): Promise<Outcome> {
  const watching = new AbortController();
  const hub = deps.claimed?.hub ?? watchOne(record.ref, record.form, deps, watching.signal);
  try {
    const loop = new Loop(record, hub, deps);
    return await inForeground(loop, loop.run(), deps);
  } finally {
    watching.abort();
    deps.claimed?.close();
  }
}

/** Sees how a loop ends that is at work, or stops it where it stands when the signal aborts; puts it away in good order. */
export async function inForeground(
  loop: Loop,
  work: Promise<Outcome>,
  { clock, signal }: Pick<ReconcileDeps, 'clock' | 'signal'>,
): Promise<Outcome> {
  let outcome: Outcome = STOPPED;
  try {
    outcome = await Promise.race([work, aborted(signal)]);
    return outcome.kind === 'stopped' ? { kind: 'stopped', view: loop.look() } : outcome;
  } finally {
    await loop.closeGates();
    await farewell(clock, (late) => loop.leave(outcome, late));
  }
}

function stepsOf(next: Plan): readonly Step[] {
  return next.kind === 'act' ? next.steps : [];
}

function aborted(signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(STOPPED);
    else signal.addEventListener('abort', () => resolve(STOPPED), { once: true });
  });
}

/** One set, brought nearer to its record round by round. */
export class Loop {
  private readonly deps: ReconcileDeps;
  private readonly watch: SetWatch;
  private readonly lease: SetLease;
  private readonly turn: Turn;
  private readonly wakeup: Wakeup;
  private readonly narrator: Narrator;
  private readonly gates: Gates;
  private readonly refusals: RefusalHold;
  private readonly setbacks: Setbacks;
  private readonly recorder: Recorder | undefined;
  private refusal: ApiError | undefined;
  private isReady = false;
  /** How much had changed when we looked last. */
  private seen = 0;
  private busyRounds = 0;

  constructor(record: PetSetRecord, hub: Hub, deps: ReconcileDeps) {
    const { clock, random, signal, identity, claimed, eventClient } = deps;
    const { ref, owner } = record;
    const emit = (event: ProgressEvent): void => {
      deps.emit(event);
      this.recorder?.hear(event);
    };
    const tell = (progress: Progress): void => emit({ ...progress, set: ref });
    this.deps = deps;
    this.wakeup = new Wakeup(clock, signal);
    const changed = (): void => this.wakeup.ring();
    this.watch = new SetWatch(record, hub, changed);
    ({ lease: this.lease, turn: this.turn } = claimed?.for(record) ?? turnOf(ref, owner, hub, deps));
    const { turn } = this;
    this.recorder = eventClient && new Recorder(ref, owner, { client: eventClient, clock, random, identity, turn });
    const enquiries = new Enquiries({ client: deps.client, clock, answered: changed, signal });
    this.narrator = new Narrator(new Diagnoser({ watch: this.watch, clock, enquiries }), clock, emit);
    this.gates = new Gates({
      commands: deps.gates,
      tell,
      ended: changed,
      podOf: ({ name }) => this.watch.pods.get(ref.namespace, name),
    });
    this.refusals = new RefusalHold({ clock, random });
    this.setbacks = new Setbacks({ clock, random, signal, tell });
    void this.watch.ended.then((refusal) => {
      this.refusal ??= refusal;
      this.wakeup.ring();
    });
  }

  /** Goes on until there is nothing more to do, or to be done; may be called again when something has changed. */
  async run(): Promise<Outcome> {
    const refusal = await this.watch.ready;
    this.refusal ??= refusal;
    this.isReady = refusal === undefined;
    while (!this.deps.signal.aborted) {
      if (this.refusal !== undefined) return { kind: 'refused', error: this.refusal, view: this.look() };
      this.seen = this.watch.changes;
      const view = this.look();
      if (view === undefined) return { kind: 'gone' };
      const outcome = await this.advance(view);
      if (outcome === undefined) continue;
      this.recorder?.ended(outcome);
      return outcome;
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

  /** How often there was something to do or to wait for. */
  get rounds(): number {
    return this.busyRounds;
  }

  /** Waits until something is not as it was when we looked last, or until then; answers whether something is. */
  async rest(until = Number.POSITIVE_INFINITY): Promise<boolean> {
    const { clock, signal } = this.deps;
    const isQuiet = (): boolean => this.watch.changes === this.seen && this.refusal === undefined;
    while (isQuiet() && clock.now() < until && !signal.aborted) {
      await this.turn.giveWay();
      await this.wakeup.wait(until);
    }
    return !isQuiet();
  }

  /** Lets others act, as long as there is nothing to do. */
  handBack(): Promise<void> {
    return this.turn.handBack();
  }

  /** Hands the lease back, or takes it away with the set. */
  async leave(outcome: Outcome, late: AbortSignal): Promise<void> {
    if (this.deps.isKept === true && outcome.kind !== 'gone') await this.unguard(late);
    await Promise.all([
      outcome.kind === 'gone' ? this.lease.remove(late) : this.lease.release(late),
      this.recorder?.close(late),
    ]);
    this.watch.close();
  }

  /** Nobody waits for us any more who deletes the record, unless that has begun. */
  private async unguard(late: AbortSignal): Promise<void> {
    const { client, clock, random } = this.deps;
    const release = async (): Promise<Answer<unknown>> => {
      const view = this.look();
      if (view?.desired.native?.isGuarded !== true || view.desired.going !== undefined) return NOTHING_TO_DO;
      const result = await execute({ do: 'guard-record', isGuarded: false }, view, {
        client,
        clock,
        watch: this.watch,
      });
      return result.kind === 'done' ? NOTHING_TO_DO : { ok: false, error: result.error };
    };
    await withRetry(release, (error) => mayPass(error) || is(error, 'Conflict'), { clock, random, signal: late });
  }

  /** One round: plan, tell, and take one step or wait. Answers when that is the end. */
  private async advance(view: View): Promise<Outcome | undefined> {
    const wanted = plan(view.desired, this.gates.look(view.observed));
    const next = this.gates.screen(this.refusals.screen(wanted));
    const waits = next.kind === 'wait' ? next.on : [];
    this.narrator.tell(view, waits);
    this.recorder?.looked();
    const aside = bookkeeping(next, view.desired, view.observed, this.deps.isKept === true);
    if (aside === undefined) {
      if (next.kind === 'done') return { kind: 'settled', view };
      if (next.kind === 'stuck') return { kind: 'stuck', obstacle: next.obstacle, view };
      this.busyRounds++;
    }
    if (!this.turn.isOurs) return this.awaitTurn(waits);
    const failure = this.gates.attend(waits, view);
    if (failure !== undefined) return { kind: 'held-up', failure, view };
    const [step] = aside === undefined ? stepsOf(next) : [aside];
    return step === undefined ? this.wait(waits) : this.act(step, view);
  }

  private async act(step: Step, view: View): Promise<Outcome | undefined> {
    const { client, clock } = this.deps;
    const result = await execute(step, view, { client, clock, watch: this.watch });
    this.recorder?.took(step, result);
    if (result.kind === 'refused') {
      return this.refusals.take(step, result.error, view.record.ref.name)
        ? undefined
        : this.overcome(result.error, step);
    }
    if (result.kind === 'news') return this.setbacks.calmDown(result.error);
    this.setbacks.areOver();
    return undefined;
  }

  /** A refusal that may pass is waited out, and then everything is planned anew; any other is the end. */
  private async overcome(error: ApiError, step?: Step): Promise<Outcome | undefined> {
    if (!mayPass(error)) return { kind: 'refused', error, view: this.look(), ...(step && { step }) };
    return this.setbacks.sitOut(error);
  }

  private async wait(waits: readonly Wait[], ...until: readonly number[]): Promise<undefined> {
    const available = waits.map((wait) => (wait.for === 'available' ? wait.pet.availableAt : undefined));
    await this.wakeup.wait(...available, ...until, this.refusals.until, this.narrator.nextAt(waits));
    return undefined;
  }

  private async awaitTurn(waits: readonly Wait[]): Promise<Outcome | undefined> {
    const answer = await this.turn.seek(this.narrator.quietSince);
    switch (answer.kind) {
      case 'ours':
        return undefined;
      case 'theirs': {
        const other = this.lease.otherHolder();
        if (other !== undefined && this.gates.areVain(other))
          return { kind: 'vain', holder: other.identity, view: this.look() };
        return this.wait(waits, answer.until);
      }
      case 'too-late':
        return this.setbacks.calmDown();
      case 'refused': {
        const view = isOfGoingNamespace(answer.error) ? this.look() : undefined;
        if (view?.desired.going === undefined) return this.overcome(answer.error);
        // Nobody can have the turn where the namespace is deleted: what is in it goes anyway, and not later because of us.
        const { native } = view.desired;
        return native?.isGuarded ? this.act({ do: 'guard-record', isGuarded: false }, view) : this.wait(waits);
      }
    }
  }
}
