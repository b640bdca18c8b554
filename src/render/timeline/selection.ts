import { busyTime, hasChanged, type Row, type Timeline } from '../../petset/timeline/timeline.js';

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
  if (rows.length <= most) return { shown: rows, hidden: 0, slowestHidden: 0 };
  const byTime = rows.map((row) => ({ row, time: busyTime(row) })).sort((a, b) => b.time - a.time);
  const chosen = new Set(byTime.slice(0, most).map(({ row }) => row));
  return {
    shown: rows.filter((row) => chosen.has(row)),
    hidden: rows.length - most,
    slowestHidden: byTime[most]?.time ?? 0,
  };
}
