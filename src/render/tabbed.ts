/** Spaces between two columns. Source: kubectl pkg/describe, tabbedString. */
const GAP = 2;

/**
 * Lines whose cells end with tabs, set as Go's text/tabwriter sets them for kubectl: a column is as wide as the widest of its
 * cells in lines that follow each other, and what no tab ends belongs to no column.
 */
export function tabbed(lines: readonly string[]): readonly string[] {
  const rows = lines.map((line) => line.split('\t'));
  const widths = rows.map((): number[] => []);
  setColumn({ rows, widths, from: 0, to: rows.length, column: 0 });
  return rows.map((cells, row) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[row]?.[column] ?? 0)))
      .join(''),
  );
}

interface Block {
  readonly rows: readonly (readonly string[])[];
  readonly widths: readonly number[][];
  readonly from: number;
  readonly to: number;
  readonly column: number;
}

/** Sets the widths of a column, and within each run of lines that have it those of the columns to its right. */
function setColumn({ rows, widths, from, to, column }: Block): void {
  const hasIt = (row: number): boolean => row < to && (rows[row]?.length ?? 0) > column + 1;
  for (let start = from; start < to; start++) {
    if (!hasIt(start)) continue;
    let end = start;
    let width = 0;
    for (; hasIt(end); end++) width = Math.max(width, rows[end]?.[column]?.length ?? 0);
    for (let row = start; row < end; row++) widths[row]?.push(width + GAP);
    setColumn({ rows, widths, from: start, to: end, column: column + 1 });
    start = end;
  }
}
