import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { endOfLog } from '../cluster/pod-log.js';
import { RESOURCES } from '../cluster/resource.js';
import type { Diagnosis } from '../diagnose/diagnosis.js';
import type { KubeEvent } from '../petset/kubernetes.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import type { Emit, ProgressEvent, Waiting } from './progress.js';

/** Lines of a log that are shown, and events. */
const LINES = 5;
const EVENTS = 3;

/** What may well pass by itself is looked into only after so many milliseconds. */
const PATIENCE = 30_000;
const MAY_PASS = ['ContainersNotReady', 'ReadinessGate', 'Slow', 'NotScheduled'];

export interface ExaminerDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Ends it. */
  readonly signal: AbortSignal;
}

type Ailing = Waiting & { readonly on: { readonly pet: ObservedPet }; readonly diagnosis: Diagnosis };

/**
 * Passes progress on, and looks closer at the pets of a revision that do not become healthy: the end of their logs and
 * their events, as far as the user may see them; then it tells that there are ways out. Once while it may pass, and once when
 * it will not.
 */
export class Examiner {
  private readonly revision: string;
  private readonly deps: ExaminerDeps;
  private readonly seen = new Set<string>();
  private ailing = new Set<string>();

  constructor(revision: string, deps: ExaminerDeps) {
    this.revision = revision;
    this.deps = deps;
  }

  readonly emit: Emit = (event) => {
    this.deps.emit(event);
    if (event.type === 'standing') this.notice(event.standing.waiting, event.set);
  };

  private notice(waiting: readonly Waiting[], set: SetRef): void {
    const ailing = waiting.flatMap((each) => (this.isAiling(each) ? [each] : []));
    this.ailing = new Set(ailing.map(keyOf));
    for (const each of ailing) {
      if (this.seen.has(keyOf(each))) continue;
      this.seen.add(keyOf(each));
      void this.examine(each, set);
    }
  }

  private isAiling(waiting: Waiting): waiting is Ailing {
    const { on, diagnosis } = waiting;
    return on.for === 'ready' && diagnosis !== undefined && on.pet.revision === this.revision;
  }

  private async examine(waiting: Ailing, set: SetRef): Promise<void> {
    const { clock, signal } = this.deps;
    const { diagnosis, on } = waiting;
    if (mayPass(waiting)) await clock.sleep(PATIENCE, signal);
    const isOver = (): boolean => signal.aborted || !this.ailing.has(keyOf(waiting));
    if (isOver()) return;
    const found = [...(await this.log(on.pet, diagnosis, set)), ...(await this.events(on.pet, set))];
    if (isOver()) return;
    for (const event of [...found, { type: 'ways-out', pet: on.pet, set } as const]) this.deps.emit(event);
  }

  private async log(pet: ObservedPet, { log }: Diagnosis, set: SetRef): Promise<readonly ProgressEvent[]> {
    if (log === undefined) return [];
    const named = { namespace: set.namespace, name: pet.name };
    const answer = await endOfLog(this.deps.client, named, { ...log, lines: LINES });
    const lines = answer.ok ? answer.value : [];
    return lines.map((line) => ({ type: 'pet-log', pet, container: log.container, line, set }));
  }

  private async events(pet: ObservedPet, set: SetRef): Promise<readonly ProgressEvent[]> {
    const query = { fieldSelector: `involvedObject.uid=${pet.uid}`, limit: 100 };
    const answer = await this.deps.client.page(RESOURCES.events, set.namespace, query);
    const warnings = answer.ok ? answer.value.items.filter(({ type }) => type === 'Warning') : [];
    return [...warnings]
      .sort((a, b) => lastSeen(a) - lastSeen(b))
      .slice(-EVENTS)
      .map(({ reason = '', message = '' }) => ({
        type: 'pet-event',
        pet,
        reason,
        message: message.replaceAll(/\s+/g, ' '),
        set,
      }));
  }
}

/** A pull that fails is an ErrImagePull and an ImagePullBackOff by turns: that is one cause. */
function keyOf(waiting: Ailing): string {
  return `${waiting.on.pet.uid} ${mayPass(waiting) ? 'may pass' : 'will stay'}`;
}

function mayPass({ diagnosis }: Ailing): boolean {
  return MAY_PASS.includes(diagnosis.cause);
}

function lastSeen({ series, lastTimestamp, eventTime, metadata }: KubeEvent): number {
  return Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '') || 0;
}
