import { after, type Clock } from '../cluster/clock.js';
import { reconcile } from '../controller/reconcile.js';
import type { Pace } from '../controller/pace.js';
import type { Emit } from '../controller/progress.js';
import type { KubectlCommand } from '../diagnose/diagnosis.js';
import { Failure } from '../petset/failure.js';
import type { PetSetRecord } from '../petset/record.js';
import { liveRenderer } from '../render/live.js';
import type { Named } from '../render/names.js';
import type { Crowd } from '../render/crowd.js';
import { jsonRenderer, lineRenderer, nameRenderer, type Renderer } from '../render/renderer.js';
import { plainVoice, type Voice } from '../render/voice.js';
import { type DryRun, dryRunArg, durationArg, outputArg, switchArg, textArg } from './arguments.js';
import type { Args, World } from './command.js';
import { commandFor, commandLine } from './command-line.js';
import { conclude, type Goal } from './conclude.js';
import { canRedraw, hasColor } from './look-of-output.js';
import { overCtrlC, timeout as timedOut, unlessAborted, unlessInterrupted } from './interruption.js';
import { gateCommands } from './gate-commands.js';
import { type GateOptions, readGates } from './gate-flags.js';
import { GateTurns } from './gate-turns.js';
import { readPace } from './pace-flags.js';
import { openSession, type Session } from './session.js';
import { readTimelineOptions, type TimelineOptions, TimelinesAtEnd } from './timeline/at-end.js';

const PROGRESS_FORMATS = ['name', 'json'] as const;

/** What the flags mean that all commands share which change a set. They are read before anything is asked of a server. */
export interface WorkOptions {
  readonly dryRun: DryRun;
  readonly format: (typeof PROGRESS_FORMATS)[number] | undefined;
  /** Milliseconds; nothing is no limit. */
  readonly timeout: number | undefined;
  /** Stay until it is done, rather than only write down what is wanted. */
  readonly wait: boolean;
  /** What has to let a pet pass before the next one goes. */
  readonly gates: GateOptions | undefined;
  /** Do not wait for the lease of somebody else. */
  readonly takeover: boolean;
  /** How much is done at once, and in advance. */
  readonly pace: Pace;
  /** Whether it is shown at the end what took how long. */
  readonly timeline: TimelineOptions;
  /** How much a line has to say for a reader to know which set it is about; nothing where it is clear. */
  readonly crowd?: Crowd;
  /** Where sets are kept as they should be: the command line that goes on with that in this namespace. */
  readonly keepers?: (namespace: string) => string;
}

/** Throws a `UsageFailure` where a flag makes no sense. */
export function readWorkOptions(args: Args): WorkOptions {
  return {
    dryRun: dryRunArg(args),
    format: outputArg(args, PROGRESS_FORMATS),
    timeout: durationArg(args, 'timeout'),
    wait: switchArg(args, 'wait'),
    gates: readGates(args),
    takeover: switchArg(args, 'takeover'),
    pace: readPace(args),
    timeline: readTimelineOptions(args),
  };
}

/** How progress is shown: as `-o` says, else a live table on a terminal and lines elsewhere. */
function progressRenderer(
  { format, crowd = 'none', keepers }: WorkOptions,
  named: () => Named,
  args: Args,
  world: World,
): { readonly renderer: Renderer; readonly voice: Voice } {
  const { clock, stdout, stderr, isRehearsal = false } = world;
  const deps = { stdout, stderr, spell: (command: KubectlCommand) => commandLine(command, args), crowd };
  if (format === 'name') return { renderer: nameRenderer(deps, named), voice: plainVoice(world) };
  if (format === 'json') {
    const json = jsonRenderer(deps, () => clock.now());
    return { renderer: json, voice: json };
  }
  if (!isLive({ format }, world)) return { renderer: lineRenderer(deps), voice: plainVoice(world) };
  const live = liveRenderer(deps, {
    now: () => clock.now(),
    after: (ms, act) => after(clock, ms, act),
    color: hasColor(args, world),
    goOn: (ref) => keepers?.(ref.namespace) ?? commandFor('reconcile', ref, args),
    keeps: keepers !== undefined,
    isRehearsal,
  });
  return { renderer: live, voice: live };
}

/** Whether there is a table that is redrawn in place. */
function isLive({ format }: Pick<WorkOptions, 'format'>, world: World): boolean {
  return format === undefined && canRedraw(world);
}

/** What a command that changes a set works with. */
export interface Work {
  readonly args: Args;
  readonly options: WorkOptions;
  readonly world: World;
  readonly session: Session;
  readonly renderer: Renderer;
  /** Before something is written that whoever reconciles would act on. */
  readonly turns: GateTurns;
  readonly timelines: TimelinesAtEnd;
  /** Before something is written: how to go on, should the user interrupt us from now on. */
  readonly leaving: (next: readonly string[]) => void;
}

/** What is to be done in the foreground, once it is written down what is wanted. */
export interface Job {
  readonly records: readonly PetSetRecord[];
  readonly goal: Goal;
  /** What to tell after a good end. */
  readonly remarks?: readonly string[];
  /** How to go on where it is interrupted; nothing is to reconcile the set. */
  readonly goOn?: string;
}

/** What a command does in the foreground in a way of its own, minding interruptions itself; answers with the exit code. */
export type Errand = () => Promise<number>;

