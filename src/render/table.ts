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
  middle: '   ',
};
/** kubectl's columns are at least so wide, with three spaces between them. */
const NARROWEST = 6;

/** A table as kubectl prints it, a line each, without spaces at the ends of lines. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...[header, ...rows].map((row) => row.map((cell) => cell.padEnd(NARROWEST))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
