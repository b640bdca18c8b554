import type { OperationKind, Standing } from '../../controller/progress.js';
import type { SetRef } from '../../petset/petset.js';
import type { Crowd } from '../crowd.js';
import { type Facts, factsOf } from './facts.js';
import { type Following, hints, reasons, type Ways } from './footer.js';
import { header } from './header.js';
import { nextWords } from './next.js';
import type { Paint } from './paint.js';
import { Places } from './place.js';
import { tableOf, type Widths } from './table.js';
import { type Run, windowOf } from './window.js';

/** What is waited for is said in about so many lines. They are kept free of a table that is cut, so that it does not jump. */
const REASON_ROWS = 3;
/** A table of fewer rows says less than its title does; hints give way to it. */
const [FEWEST_ROWS, USUAL_ROWS] = [2, 5];

/** A set that is looked at, and what was seen of it so far that its next frame goes on from. */
export interface Looked {
  readonly set: SetRef;
  readonly standing: Standing;
  readonly following: Following | undefined;
  /** The most that was left to do of an operation. */
  readonly most: { readonly kind: OperationKind; readonly left: number };
  readonly memory: Memory;
}

/** What a frame leaves to the next one, so that what stands somewhere stays there. */
export interface Memory {
  readonly widths: Widths;
  /** The ordinal that was looked at last. */
  focus: number | undefined;
  wasMixed: boolean;
}

export function newMemory(): Memory {
  return { widths: new Map(), focus: undefined, wasMixed: false };
}

export interface FrameOptions extends Ways {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Since it began, as an age. */
  readonly elapsed: string;
  /** How many lines there is room for. */
  readonly rows: number;
  /** How many characters a line has room for. */
  readonly columns: number;
  readonly paint: Paint;
  readonly crowd: Crowd;
  /** It is the only set that is looked at. */
  readonly isAlone: boolean;
  /** Nothing follows any more: it is read like any other text from now on. */
  readonly isFinal: boolean;
}

/** How a set stands, in no more lines than there is room for: what it is doing, its pets, why nothing happens, and what to do. */
export function frame(looked: Looked, options: FrameOptions): readonly string[] {
  const { set, standing, following, most, memory } = looked;
  const { now, rows, columns, paint, crowd, isAlone, isFinal, isRehearsal } = options;
  const facts = factsOf(set, standing, { now, columns, wasMixed: memory.wasMixed });
  memory.wasMixed = facts.wasMixed;
  const total = standing.operation.total ?? most.left;
  const elapsed = isAlone ? options.elapsed : undefined;
  const head = header(facts, { total, elapsed, columns, paint, crowd, isRehearsal });
  const why = isFinal ? [] : reasons(facts, columns, options.spell);
  const places = new Places(standing, rows);
  const count = places.count + places.more;
  if (count === 0 || (!isAlone && rows < 2 + FEWEST_ROWS)) return [head, ...why].slice(0, rows);

  const room = rows - 2 - why.length;
  const told = isFinal || !isAlone ? [] : hints(facts, { ...options, next: nextWords(facts), following });
  const spare = count > room && !isFinal ? Math.max(REASON_ROWS - why.length, 0) : 0;
  const below = asManyAs(told, room - spare - Math.min(count, USUAL_ROWS));
  const free = room - below.length - (count > room - below.length ? spare : 0);
  const table = tableLines(places, facts, looked, { ...options, rows: Math.max(free, FEWEST_ROWS) });
  return [head, ...table, ...why, ...below].slice(0, rows);
}

/** The first of these texts for which there is room, under an empty line. */
function asManyAs(texts: readonly (readonly string[])[], room: number): readonly string[] {
  let lines: readonly string[] = [];
  for (const text of texts) {
    const more = [...(lines.length === 0 ? [''] : lines), ...text];
    if (more.length > room) break;
    lines = more;
  }
  return lines;
}

/** The table of the places, or of the window of them that there is room for. */
function tableLines(places: Places, facts: Facts, looked: Looked, options: FrameOptions): readonly string[] {
  const { rows, columns, paint } = options;
  const { count, more } = places;
  const runs = windowOf(count + (more > 0 ? 1 : 0), rows, mattering(places, facts, looked));
  const shown = runs.flatMap(({ from, to, isShown }) => (isShown ? places.between(from, to) : []));
  const { head, rowOf } = tableOf(shown, facts, { columns, paint, widths: looked.memory.widths });
  const lines = runs.flatMap((run, index) => {
    const { from, to, isShown } = run;
    const where = index === 0 ? ' above' : index === runs.length - 1 ? ' below' : '';
    if (!isShown) return [paint.dim(hiddenWords(run, places) + where)];
    const rows = places.between(from, to).map(rowOf);
    return to > count ? [...rows, paint.dim(`${hiddenWords({ from: count, to }, places)} below`)] : rows;
  });
  return [paint.dim(head), ...lines];
}

/** Indexes of the places that have to be seen, the first of them first; without any, what was looked at before. */
function mattering(places: Places, { waits }: Facts, { memory }: Looked): Iterable<number> {
  const [first] = inNeed(places, waits);
  if (first === undefined) return memory.focus === undefined ? [] : [places.indexOf(memory.focus) ?? 0];
  memory.focus = places.between(first, first + 1)[0]?.ordinal;
  return inNeed(places, waits);
}

/** One after the other, for there may be thousands, of which a few are shown. */
function* inNeed(places: Places, waits: Facts['waits']): Generator<number> {
  for (const ordinal of ordinalsInNeed(places, waits)) {
    const index = places.indexOf(ordinal);
    if (index !== undefined) yield index;
  }
}

function* ordinalsInNeed({ busy, toCome }: Places, waits: Facts['waits']): Generator<number> {
  yield* waits.keys();
  yield* busy;
  if (toCome !== undefined) yield toCome;
}

/** `... 37 ready`: what is not shown, in a line of the table. */
function hiddenWords({ from, to }: Pick<Run, 'from' | 'to'>, places: Places): string {
  const beyond = to > places.count ? places.more : 0;
  const count = Math.min(to, places.count) - from + beyond;
  if (beyond === 0 && places.areQuiet(from, to)) return `... ${count} ready`;
  return places.areEmpty(from, to) ? `... ${count} to come` : `... ${count} more`;
}
