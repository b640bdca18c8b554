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
export function windowOf(count: number, rows: number, mattering: readonly number[]): readonly Run[] {
  if (count <= rows) return count === 0 ? [] : [{ from: 0, to: count, isShown: true }];
  const shown = new Set<number>();
  const show = (place: number): void => {
    if (place < 0 || place >= count || shown.has(place)) return;
    shown.add(place);
    if (cost(shown, count) > rows) shown.delete(place);
  };
  for (const place of mattering) {
    if (shown.size >= rows) break;
    show(place);
  }
  const centers = shown.size > 0 ? [...shown] : [0];
  if (shown.size === 0) show(0);
  for (let distance = 1; distance <= rows && cost(shown, count) < rows; distance++) {
    for (const center of centers) {
      show(center - distance);
      show(center + distance);
    }
  }
  return runs(shown, count);
}

/** How many rows it takes to show these places, and to say what is left out. */
function cost(shown: ReadonlySet<number>, count: number): number {
  const gaps = [...shown].filter((place) => place + 1 < count && !shown.has(place + 1)).length;
  return shown.size + gaps + (shown.has(0) ? 0 : 1);
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
