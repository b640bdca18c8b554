import { orFail } from '../cluster/api-error.js';
import { ClaimedTurn } from '../controller/claimed-turn.js';
import { holderOf } from '../controller/holder.js';
import type { OtherHolder } from '../controller/lease.js';
import type { TurnWorld } from '../controller/set-turn.js';
import { Failure } from '../petset/failure.js';
import type { OwnerReference } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import type { RecordForm } from '../petset/record-form.js';
import type { Args } from './command.js';
import { gateFlags } from './gate-flags.js';
import type { GateOptions } from './gate-flags.js';

interface GateTurnOptions {
  readonly gates: GateOptions | undefined;
  readonly takeover: boolean;
}

/** What a command is about to write. */
export interface Intent {
  /** The record of the set, where there is one. */
  readonly owner?: OwnerReference;
  /** Of that record, or of the one that there will be. */
  readonly form: RecordForm;
  /** What to say to whoever has to do without. */
  readonly undone?: string;
}

/**
 * Sees to it that a command with gates is the one that reconciles: no other process knows them, and any other that saw
 * what is wanted would let every pet pass. So it takes its turn before it writes that down.
 */
export class GateTurns {
  private readonly options: GateTurnOptions;
  private readonly args: Args;
  private readonly world: TurnWorld;
  private readonly claimed: { readonly ref: SetRef; readonly turn: ClaimedTurn }[] = [];

  constructor(options: GateTurnOptions, args: Args, world: TurnWorld) {
    this.options = options;
    this.args = args;
    this.world = world;
  }

  /** Takes the turn, where there are gates. Throws a `Failure` where another process has it and lives. */
  async claim(ref: SetRef, { owner, form, undone }: Intent): Promise<void> {
    if (this.options.gates === undefined) return;
    await this.refuseInVain(ref, undone);
    const other = await this.take(ref, owner ?? form);
    if (other !== undefined) throw this.inVain(ref, other.identity, undone);
  }

  /** Takes the turn also without gates. Throws a `Failure` where another process has it and lives. */
  async claimAnyway(ref: SetRef, { owner, form, undone = 'nothing was changed' }: Intent): Promise<void> {
    const other = await this.take(ref, owner ?? form);
    if (other === undefined) return;
    throw new Failure(`error: petset/${ref.name} is being reconciled by ${other.identity}`, {
      next: [`${undone}; run it again when that command has ended, or with --takeover`],
    });
  }

  private async take(ref: SetRef, record: OwnerReference | RecordForm): Promise<OtherHolder | undefined> {
    const turn = new ClaimedTurn(ref, record, { ...this.world, takeover: this.options.takeover });
    this.claimed.push({ ref, turn });
    return orFail(await turn.take());
  }

  /** Throws a `Failure` where another process seems to reconcile the set, and is not to be taken over. */
  async refuseInVain(ref: SetRef, undone?: string): Promise<void> {
    const { gates, takeover } = this.options;
    if (gates === undefined || takeover) return;
    const { client, clock } = this.world;
    const holder = orFail(await holderOf(ref, { client, now: clock.now() }));
    if (holder !== undefined) throw this.inVain(ref, `${holder.identity}, since ${holder.since}`, undone);
  }

  /** The turn at a set, for the loop that ends it. */
  handOver({ namespace, name }: SetRef): ClaimedTurn | undefined {
    const at = this.claimed.findIndex(({ ref }) => ref.namespace === namespace && ref.name === name);
    return at < 0 ? undefined : this.claimed.splice(at, 1)[0]?.turn;
  }

  /** Gives back what no loop has taken. */
  async giveBack(): Promise<void> {
    await Promise.all(this.claimed.splice(0).map(({ turn }) => turn.giveBack()));
  }

  private inVain({ name }: SetRef, holder: string, undone = 'nothing was changed'): Failure {
    return new Failure(
      `error: petset/${name} is being reconciled by ${holder}, which knows nothing of ${gateFlags(this.args)}`,
      { next: [`${undone}; run it again when that command has ended, or with --takeover`] },
    );
  }
}
