import type { Output } from '../output.js';
import { widthOf } from '../width.js';

/** A terminal that knows it shows nothing between the two. Source: the synchronized output of contour, kitty, tmux and others. */
const HOLD = '\u001b[?2026h';
const LET_GO = '\u001b[?2026l';
/** A line that is as wide as the terminal, or that it counts as wider than we do, does not go on below. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_BELOW = '\u001b[J';
const ERASE_REST = '\u001b[K';
const NEXT_LINE = '\r\n';
const UP = '\u001b[A';
/** All from here on, one line at least being below. Who is told to erase the whole screen may keep it for whoever scrolls back, as tmux does. */
const ERASE_ALL = ERASE_REST + NEXT_LINE + ERASE_BELOW + UP;

/**
 * The lines at the bottom of what a terminal shows, which are drawn over in place. Each change is one write, after which the
 * cursor is there again and stands below the lines: whatever ends this process, nobody has to tidy the terminal up.
 */
export class Screen {
  private readonly out: Output;
  private drawn: readonly string[] = [];
  private columns = 0;

  constructor(out: Output) {
    this.out = out;
  }

  /** How many columns and rows there are; the usual ones where the terminal does not say. */
  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.out.columns ?? 80, rows: this.out.rows ?? 24 };
  }

  /** Draws lines over those of before; `above` is printed above them and stays. */
  draw(lines: readonly string[], above = ''): void {
    const { columns } = this.size;
    const isPatch = above === '' && columns === this.columns && this.drawn.length > 0 && lines.length > 0;
    if (isPatch && isSame(lines, this.drawn)) return;
    const before = isPatch ? this.drawn : [];
    const body = lines.map((line, index) => (line === before[index] ? '' : whole(line, columns)) + NEXT_LINE);
    const start = isPatch ? this.toTop() : this.wiped() + above.replaceAll('\n', NEXT_LINE);
    const end = lines.length > 0 ? ERASE_BELOW : '';
    this.out.write([HOLD, HIDE_CURSOR, start, NO_WRAP, ...body, end, WRAP, SHOW_CURSOR, LET_GO].join(''));
    this.drawn = lines;
    this.columns = columns;
  }

  /** Takes the lines off, for something else to be written where they were; what follows is drawn in the same breath. */
  lift(): void {
    this.out.write(HOLD + this.wiped());
    this.drawn = [];
  }

  /** Leaves the lines where they are, and draws below from now on. */
  leave(): void {
    this.drawn = [];
  }

  /** To the first line, with nothing left of what was drawn. */
  private wiped(): string {
    return this.toTop() + (this.drawn.length > 0 ? ERASE_ALL : '');
  }

  /** To the first line, also where a terminal that has become narrower goes on with it on the next one. */
  private toTop(): string {
    const { columns } = this.size;
    const rowsOf = (line: string): number => Math.max(Math.ceil(widthOf(line) / columns), 1);
    const rows = columns < this.columns ? this.drawn.reduce((sum, line) => sum + rowsOf(line), 0) : this.drawn.length;
    return rows === 0 ? '\r' : `\r\u001b[${rows}A`;
  }
}

/** A line with nothing behind it. One that fills its row leaves the cursor on its last character, which would be erased. */
function whole(line: string, columns: number): string {
  return widthOf(line) < columns ? line + ERASE_REST : line;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((line, index) => line === others[index]);
}
