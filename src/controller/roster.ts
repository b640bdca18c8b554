import { type ApiError } from '../cluster/api-error.js';
import { RECORD_RESOURCES } from '../cluster/resource.js';
import { Failure } from '../petset/failure.js';
import type { Served } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, readRecord } from '../petset/record.js';
import {
  OTHER_FORM,
  type RecordForm,
  recordObject,
  type RecordObject,
  recordObjectName,
} from '../petset/record-form.js';
import { recordsInForce } from './records-in-force.js';
import { Hub, type HubScope } from './hub.js';
import { keep, type KeepDeps } from './keep.js';
import type { Outcome } from './outcome.js';
import type { View } from './set-watch.js';
import { Wakeup } from './wakeup.js';

export interface RosterDeps extends KeepDeps {
  /** Told when the server does not let us watch for now, and will be asked again after `delay` ms. */
  readonly onTrouble: (error: ApiError, delay: number) => void;
  /** Told once of a record that cannot be read, and is passed over until somebody mends it. */
  readonly onUnreadable: (why: Failure) => void;
  /** Told of a record that is there, and is not shown any more since somebody took its labels away. */
  readonly onUnlabelled: (ref: SetRef) => void;
}

/**
 * How it ended to keep sets:
 * - `none-left`: all that were named are gone
 * - `moved`: the record of one of them is held in a form that is not looked at: to be begun anew
 * - `refused`: the server refuses to be watched
 * - `stopped`: by the signal; how those sets stand that were being kept
 */
export type RosterEnd =
  | { readonly kind: 'none-left' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'stopped'; readonly views: readonly View[] };

/** Keeps all sets that there are within a scope, also those that appear later; none of them waits for another. */
export async function keepAll(scope: HubScope, deps: RosterDeps): Promise<RosterEnd> {
  const { client, clock, random, signal, onTrouble } = deps;
  const watching = new AbortController();
  const wakeup = new Wakeup(clock, signal);
  const ring = (): void => wakeup.ring();
  const hub = new Hub(scope, { client, clock, random, signal: watching.signal, onTrouble, isHurried: true }, ring);
  void hub.ended.then(ring);
  const roster = new Roster(hub, deps, ring);
  try {
    await Promise.race([
      hub.ready,
      new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
    ]);
    while (!signal.aborted && hub.refusal === undefined) {
      roster.look();
      if (roster.moved.some((form) => !scope.forms.includes(form))) return { kind: 'moved' };
      if (scope.names !== undefined && roster.isEmpty) return { kind: 'none-left' };
      await wakeup.wait();
    }
    const views = await roster.end();
    return hub.refusal === undefined ? { kind: 'stopped', views } : { kind: 'refused', error: hub.refusal };
  } finally {
    await roster.end();
    watching.abort();
  }
}

interface Kept {
  readonly outcome: Promise<Outcome | undefined>;
  readonly stop: () => void;
}

/** Which sets there are, and who keeps them. */
class Roster {
  private readonly hub: Hub;
  private readonly deps: RosterDeps;
  private readonly changed: () => void;
  /** By the kind, namespace and name of the record. */
  private readonly kept = new Map<string, Kept>();
  /** The forms into which records were moved that were being kept. */
  readonly moved: RecordForm[] = [];
  /** The version of a record that cannot be read, by its uid. */
  private readonly unreadable = new Map<string, string>();
  /** A fault of our own, which is not to be passed over. */
  private mistake: Error | undefined;

  constructor(hub: Hub, deps: RosterDeps, changed: () => void) {
    this.hub = hub;
    this.deps = deps;
    this.changed = changed;
  }

  get isEmpty(): boolean {
    return this.kept.size === 0 && this.stored().length === 0;
  }

  /** Begins to keep every set that nobody keeps yet. */
  look(): void {
    if (this.mistake !== undefined) throw this.mistake;
    for (const stored of this.stored()) {
      const key = recordObject({
        kind: stored.kind,
        name: `${stored.metadata.namespace ?? ''}/${stored.metadata.name}`,
      });
      if (this.kept.has(key) || this.unreadable.get(stored.metadata.uid) === stored.metadata.resourceVersion) continue;
      const record = this.read(stored);
      if (record !== undefined) this.begin(key, record);
    }
  }

  /** Stops keeping; answers with how the sets stand. */
  async end(): Promise<readonly View[]> {
    const kept = [...this.kept.values()];
    for (const { stop } of kept) stop();
    const outcomes = await Promise.all(kept.map(({ outcome }) => outcome));
    return outcomes.flatMap((outcome) => (outcome?.kind === 'stopped' && outcome.view ? [outcome.view] : []));
  }

  /** In both forms. */
  private stored(): readonly Served<RecordObject>[] {
    return recordsInForce(this.hub.records);
  }

  private read(stored: Served<RecordObject>): PetSetRecord | undefined {
    try {
      return readRecord(stored);
    } catch (error) {
      this.passOver(stored, error);
      return undefined;
    }
  }

  /** What is wrong with one record is told, and no reason to let the others down. */
  private passOver({ metadata }: Served<RecordObject>, error: unknown): void {
    if (!(error instanceof Failure)) throw error;
    this.unreadable.set(metadata.uid, metadata.resourceVersion);
    this.deps.onUnreadable(error);
  }

  private begin(key: string, record: PetSetRecord): void {
    const stopped = new AbortController();
    const outcome = this.keep(record, stopped.signal).finally(() => {
      this.kept.delete(key);
      this.changed();
    });
    this.kept.set(key, { outcome, stop: () => stopped.abort() });
  }

  private async keep(record: PetSetRecord, signal: AbortSignal): Promise<Outcome | undefined> {
    const { namespace = '', name } = record.stored.metadata;
    const known = this.hub.records[record.form];
    try {
      const outcome = await keep(record, this.hub, { ...this.deps, signal });
      if (outcome.kind === 'gone') await this.partFrom(record);
      return outcome;
    } catch (error) {
      try {
        this.passOver(known.get(namespace, name) ?? record.stored, error);
      } catch (mistake) {
        this.mistake ??= mistake instanceof Error ? mistake : new Error(String(mistake));
      }
      return undefined;
    }
  }

  /** A record that is not shown any more may only have lost its labels, or be held in the other form by now. */
  private async partFrom({ ref, form, stored }: PetSetRecord): Promise<void> {
    const { client, emit } = this.deps;
    const present = await client.get(RECORD_RESOURCES[form], ref.namespace, stored.metadata.name);
    if (present.ok && present.value.metadata.uid === stored.metadata.uid) {
      this.deps.onUnlabelled(ref);
      emit({ type: 'set-left', set: ref });
      return;
    }
    const other = OTHER_FORM[form];
    const moved = await client.get(RECORD_RESOURCES[other], ref.namespace, recordObjectName(other, ref.name));
    if (!moved.ok) {
      emit({ type: 'set-gone', set: ref });
      return;
    }
    this.moved.push(other);
    const { kind, metadata } = moved.value;
    emit({ type: 'set-moved', set: ref, to: recordObject({ kind, name: metadata.name }) });
  }
}
