import { setImmediate } from 'node:timers/promises';
import { type Answer, type ApiError, is, isOfGoingNamespace } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { mayPass, withRetry } from '../cluster/retry.js';
import type { PetSetRecord } from '../petset/record.js';
import type { ClaimedTurn } from './claimed-turn.js';
import { Diagnoser } from './diagnoser.js';
import { Enquiries } from './enquiries.js';
import { execute } from './execute.js';
import { farewell } from './farewell.js';
import { type GateCommands, Gates } from './gates.js';
import type { Hub } from './hub.js';
import type { SetLease } from './lease.js';
import { Narrator } from './narrator.js';
import type { Outcome } from './outcome.js';
import { type Pace, USUAL_PACE } from './pace.js';
import { plan } from './plan.js';
import { bookkeeping } from './plan-status.js';
import type { Progress, ProgressEvent } from './progress.js';
import { Recorder } from './recorder.js';
import { RefusalHold } from './refusal-hold.js';
import { type TurnWorld, turnOf } from './set-turn.js';
import { Setbacks } from './setbacks.js';
import { SetWatch, type View } from './set-watch.js';
import { isAhead, type Plan, type Step, stepsOf, type Wait, waitsOf } from './step.js';
import type { Turn } from './turn.js';
import { type Answered, UnderWay } from './under-way.js';
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
  /** How much is done at once; as much as usual where that is not said. */
  readonly pace?: Pace | undefined;
  /** For writing events about the set, beside its steps; without it nobody writes any. */
  readonly eventClient?: Client | undefined;
}

export const STOPPED = { kind: 'stopped', view: undefined } as const;
const NOTHING_TO_DO = { ok: true, value: undefined } as const;

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
  private readonly underWay: UnderWay;
  /** Of whoever waits for all that is under way. */
  private comingToRest: Promise<void> | undefined;
  private readonly pace: Pace;
  private refusal: ApiError | undefined;
  /** The step that the server will not do, which is the end, and why. */
  private denied: { readonly error: ApiError; readonly step?: Step } | undefined;
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
    this.underWay = new UnderWay({ now: () => clock.now(), answered: changed });
    this.pace = deps.pace ?? USUAL_PACE;
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
    this.denied = undefined;
    while (!this.deps.signal.aborted) {
      const outcome = await this.round();
      if (outcome === undefined) continue;
      if (this.underWay.isEmpty) {
        this.recorder?.ended(outcome);
        return outcome;
      }
      // Nothing new is begun, and what is under way is still to be told of.
      await this.wakeup.wait();
    }
    return STOPPED;
  }

  /** Waits for what is under way, which nobody takes back; not for long, and only once: who did not answer by then will not. */
  comeToRest(): Promise<void> {
    this.comingToRest ??= this.underWay.isEmpty
      ? Promise.resolve()
      : farewell(this.deps.clock, () => this.underWay.over);
    return this.comingToRest;
  }

  /** What is known in the end; what has come of the last steps is told. */
  lastLook(): View | undefined {
    const view = this.look();
    const answers = this.underWay.take();
    for (const { step, result } of answers) this.recorder?.took(step, result);
    if (view !== undefined && answers.length > 0) this.narrator.tell(view, []);
    return view;
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

  /** Hears what has come of the steps that were begun, looks, begins what may be begun now, and waits. Answers when that is the end. */
  private async round(): Promise<Outcome | undefined> {
    // Answers and events that are there already are looked at together: a look costs the more, the larger the set is.
    await setImmediate();
    this.wakeup.hush();
    await this.hear();
    this.seen = this.watch.changes;
    if (this.refusal !== undefined) return { kind: 'refused', error: this.refusal, view: this.look() };
    const view = this.look();
    if (view === undefined) return { kind: 'gone' };
    if (this.denied === undefined) return this.advance(view);
    this.narrator.tell(view, []);
    return { kind: 'refused', ...this.denied, view };
  }

  private async hear(): Promise<void> {
    for (const answered of this.underWay.take()) {
      const { step, result } = answered;
      const isRefused = result.kind === 'refused';
      // It is tried again when its turn comes, and told then.
      if (!isRefused || !isAhead(step)) this.recorder?.took(step, result);
      if (result.kind === 'done') this.setbacks.areOver(answered);
      else if (!isRefused) await this.setbacks.calmDown(result.error, answered);
      else if (!this.refusals.take(step, result.error, this.watch.setName)) await this.overcome(result.error, answered);
    }
  }

  private async advance(view: View): Promise<Outcome | undefined> {
    const wanted = plan(view.desired, this.gates.look(view.observed), this.pace);
    const next = this.gates.screen(this.refusals.screen(wanted));
    const waits = waitsOf(next);
    const aside = bookkeeping(next, view.desired, view.observed, this.deps.isKept === true);
    const steps = aside === undefined ? stepsOf(next) : [aside];
    const isBegun = await this.beginAtOnce(steps, view);
    this.narrator.tell(view, waits);
    this.recorder?.looked();
    const end = aside === undefined ? endOf(next, view) : undefined;
    if (end !== undefined) return end;
    if (aside === undefined) this.busyRounds++;
    if (!this.turn.isOurs) {
      if (this.underWay.isEmpty) return this.awaitTurn(waits);
      this.turn.noticeLoss();
      return this.wait(waits);
    }
    if (isBegun) return this.wait(waits);
    const failure = this.gates.attend(waits, view);
    if (failure !== undefined) return { kind: 'held-up', failure, view };
    this.begin(steps, view);
    return this.wait(waits);
  }

  /** Begins before it is told why, which can be done while the server is at it. Answers whether there was no more to ask before. */
  private async beginAtOnce(steps: readonly Step[], view: View): Promise<boolean> {
    // A command of the user's may still hold them up.
    if (!this.turn.isOurs || this.deps.gates !== undefined) return false;
    if (this.begin(steps, view)) await setImmediate();
    return true;
  }

  /** Answers whether there was anything to begin; once we are to stop there is not: nobody would wait for it. */
  private begin(steps: readonly Step[], view: View): boolean {
    const { client, clock, signal } = this.deps;
    if (signal.aborted) return false;
    const beginnable = this.underWay.next(steps, this.pace.concurrency, view.desired);
    for (const step of beginnable) {
      const taking = execute(step, view, { client, clock, watch: this.watch });
      this.underWay.begin(step, taking, this.setbacks.soFar);
    }
    return beginnable.length > 0;
  }

  /** A refusal that may pass is waited out, and then everything is planned anew; any other is the end. */
  private async overcome(error: ApiError, answered?: Answered): Promise<undefined> {
    if (mayPass(error)) return this.setbacks.sitOut(error, answered);
    this.denied ??= { error, ...(answered && { step: answered.step }) };
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
        if (native?.isGuarded) this.begin([{ do: 'guard-record', isGuarded: false }], view);
        return this.wait(waits);
      }
    }
  }
}

/** What a plan comes to that is neither to be acted on nor to be waited for. */
function endOf(plan: Plan, view: View): Outcome | undefined {
  if (plan.kind === 'done') return { kind: 'settled', view };
  return plan.kind === 'stuck' ? { kind: 'stuck', obstacle: plan.obstacle, view } : undefined;
}