/**
 * Gives a command its cluster and its way to show progress, and puts both away after it. `prepare` writes down what is
 * wanted, and may be interrupted anywhere, by the user or by `--timeout`; it answers with what is to be done then, or with
 * the exit code if that is all.
 */
export async function withWork(
  options: WorkOptions,
  args: Args,
  world: World,
  prepare: (work: Work) => Promise<Job | Errand | number>,
): Promise<number> {
  const told: { named: Named } = { named: 'created' };
  const { renderer, voice } = progressRenderer(options, () => told.named, args, world);
  try {
    return await inSession(options, args, world, { told, renderer, voice, prepare });
  } catch (error) {
    if (error instanceof Failure) voice.ended(error);
    throw error;
  }
}

interface Telling {
  /** What happens to the objects whose names are told. */
  readonly told: { named: Named };
  readonly renderer: Renderer;
  readonly voice: Voice;
  readonly prepare: (work: Work) => Promise<Job | Errand | number>;
}

async function inSession(
  options: WorkOptions,
  args: Args,
  world: World,
  { told, renderer, voice, prepare }: Telling,
): Promise<number> {
  const session = openSession(args, world, voice);
  const timeout = timeoutAfter(options.timeout, world.clock);
  let next: readonly string[] = [];
  const leaving = (how: readonly string[]): void => {
    next = how;
  };
  const emit: Emit = (event) => renderer.event(event);
  const turns = new GateTurns(options, args, { ...session.deps, emit });
  const { format, timeline } = options;
  const timelines = new TimelinesAtEnd(timeline, { args, world, format, isLive: isLive(options, world), emit });
  const work = { args, options, world, session, renderer, turns, timelines, leaving };
  try {
    const prepared = unlessInterrupted(
      timelines.prepare().then(() => prepare(work)),
      world,
      () => next,
    );
    const job = await unlessAborted(prepared, timeout.signal, () =>
      timedOut(textArg(args, 'NAME')?.split('/').at(-1), next),
    );
    if (typeof job === 'number') return job;
    if (typeof job === 'function') return await job();
    if (job.goal.end === 'gone') told.named = 'deleted';
    return await runInForeground(job, work, timeout.signal);
  } finally {
    timeout.cancel();
    await turns.giveBack();
    renderer.close();
    session.close();
  }
}

/** Reconciles sets in the foreground until all of them are done, and says how it ended. Answers with the exit code. */
async function runInForeground(job: Job, work: Work, timeout: AbortSignal): Promise<number> {
  const { records, remarks = [] } = job;
  const { world } = work;
  const signal = AbortSignal.any([world.interrupted, timeout]);
  const endings: (string | Failure)[] = [];
  let running = records.length;
  await Promise.all(
    records.map(async (record, index) => {
      const ending = await runOne(record, job, signal, () => timeout.aborted, work);
      endings[index] = ending;
      if (--running > 0) tell(ending, record, work);
      else endings.push(...(await tellLast(endings, index, record, work)));
    }),
  );
  const failures = endings.filter((ending) => ending instanceof Failure);
  if (failures.length === 0) for (const remark of remarks) world.stderr.write(`${remark}\n`);
  return failures.reduce((code, { exitCode }) => Math.max(code, exitCode), 0);
}

/** How it ended for one set. */
function tell(ending: string | Failure, { ref }: PetSetRecord, { renderer, world }: Work): void {
  if (ending instanceof Failure) renderer.failure([overCtrlC(world) + ending.message, ...ending.next], ending.exitCode);
  else renderer.conclusion(`petset/${ref.name}`, ending);
}

/**
 * What is said last stands below all that was shown: how it ended, and how long everything took; but below that what went
 * wrong, and how to go on. Answers with what went wrong only now.
 */
async function tellLast(
  endings: readonly (string | Failure)[],
  index: number,
  record: PetSetRecord,
  work: Work,
): Promise<readonly Failure[]> {
  const { renderer, timelines } = work;
  const ending = endings[index] ?? '';
  renderer.close();
  if (!(ending instanceof Failure)) tell(ending, record, work);
  const problem = await timelines.show(endings);
  if (problem !== undefined) renderer.failure([problem.message], problem.exitCode);
  if (ending instanceof Failure) tell(ending, record, work);
  return problem === undefined ? [] : [problem];
}

async function runOne(
  record: PetSetRecord,
  { goal, goOn }: Job,
  signal: AbortSignal,
  isTimedOut: () => boolean,
  work: Work,
): Promise<string | Failure> {
  const { session, args, renderer, options, turns, timelines } = work;
  const { takeover, pace } = options;
  const claimed = turns.handOver(record.ref);
  const emit = timelines.over(record, (event) => renderer.event(event));
  try {
    const gates = gateCommands(options.gates, work);
    const outcome = await reconcile(record, { ...session.deps, emit, signal, gates, takeover, pace, claimed });
    return conclude(outcome, goal, record.ref, { args, timedOut: isTimedOut(), ...(goOn && { goOn }) });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** A signal that aborts after so many milliseconds, or never. */
function timeoutAfter(
  limit: number | undefined,
  clock: Clock,
): { readonly signal: AbortSignal; readonly cancel: () => void } {
  const timeout = new AbortController();
  const cancelled = new AbortController();
  if (limit !== undefined) {
    void clock.sleep(limit, cancelled.signal).then(() => {
      if (!cancelled.signal.aborted) timeout.abort();
    });
  }
  return { signal: timeout.signal, cancel: () => cancelled.abort() };
}
