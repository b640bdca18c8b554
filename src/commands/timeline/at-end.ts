import type { Emit } from '../../controller/progress.js';
import { TimelineRecorder } from '../../controller/timeline-recorder.js';
import { Failure } from '../../petset/failure.js';
import type { PetSetRecord } from '../../petset/record.js';
import { revisionHash } from '../../petset/revision.js';
import type { Chapter } from '../../render/timeline/html.js';
import { timelineLines } from '../../render/timeline/text.js';
import type { Args, World } from '../command.js';
import { INTERRUPTED } from '../exit-codes.js';
import { lookOf } from '../look-of-output.js';
import { whyNotWritable, type TimelineFile, timelineFileArg, writeTimeline } from './file.js';

/** So many pets have a line at the end of an operation. */
const MOST_LINES = 20;

/** What the flags say of the timeline at the end of an operation. */
export interface TimelineOptions {
  /** Nothing leaves it to where it would be shown: on a terminal, below a live view. */
  readonly shown: boolean | undefined;
  readonly file: TimelineFile | undefined;
}

export function readTimelineOptions(args: Args): TimelineOptions {
  const { timeline } = args;
  return { shown: typeof timeline === 'boolean' ? timeline : undefined, file: timelineFileArg(args) };
}

/** How all else is shown, and where. */
export interface Stage {
  readonly args: Args;
  readonly world: World;
  readonly isLive: boolean;
  readonly format: 'name' | 'json' | undefined;
  readonly emit: Emit;
}

interface Recording {
  readonly record: PetSetRecord;
  readonly recorder: TimelineRecorder;
}

/** The timelines of the sets that one command reconciles, from the beginning until they are shown. */
export class TimelinesAtEnd {
  private readonly options: TimelineOptions;
  private readonly stage: Stage;
  private readonly recordings: Recording[] = [];

  constructor(options: TimelineOptions, stage: Stage) {
    this.options = options;
    this.stage = stage;
  }

  /** Before anything is done. Throws a `Failure` where what is asked for cannot be. */
  async prepare(): Promise<void> {
    const problem = this.options.file && (await whyNotWritable(this.options.file));
    if (problem !== undefined) throw problem;
  }

  /** Passes on what is told of a set, and takes it down where it will be shown. */
  over(record: PetSetRecord, emit: Emit): Emit {
    const { shown = this.stage.isLive, file } = this.options;
    if (!shown && file === undefined) return emit;
    const recorder = new TimelineRecorder(record.ref, () => this.stage.world.clock.now());
    this.recordings.push({ record, recorder });
    return recorder.over(emit);
  }

  /**
   * Shows what has been taken down, and writes it into its file. Whoever interrupts us wants the terminal back: he is shown
   * none unless he asked for it. Answers with why the file could not be written.
   */
  async show(endings: readonly (string | Failure)[]): Promise<Failure | undefined> {
    const { shown, file } = this.options;
    const isInterrupted = endings.some((ending) => ending instanceof Failure && ending.exitCode === INTERRUPTED);
    if (shown ?? (this.stage.isLive && !isInterrupted)) this.print();
    if (file === undefined || this.recordings.length === 0) return undefined;
    return writeTimeline(file, this.chapters(endings), this.stage.world.version);
  }

  private print(): void {
    const { args, world, format, emit } = this.stage;
    const { stdout, stderr } = world;
    for (const { recorder } of this.recordings) {
      const timeline = recorder.timeline();
      if (format === 'json') {
        emit({ type: 'timeline', timeline, set: timeline.set });
        continue;
      }
      const lines = timelineLines(timeline, { ...lookOf(args, world), most: MOST_LINES });
      // Scripts read names from standard output.
      const stream = format === 'name' ? stderr : stdout;
      stream.write(lines.map((line) => `${line}\n`).join(''));
    }
  }

  private chapters(endings: readonly (string | Failure)[]): readonly Chapter[] {
    return this.recordings.map(({ record, recorder }, index) => {
      const ending = endings[index];
      const words = ending instanceof Failure ? ending.message : ending;
      const result = words === undefined ? [] : [['Result', words] as const];
      return { timeline: recorder.timeline(), facts: [...factsOf(record), ...result] };
    });
  }
}

/** What a document says of a set. */
export function factsOf({ set }: PetSetRecord): Chapter['facts'] {
  const { template, replicas, podManagementPolicy, updateStrategy } = set.spec;
  const { initContainers = [], containers } = template.spec;
  const images = [...initContainers, ...containers].map(({ name, image = '' }) => `${name}=${image}`);
  return [
    ['Pets wanted', String(replicas)],
    ['Images', images.join(', ')],
    ['Revision', revisionHash(template)],
    ['Management', `${podManagementPolicy}, ${updateStrategy.type}`],
  ];
}
