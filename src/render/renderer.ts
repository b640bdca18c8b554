import type { ProgressEvent } from '../controller/progress.js';
import { EVENTS_VERSION } from './event-forms.js';
import { eventJson } from './json.js';
import { type Crowd, whose } from './crowd.js';
import type { Line } from './line.js';
import { lineOf, type Spell } from './lines.js';
import { type Named, objectNameOf } from './names.js';
import { escapeTerminal } from './escape.js';
import { planJson, planLines, type ToldPlan } from './plan.js';
import { freshLines, retryLine, type Streams, type Voice } from './voice.js';

/** Shows what happens. */
export interface Renderer {
  event(event: ProgressEvent): void;
  /** A line of kubectl's kind, `service/nginx created`, for an object that is no pet and no claim. */
  result(name: string, verb: string): void;
  /** What a dry run would do. */
  plan(plan: ToldPlan): void;
  /** The server did not answer, or not well, when it was asked about all sets; it is asked again after `delay` ms. */
  trouble(problem: string, delay: number): void;
  /** How it ended well for one set: `petset/web`, `ready (2/2)`. */
  conclusion(object: string, words: string): void;
  /** Why it did not end well for one set, and how to go on; with the exit code where the command ends with that. */
  failure(lines: readonly string[], exitCode?: number): void;
  /** No more events will come; may be called again. */
  close(): void;
}

/** What a renderer of events needs. */
export interface RenderDeps extends Streams {
  readonly spell: Spell;
  /** Nothing where it is clear which set a line is about. */
  readonly crowd?: Crowd;
}

/** The line of an event, as it is to be read among others. */
export function crowdedLine(
  event: ProgressEvent,
  { spell, crowd = 'none' }: Pick<RenderDeps, 'spell' | 'crowd'>,
): Line | undefined {
  const line = lineOf(event, spell);
  return line && { ...line, text: whose(event, crowd) + line.text };
}

/** One line an event, for scripts and logs. */
export function lineRenderer(deps: RenderDeps): Renderer {
  const print = freshLines(deps);
  return {
    event: (event) => print(crowdedLine(event, deps)),
    trouble: (problem, delay) => print(retryLine(problem, delay)),
    result: (name, verb) => print({ stream: 'stdout', text: `${name} ${verb}` }),
    plan: (plan) => printPlan(plan, deps),
    conclusion: (object, words) => print({ stream: 'stdout', text: `${object} ${words}` }),
    failure: failureOn(deps),
    close: () => undefined,
  };
}

/** `-o name`: only the names of the objects that were created, or deleted; which of them is asked at every event. */
export function nameRenderer(deps: RenderDeps, named: () => Named): Renderer {
  const { stdout, stderr } = deps;
  return {
    event: (event) => {
      const name = objectNameOf(event, named());
      const line = crowdedLine(event, deps);
      if (name !== undefined) stdout.write(`${name}\n`);
      else if (line?.stream === 'stderr') stderr.write(`${line.text}\n`);
    },
    trouble: (problem, delay) => void stderr.write(`${retryLine(problem, delay).text}\n`),
    result: (name) => void stdout.write(`${name}\n`),
    plan: () => undefined,
    conclusion: (object) => {
      if (named() === 'deleted') stdout.write(`${object}\n`);
    },
    failure: failureOn({ stderr }),
    close: () => undefined,
  };
}

/** `-o json`: one JSON object an event. `now` gives epoch milliseconds. */
export function jsonRenderer({ stdout, stderr, spell }: RenderDeps, now: () => number): Renderer & Voice {
  const print = (fields: object): void => {
    const said = { apiVersion: EVENTS_VERSION, time: new Date(now()).toISOString(), ...fields };
    stdout.write(`${JSON.stringify(said)}\n`);
  };
  const tellPeople = failureOn({ stderr });
  return {
    event: (event) => {
      const fields = eventJson(event, spell);
      if (fields !== undefined) print(fields);
    },
    notice: (text) => void stderr.write(`${text}\n`),
    trouble: (problem, delay) => print({ type: 'retrying', problem, delayMilliseconds: Math.round(delay) }),
    result: (name, verb) => print({ type: 'result', object: name, verb }),
    plan: (plan) => planJson(plan).forEach(print),
    conclusion: (object, words) => print({ type: 'conclusion', object, message: `${object} ${words}` }),
    failure: ([message = '', ...next], exitCode) => {
      print({ type: 'error', message: message.trimStart(), next, ...(exitCode !== undefined && { exitCode }) });
      tellPeople([message, ...next]);
    },
    warning: (message) => {
      print({ type: 'warning', message });
      stderr.write(`Warning: ${message}\n`);
    },
    ended: ({ message, next, exitCode }) => print({ type: 'error', message, next, exitCode }),
    close: () => undefined,
  };
}

/** Prints a plan as lines. */
export function printPlan(plan: ToldPlan, { stdout }: Pick<Streams, 'stdout'>): void {
  for (const line of planLines(plan)) stdout.write(`${escapeTerminal(line)}\n`);
}

function failureOn({ stderr }: Pick<Streams, 'stderr'>): Renderer['failure'] {
  return (lines) => void stderr.write([...lines, ''].join('\n'));
}
