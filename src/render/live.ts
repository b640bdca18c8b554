import { Chalk } from 'chalk';
import { createLogUpdate } from 'log-update';
import sliceAnsi from 'slice-ansi';
import type { ProgressEvent } from '../controller/progress.js';
import { humanDuration } from './duration.js';
import { picture, type Shown } from './frames.js';
import { retryLine } from './lines.js';
import { crowdedLine, freshLines, printPlan, type RenderDeps, type Renderer } from './renderer.js';

/** What is no state of the table, and stays to be read. */
const PRINTED: ReadonlySet<ProgressEvent['type']> = new Set([
  'retrying',
  'following',
  'taken-over',
  'took-over',
  'gate-output',
  'gate-passed',
  'gate-skipped',
  'set-ready',
  'set-gone',
  'set-moved',
  'pet-log',
  'ways-out',
]);
/** Lines of a terminal that are left free: the last one, where the cursor stands. */
const SPARE = 1;

export interface LiveDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls back every second until the answer is called. */
  readonly everySecond: (tick: () => void) => () => void;
  readonly color: boolean;
}

/** Tables of the pets that are redrawn in place, under the lines that have been printed. */
export function liveRenderer(deps: RenderDeps, { now, everySecond, color }: LiveDeps): Renderer {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const { stdout, stderr, spell, crowd = 'none' } = deps;
  const region = createLogUpdate(stdout);
  let startedAt = now();
  const sets = new Map<string, Shown>();
  const print = freshLines(deps);

  let height = 0;
  const draw = (): void => {
    const rows = (stdout.rows ?? 24) - SPARE;
    const columns = stdout.columns ?? 80;
    const elapsed = humanDuration(now() - startedAt);
    const lines = picture([...sets.values()], { now: now(), elapsed, rows, columns, chalk, spell, crowd });
    // log-update writes only what differs, and leaves what stands below that where it was.
    if (lines.length !== height) region.clear();
    height = lines.length;
    region(lines.map((line) => sliceAnsi(line, 0, columns)).join('\n'));
  };
  // Nothing is drawn before there is a set to show: until then the terminal may be needed to ask a question.
  let stop: (() => void) | undefined;
  const above = (write: () => void): void => {
    if (stop === undefined) {
      write();
      return;
    }
    region.clear();
    write();
    draw();
  };
  const begin = (): void => {
    startedAt = now();
    stop = everySecond(draw);
  };

  return {
    event: (event) => {
      const key = `${event.set.namespace}/${event.set.name}`;
      if (event.type === 'set-gone' || event.type === 'set-left') sets.delete(key);
      if (event.type === 'standing') {
        if (stop === undefined) begin();
        sets.set(key, event);
        draw();
      } else if (PRINTED.has(event.type)) {
        above(() => print(crowdedLine(event, deps)));
      }
    },
    trouble: (problem, delay) => above(() => print(retryLine(problem, delay))),
    result: (name, verb) => above(() => print({ stream: 'stdout', text: `${name} ${verb}` })),
    plan: (plan) => above(() => printPlan(plan, deps)),
    conclusion: (object, words) => above(() => stdout.write(`${object} ${words}\n`)),
    failure: (lines) => above(() => stderr.write([...lines, ''].join('\n'))),
    close: () => {
      stop?.();
      stop = undefined;
      region.done();
    },
  };
}
