import { busyTime, hasChanged, type Row, type Timeline } from '../../petset/timeline.js';

/** Some rows in their order, and what there is besides them. */
export interface Selection {
  readonly shown: readonly Row[];
  readonly hidden: number;
  /** How long the slowest took that is not shown, in milliseconds. */
  readonly slowestHidden: number;
}

/** The pets that anything became of. */
export function changedRows(timeline: Timeline): readonly Row[] {
  return timeline.rows.filter((row) => hasChanged(row, timeline));
}

/** No more rows than these: of more those that took longest. */
export function slowest(rows: readonly Row[], most: number): Selection {
  const byTime = [...rows].sort((a, b) => busyTime(b) - busyTime(a));
  const chosen = new Set(byTime.slice(0, most));
  const hidden = byTime.slice(most);
  const [next] = hidden;
  return {
    shown: rows.filter((row) => chosen.has(row)),
    hidden: hidden.length,
    slowestHidden: next === undefined ? 0 : busyTime(next),
  };
}
