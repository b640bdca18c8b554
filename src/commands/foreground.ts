import { every } from '../cluster/clock.js';
import { reconcile } from '../controller/loop.js';
import { Failure } from '../petset/failure.js';
import type { PetSetRecord } from '../petset/record.js';
import { liveRenderer } from '../render/live.js';
import { jsonRenderer, lineRenderer, nameRenderer, type Renderer } from '../render/renderer.js';
import { durationArg, outputArg } from './arguments.js';
import type { Args, World } from './command.js';
import { conclude, type Goal } from './conclude.js';
import { openSession, type Session } from './session.js';

const PROGRESS_FORMATS = ['name', 'json'] as const;

/** How progress is shown: as `-o` says, else a live table on a terminal and lines elsewhere. */
function progressRenderer(args: Args, world: World): Renderer {
  const format = outputArg(args, PROGRESS_FORMATS);
  const { clock, env, stdout } = world;
  if (format === 'name') return nameRenderer(world);
  if (format === 'json') return jsonRenderer(world, () => clock.now());
  if (stdout.isTTY !== true || env.TERM === 'dumb' || env.CI !== undefined) return lineRenderer(world);
  return liveRenderer(world, {
    now: () => clock.now(),
    everySecond: (tick) => every(clock, 1_000, tick),
    color: env.NO_COLOR === undefined,
  });
}

/** What a command that changes a set works with. */
export interface Work {
  readonly args: Args;
  readonly world: World;
  readonly session: Session;
  readonly renderer: Renderer;
}

/** Gives a command its cluster and its way to show progress, and puts both away after it. */
export async function withWork(args: Args, world: World, run: (work: Work) => Promise<number>): Promise<number> {
  const session = openSession(args, world);
  const renderer = progressRenderer(args, world);
  try {
    return await run({ args, world, session, renderer });
  } finally {
    renderer.close();
    session.close();
  }
}

/** Reconciles sets in the foreground until all of them are done, and says how it ended. Answers with the exit code. */
export async function runInForeground(
  records: readonly PetSetRecord[],
  goal: Goal,
  { session, args, world, renderer }: Work,
): Promise<number> {
  const timeout = new AbortController();
  const limit = durationArg(args, 'timeout');
  const over = new AbortController();
  if (limit !== undefined) {
    void world.clock.sleep(limit, over.signal).then(() => {
      if (!over.signal.aborted) timeout.abort();
    });
  }
  const signal = AbortSignal.any([world.interrupted, timeout.signal]);
  const emit = (event: Parameters<Renderer['event']>[0]): void => renderer.event(event);
  try {
    const endings = await Promise.all(
      records.map(async (record) => {
        const outcome = await reconcile(record, { ...session.deps, emit, signal });
        return conclude(outcome, goal, record.ref, { args, timedOut: timeout.signal.aborted });
      }),
    );
    for (const text of endings) if (typeof text === 'string') renderer.conclusion(text);
    return report(
      endings.filter((each) => each instanceof Failure),
      world,
      renderer,
    );
  } finally {
    over.abort();
  }
}

function report(failures: readonly Failure[], { stderr }: World, renderer: Renderer): number {
  renderer.close();
  for (const { message, next } of failures) stderr.write([message, ...next, ''].join('\n'));
  return failures.reduce((code, { exitCode }) => Math.max(code, exitCode), 0);
}
