/** A run of places, one after the other, that are all shown or all left out. */
export interface Run {
  readonly from: number;
  /** The first one that is no part of it. */
  readonly to: number;
  readonly isShown: boolean;
}

/**
 * Which of so many places are shown in so many rows, in each of which a place is shown or is said how many are left out:
 * those that matter, the first of them first, and then what is around them, nearest first.
 */
export function windowOf(count: number, rows: number, mattering: Iterable<number>): readonly Run[] {
  if (count <= rows) return count === 0 ? [] : [{ from: 0, to: count, isShown: true }];
  const window = new Window(count, rows);
  for (const place of mattering) {
    if (window.shown.size >= rows) break;
    if (window.mayHold(place)) window.show(place);
  }
  if (window.shown.size === 0) window.show(0);
  const centers = [...window.shown];
  for (let distance = 1; distance <= rows && window.isOpen; distance++) {
    for (const center of centers) {
      window.show(center - distance);
      window.show(center + distance);
    }
  }
  return runs(window.shown, count);
}

class Window {
  readonly shown = new Set<number>();
  private readonly count: number;
  private readonly rows: number;
  /** Of the rows: one says that all are left out. */
  private used = 1;

  constructor(count: number, rows: number) {
    this.count = count;
    this.rows = rows;
  }

  /** There is a row left. */
  get isOpen(): boolean {
    return this.used < this.rows;
  }

  /** Whether it is worth a try, as of thousands most are not: one by itself takes a row more for what is left out beside it. */
  mayHold(place: number): boolean {
    const isByItself = !this.shown.has(place - 1) && !this.shown.has(place + 1);
    const isAtAnEnd = place === 0 || place === this.count - 1;
    return !isByItself || this.used + (isAtAnEnd ? 1 : 2) <= this.rows;
  }

  /** Shows a place, if there is room for it. */
  show(place: number): void {
    if (place < 0 || place >= this.count || this.shown.has(place)) return;
    this.shown.add(place);
    const needed = this.needed();
    if (needed > this.rows) this.shown.delete(place);
    else this.used = needed;
  }

  /** How many rows it takes to show these places, and to say what is left out. */
  private needed(): number {
    const { shown, count } = this;
    const gaps = [...shown].filter((place) => place + 1 < count && !shown.has(place + 1)).length;
    return shown.size + gaps + (shown.has(0) ? 0 : 1);
  }
}

function runs(shown: ReadonlySet<number>, count: number): readonly Run[] {
  const found: Run[] = [];
  let next = 0;
  for (const place of [...shown].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (place > next) found.push({ from: next, to: place, isShown: false });
    if (place === next && last?.isShown === true) found[found.length - 1] = { ...last, to: place + 1 };
    else found.push({ from: place, to: place + 1, isShown: true });
    next = place + 1;
  }
  return next < count ? [...found, { from: next, to: count, isShown: false }] : found;
}
