import { COLUMNS, type Column } from './columns.js';
import type { Facts } from './facts.js';
import type { Paint } from './paint.js';
import type { Place } from './place.js';
import { widthOf } from '../width.js';
import { pad } from './width.js';

/** Spaces between two columns: as kubectl has it, or fewer where a terminal is narrow. */
const [GAP, NARROW_GAP] = [3, 2];
const NARROW = 100;

/** How wide columns have had to be so far, by heading: none becomes narrower, so that what stands right of it stays there. */
export type Widths = Map<string, number>;

export interface TableOptions {
  readonly columns: number;
  readonly paint: Paint;
  /** Grows with what is shown. */
  readonly widths: Widths;
}

/** A table of places: its headings, and how the row of a place reads. No line is wider than there is room for. */
export function tableOf(
  places: readonly Place[],
  facts: Facts,
  { columns, paint, widths }: TableOptions,
): { readonly head: string; readonly rowOf: (place: Place) => string } {
  const gap = columns < NARROW ? NARROW_GAP : GAP;
  const chosen = choose(facts, columns, gap);
  for (const { heading, cell } of chosen) {
    const widest = places.reduce((width, place) => Math.max(width, widthOf(cell(place, facts)[0])), 0);
    widths.set(heading, Math.max(widest, widths.get(heading) ?? 0));
  }
  const given = share(chosen, facts, columns - gap * (chosen.length - 1), widths);
  const line = (cells: readonly string[]): string => cells.join(' '.repeat(gap)).trimEnd();
  return {
    head: line(chosen.map((column) => pad(column.heading, given.get(column) ?? 0))),
    rowOf: (place) => {
      const cells = chosen.map((column) => {
        const width = given.get(column) ?? 0;
        const wordings = column.cell(place, facts);
        const text = pad(wordings.find((each) => widthOf(each) <= width) ?? wordings[0], width);
        const brush = place.pet === undefined ? 'dim' : column.brush?.(place, facts);
        return brush === undefined ? text : painted(text, paint[brush]);
      });
      return line(cells);
    },
  };
}

/** The most important columns that there is room for. */
function choose(facts: Facts, room: number, gap: number): readonly Column[] {
  const used = COLUMNS.filter(({ isUsed }) => isUsed?.(facts) !== false);
  const chosen = new Set<Column>();
  let left = room + gap;
  for (const column of byRank(used, facts)) {
    const needed = leastOf(column, facts) + gap;
    if (needed > left && chosen.size > 0) continue;
    chosen.add(column);
    left -= needed;
  }
  return used.filter((column) => chosen.has(column));
}

/** What room there is beyond the least, to the most important columns that need it. */
function share(chosen: readonly Column[], facts: Facts, room: number, widths: Widths): ReadonlyMap<Column, number> {
  let left = room - chosen.reduce((sum, column) => sum + leastOf(column, facts), 0);
  return new Map(
    byRank(chosen, facts).map((column) => {
      const least = leastOf(column, facts);
      const more = Math.min(
        Math.max(Math.min(widths.get(column.heading) ?? 0, column.most) - least, 0),
        Math.max(left, 0),
      );
      left -= more;
      // Only a terminal in which not even one column has room takes something away.
      return [column, Math.min(least + more, room)] as const;
    }),
  );
}

/** The most important ones first. */
function byRank(columns: readonly Column[], facts: Facts): readonly Column[] {
  const rankOf = ({ rank }: Column): number => (typeof rank === 'number' ? rank : rank(facts));
  return [...columns].sort((a, b) => rankOf(a) - rankOf(b));
}

function leastOf({ least }: Column, facts: Facts): number {
  return typeof least === 'number' ? least : least(facts);
}

/** Colours end where the words do. */
function painted(text: string, brush: (text: string) => string): string {
  const words = text.trimEnd();
  return words === '' ? text : brush(words) + text.slice(words.length);
}
