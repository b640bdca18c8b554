/** How a table is set. */
export interface TableStyle {
  /** Spaces between two columns. */
  readonly gap: number;
  /** The width that every column but the gap after it has at least. */
  readonly narrowest: number;
  /** How many columns a text takes, where there may be any: to know it takes Unicode's tables. */
  readonly widthOf?: (text: string) => number;
}

/** The tables of `kubectl get`: a column is 6 wide at least, with the gap. Source: kubectl pkg/printers, GetNewTabWriter. */
const USUAL: TableStyle = { gap: 3, narrowest: 3 };

/** A table as kubectl prints it, a line each, without spaces at the ends of lines. */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { gap, narrowest, widthOf = charactersIn }: TableStyle = USUAL,
): readonly string[] {
  const all = [header, ...rows].map((row) => row.map(firstLine));
  const widths = header.map((_, column) =>
    all.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), narrowest),
  );
  const padded = (cell: string, column: number): string =>
    cell + ' '.repeat((widths[column] ?? 0) + gap - widthOf(cell));
  return all.map((row) => row.map(padded).join('').trimEnd());
}

/** A row has one line. Source: cli-runtime, printers/tableprinter.go. */
function firstLine(cell: string): string {
  const end = cell.search(/[\f\n\r]/);
  return end === -1 ? cell : `${cell.slice(0, end)}...`;
}

/** What kubectl goes by. */
const charactersIn = (text: string): number => Array.from(text).length;
