import type { OwnerReference } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import type { ProgressEvent, Standing, Waiting } from './progress.js';
import { EventWriter, type WriterDeps } from './recorder-writer.js';
import {
  brakeOf,
  type Course,
  courseWords,
  type Ending,
  endingWords,
  pausedWords,
  RESUMED,
  stepWords,
  waitingWords,
} from './recorder-words.js';
import type { Step } from './step.js';
import type { Turn } from './turn.js';
import type { Result } from './writes.js';

export interface RecorderDeps extends WriterDeps {
  /** Whoever follows along writes nothing: whoever acts tells it himself. */
  readonly turn: Pick<Turn, 'isOurs' | 'takenFrom'>;
}

/** Has the cluster remember what is done to a set, and why nothing is: as events about its record. */
export class Recorder {
  private readonly writer: EventWriter;
  private readonly turn: RecorderDeps['turn'];
  private readonly setName: string;
  private standing: Standing | undefined;
  private course: Course | undefined;
  private brakes: ReadonlySet<string> = new Set();
  private readonly causes = new Set<string>();
  private takenFrom: string | undefined;

  constructor(ref: SetRef, record: OwnerReference, { turn, ...deps }: RecorderDeps) {
    this.writer = new EventWriter(ref, record, deps);
    this.turn = turn;
    this.setName = ref.name;
  }

  /** What is told of the set anyway. */
  hear(event: ProgressEvent): void {
    if (event.type === 'standing') this.standing = event.standing;
  }

  /** There was a look at the set, by whose turn it is. */
  looked(): void {
    if (!this.turn.isOurs || this.standing === undefined) return;
    this.tellTakeover();
    const { operation, revision, waiting } = this.standing;
    const course = { ...operation, revision };
    for (const happening of courseWords(this.course, course)) this.writer.tell(happening);
    this.course = course;
    this.tellBrakes(waiting);
    for (const each of waiting) {
      const words = waitingWords(each);
      if (words === undefined || this.causes.has(words.cause)) continue;
      this.causes.add(words.cause);
      this.writer.tell(words);
    }
  }

  /** A step was taken, or refused. What only turned out to be otherwise was not. */
  took(step: Step, result: Result): void {
    if (result.kind === 'news') return;
    const words = stepWords(step, this.setName, result.kind === 'refused' ? result.error : undefined);
    if (words !== undefined) this.writer.tell(words);
  }

  ended(ending: Ending): void {
    const words = this.turn.isOurs ? endingWords(ending) : undefined;
    if (words !== undefined) this.writer.tell(words);
  }

  /** Writes what is left to be written; not for long, and not when it is too `late`. */
  close(late: AbortSignal): Promise<void> {
    return this.writer.flush(late);
  }

  private tellTakeover(): void {
    const { takenFrom } = this.turn;
    if (takenFrom === undefined || takenFrom === this.takenFrom) return;
    this.takenFrom = takenFrom;
    this.writer.tell({ type: 'Normal', reason: 'TookOver', message: `from ${takenFrom}` });
  }

  private tellBrakes(waiting: readonly Waiting[]): void {
    const brakes = new Set(waiting.flatMap(({ on }) => brakeOf(on) ?? []));
    for (const brake of brakes) if (!this.brakes.has(brake)) this.writer.tell(pausedWords(brake));
    if (this.brakes.size > 0 && brakes.size === 0) this.writer.tell(RESUMED);
    this.brakes = brakes;
  }
}
