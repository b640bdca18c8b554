import type { ChalkInstance } from 'chalk';
import type { EventOf, Standing } from '../controller/progress.js';
import { isHealthy, type ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import type { Teardown } from '../petset/record-form.js';
import { counted } from './counted.js';
import { type Crowd, whose } from './crowd.js';
import { humanDuration } from './duration.js';
import { escapeTerminal } from './escape.js';
import { fold } from './fold.js';
import { lineOf, type Spell } from './lines.js';
import { tableLines } from './table.js';

const HEADER = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
/** Lines of a frame that are no rows: title, header, and how many are not shown. */
const HEAD_ROWS = 3;
/** What is waited for is said in about so many lines. They are kept free, so that the table does not jump. */
const WAIT_ROWS = 3;
/** A table of fewer rows says less than its title does. */
const FEWEST_ROWS = 2;

export interface Shown {
  readonly set: SetRef;
  readonly standing: Standing;
}

export interface PictureOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Since it began, as an age. */
  readonly elapsed: string;
  /** How many lines there is room for. */
  readonly rows: number;
  /** How many characters a line has room for. */
  readonly columns: number;
  readonly chalk: ChalkInstance;
  readonly spell: Spell;
  readonly crowd: Crowd;
}

/**
 * How the sets stand, in no more lines than there is room for. One set is shown with its pets; of several those that are
 * ready have a line, or only a number, and the others share what room there is.
 */
export function picture(sets: readonly Shown[], options: PictureOptions): readonly string[] {
  const { rows, crowd, elapsed } = options;
  const [only, ...others] = sets;
  if (only !== undefined && others.length === 0 && crowd === 'none') return frame(only, options).slice(0, rows);
  const sorted = [...sets].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  const busy = sorted.filter((shown) => !isQuiet(shown));
  const quiet = sorted.filter(isQuiet);
  const head = `${counted(sets.length, 'set')}, ${quiet.length} ready  ${elapsed}`;
  const room = rows - 1;
  const ofBusy = fit(busy, room, (shown, share) => frame(shown, { ...options, rows: share }));
  const ofQuiet = quietLines(quiet, room - ofBusy.length, options);
  return [options.chalk.bold(head), ...ofBusy, ...ofQuiet].slice(0, rows);
}

/** Frames that share the room evenly; where there are too many for a line each, the last line says so. */
function fit(
  shown: readonly Shown[],
  room: number,
  frameOf: (shown: Shown, share: number) => readonly string[],
): readonly string[] {
  if (shown.length > room) {
    const seen = shown.slice(0, Math.max(room - 1, 0)).flatMap((each) => frameOf(each, 1));
    return [...seen, `... and ${shown.length - seen.length} more that are not ready`];
  }
  const lines: string[] = [];
  for (const [index, each] of shown.entries()) {
    const share = Math.floor((room - lines.length) / (shown.length - index));
    lines.push(...frameOf(each, share).slice(0, share));
  }
  return lines;
}

function quietLines(quiet: readonly Shown[], room: number, { crowd }: PictureOptions): readonly string[] {
  const lines = quiet.map(({ set, standing }) => `${title(set, crowd)}  ${goalOf(standing)}`);
  if (lines.length <= room) return lines;
  // They are counted above.
  return lines.slice(0, Math.max(room, 0));
}

/** Nothing is to be done for it. */
function isQuiet({ standing }: Shown): boolean {
  const { pets, replicas, teardown, waiting } = standing;
  return teardown === undefined && waiting.length === 0 && pets.length === replicas && pets.every(isHealthy);
}

function frame({ set, standing }: Shown, options: PictureOptions): readonly string[] {
  const { now, elapsed, rows, columns, chalk, spell, crowd } = options;
  const { pets } = standing;
  const heading = chalk.bold([title(set, crowd), goalOf(standing), ...(crowd === 'none' ? [elapsed] : [])].join('  '));
  const waits = waitingLines(set, standing, spell).flatMap((line) => fold(line, columns));
  if (rows < HEAD_ROWS + WAIT_ROWS + FEWEST_ROWS && crowd !== 'none') return [heading, ...waits].slice(0, rows);
  const shown = visible(pets, Math.max(rows - HEAD_ROWS - Math.max(waits.length, WAIT_ROWS), FEWEST_ROWS));
  const hidden = pets.length - shown.length;
  const [header = '', ...lines] = tableLines(
    HEADER,
    shown.map((pet) => cells(pet, now)),
  );
  return [
    heading,
    ...(shown.length > 0 ? [header] : []),
    ...lines.map((line, index) => paint(chalk, shown[index])(line)),
    ...(hidden > 0 ? [`... and ${hidden} more that are ready`] : []),
    ...waits,
  ];
}

function title(set: SetRef, crowd: Crowd): string {
  return `${whose({ type: 'standing', set }, crowd)}petset/${set.name}`;
}

function goalOf({ pets, claims, replicas, teardown }: Standing): string {
  const goals: Readonly<Record<Teardown, string>> = {
    clean: `cleaning up: ${counted(pets.length, 'pod')} and ${counted(claims.length, 'claim')} left`,
    delete: `deleting: ${counted(pets.length, 'pod')} left`,
    orphan: 'deleting, its pods stay',
  };
  return teardown === undefined ? `${pets.filter(isHealthy).length}/${replicas} ready` : goals[teardown];
}

const keyOf = ({ set }: Shown): string => `${set.namespace}/${set.name}`;

function cells(pet: ObservedPet, now: number): readonly string[] {
  const { ready, status, restarts } = pet.cells;
  const left = pet.killedAt === undefined ? 0 : Math.ceil((pet.killedAt - now) / 1000);
  const words = escapeTerminal([status, ...remarks(pet).map((remark) => `(${remark})`)].join(' '));
  return [
    pet.name,
    ready,
    left > 0 ? `${words} ${left}s` : words,
    String(restarts),
    humanDuration(now - pet.createdAt),
  ];
}

/** What its STATUS does not show. */
function remarks({ initialized, state }: ObservedPet): readonly string[] {
  return [...(state === 'restarting' ? ['restarting'] : []), ...(initialized ? [] : ['paused'])];
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
