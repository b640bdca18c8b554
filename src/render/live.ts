import { Chalk, type ChalkInstance } from 'chalk';
import { createLogUpdate } from 'log-update';
import sliceAnsi from 'slice-ansi';
import type { EventOf, ProgressEvent, Standing } from '../controller/progress.js';
import { isHealthy, type ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import type { Teardown } from '../petset/record.js';
import { escapeTerminal } from './escape.js';
import { humanDuration } from './duration.js';
import { lineOf, type Spell } from './lines.js';
import { freshLines, type RenderDeps, type Renderer } from './renderer.js';
import { tableLines } from './table.js';

const HEADER = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
/** Lines of a frame that are no rows: title, header, what is waited for, and one to spare. */
const FRAME_LINES = 5;

/** What the table does not show and is printed above it. */
const ABOVE: ReadonlySet<ProgressEvent['type']> = new Set([
  'retrying',
  'following',
  'taken-over',
  'took-over',
  'gate-output',
  'gate-passed',
  'gate-skipped',
]);

export interface LiveDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls back every second until the answer is called. */
  readonly everySecond: (tick: () => void) => () => void;
  readonly color: boolean;
}

/** A table of the pets that is redrawn in place, under the lines that have been printed. */
export function liveRenderer(deps: RenderDeps, { now, everySecond, color }: LiveDeps): Renderer {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const { stdout, stderr, spell } = deps;
  const region = createLogUpdate(stdout);
  let startedAt = now();
  const sets = new Map<string, { readonly set: SetRef; readonly standing: Standing }>();
  const print = freshLines(deps);

  const draw = (): void => {
    const rows = Math.max((stdout.rows ?? 24) - FRAME_LINES * sets.size, 3);
    const elapsed = humanDuration(now() - startedAt);
    const frames = [...sets.values()].map(({ set, standing }) =>
      frame(set, standing, { now: now(), elapsed, rows, chalk, spell }),
    );
    region(
      frames
        .flat()
        .map((line) => sliceAnsi(line, 0, stdout.columns ?? 80))
        .join('\n'),
    );
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
      if (event.type === 'standing') {
        if (stop === undefined) begin();
        sets.set(`${event.set.namespace}/${event.set.name}`, event);
        draw();
      } else if (ABOVE.has(event.type)) {
        above(() => print(lineOf(event, spell)));
      }
    },
    result: (name, verb) => above(() => print({ stream: 'stdout', text: `${name} ${verb}` })),
    conclusion: (object, words) => above(() => stdout.write(`${object} ${words}\n`)),
    failure: (lines) => above(() => stderr.write([...lines, ''].join('\n'))),
    close: () => {
      stop?.();
      stop = undefined;
      region.done();
    },
  };
}

interface FrameOptions {
  readonly now: number;
  readonly elapsed: string;
  readonly rows: number;
  readonly chalk: ChalkInstance;
  readonly spell: Spell;
}

function frame(set: SetRef, standing: Standing, { now, elapsed, rows, chalk, spell }: FrameOptions): readonly string[] {
  const { pets, claims, replicas, teardown } = standing;
  const ready = pets.filter(isHealthy).length;
  const goals: Readonly<Record<Teardown, string>> = {
    clean: `cleaning up: ${pets.length} pods and ${claims.length} claims left`,
    delete: `deleting: ${pets.length} pods left`,
    orphan: 'deleting, its pods stay',
  };
  const goal = teardown ? goals[teardown] : `${ready}/${replicas} ready`;
  const shown = visible(pets, rows);
  const hidden = pets.length - shown.length;
  const [header = '', ...lines] = tableLines(
    HEADER,
    shown.map((pet) => cells(pet, now)),
  );
  return [
    chalk.bold(`petset/${set.name}  ${goal}  ${elapsed}`),
    ...(shown.length > 0 ? [header] : []),
    ...lines.map((line, index) => paint(chalk, shown[index])(line)),
    ...(hidden > 0 ? [`... and ${hidden} more that are ready`] : []),
    ...waitingLines(set, standing, spell),
  ];
}

function cells(pet: ObservedPet, now: number): readonly string[] {
  const { ready, status, restarts } = pet.cells;
  const left = pet.killedAt === undefined ? 0 : Math.ceil((pet.killedAt - now) / 1000);
  const words = escapeTerminal(pet.initialized ? status : `${status} (paused)`);
  return [
    pet.name,
    ready,
    left > 0 ? `${words} ${left}s` : words,
    String(restarts),
    humanDuration(now - pet.createdAt),
  ];
}

/** As many pets as there is room for; those that are ready give way first. */
function visible(pets: readonly ObservedPet[], rows: number): readonly ObservedPet[] {
  const excess = pets.length - rows;
  if (excess <= 0) return pets;
  const giveWay = new Set(pets.filter(({ state }) => state === 'healthy').slice(0, excess + 1));
  return pets.filter((pet) => !giveWay.has(pet)).slice(0, rows);
}

function paint(chalk: ChalkInstance, pet: ObservedPet | undefined): (line: string) => string {
  if (pet?.state === 'healthy') return pet.initialized ? chalk.green : chalk.yellow;
  if (pet?.state === 'finished' || /Err|BackOff|Error/.test(pet?.cells.status ?? '')) return chalk.red;
  return chalk.yellow;
}

function waitingLines(set: SetRef, { waiting }: Standing, spell: Spell): readonly string[] {
  const lines = waiting.flatMap((each) => {
    const event: EventOf<'waiting'> = { type: 'waiting', waiting: each, set };
    return lineOf(event, spell)?.text ?? [];
  });
  return lines.slice(0, 2).flatMap((line) => line.split('; '));
}
