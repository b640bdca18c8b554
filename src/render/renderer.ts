import type { ProgressEvent } from '../controller/progress.js';
import { eventJson } from './json.js';
import { type Line, lineOf, type Spell } from './lines.js';
import { type Named, objectNameOf } from './names.js';
import type { Output } from './output.js';

/** Shows what happens. */
export interface Renderer {
  event(event: ProgressEvent): void;
  /** A line of kubectl's kind, `service/nginx created`, for an object that is no pet and no claim. */
  result(name: string, verb: string): void;
  /** How it ended well for one set: `petset/web`, `ready (2/2)`. */
  conclusion(object: string, words: string): void;
  /** Why it did not end well for one set, and how to go on. */
  failure(lines: readonly string[]): void;
  /** No more events will come; may be called again. */
  close(): void;
}

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** What a renderer of events needs. */
export interface RenderDeps extends Streams {
  readonly spell: Spell;
}

/** One line an event, for scripts and logs. */
export function lineRenderer(deps: RenderDeps): Renderer {
  const print = freshLines(deps);
  return {
    event: (event) => print(lineOf(event, deps.spell)),
    result: (name, verb) => print({ stream: 'stdout', text: `${name} ${verb}` }),
    conclusion: (object, words) => print({ stream: 'stdout', text: `${object} ${words}` }),
    failure: failureOn(deps),
    close: () => undefined,
  };
}

/** `-o name`: only the names of the objects that were created, or deleted; which of them is asked at every event. */
export function nameRenderer({ stdout, stderr, spell }: RenderDeps, named: () => Named): Renderer {
  return {
    event: (event) => {
      const name = objectNameOf(event, named());
      const line = lineOf(event, spell);
      if (name !== undefined) stdout.write(`${name}\n`);
      else if (line?.stream === 'stderr') stderr.write(`${line.text}\n`);
    },
    result: (name) => void stdout.write(`${name}\n`),
    conclusion: (object) => {
      if (named() === 'deleted') stdout.write(`${object}\n`);
    },
    failure: failureOn({ stderr }),
    close: () => undefined,
  };
}

/** `-o json`: one JSON object an event. `now` gives epoch milliseconds. */
export function jsonRenderer({ stdout, stderr, spell }: RenderDeps, now: () => number): Renderer {
  const print = (fields: object): void => {
    stdout.write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...fields })}\n`);
  };
  return {
    event: (event) => {
      const fields = eventJson(event, spell);
      if (fields !== undefined) print(fields);
    },
    result: (name, verb) => print({ type: 'result', object: name, verb }),
    conclusion: (object, words) => print({ type: 'conclusion', message: `${object} ${words}` }),
    failure: failureOn({ stderr }),
    close: () => undefined,
  };
}

function failureOn({ stderr }: Pick<Streams, 'stderr'>): Renderer['failure'] {
  return (lines) => void stderr.write([...lines, ''].join('\n'));
}

/** Writes lines, but not the same one twice running: a server that keeps failing is news once. */
export function freshLines(streams: Streams): (line: Line | undefined) => void {
  let last: string | undefined;
  return (line) => {
    const key = line?.text.replace(/ \(trying again in .*\)$/, '');
    if (line === undefined || (key === last && line.isVerbatim !== true)) return;
    last = key;
    streams[line.stream].write(`${line.text}\n`);
  };
}
