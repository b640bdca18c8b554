import Table from 'cli-table3';

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};
/** How a table is set. */
export interface TableStyle {
  /** Spaces between two columns. */
  readonly gap: number;
  /** The width that every column but the gap after it has at least. */
  readonly narrowest: number;
}

/** The tables of `kubectl get`: a column is 6 wide at least, with the gap. Source: kubectl pkg/printers, GetNewTabWriter. */
const USUAL: TableStyle = { gap: 3, narrowest: 3 };

/** A table as kubectl prints it, a line each, without spaces at the ends of lines. */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { gap, narrowest }: TableStyle = USUAL,
): readonly string[] {
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...[header, ...rows].map((row) => row.map((cell) => cell.padEnd(narrowest))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
