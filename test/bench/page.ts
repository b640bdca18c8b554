import { readFileSync, writeFileSync } from 'node:fs';
import { BenchFailure } from './failure.js';

export const PAGE = 'docs/performance.md';
export type Table = 'embedded' | 'given';

/** What a table is put between. */
export const marksOf = (table: Table): readonly [begin: string, end: string] => [
  `<!-- begin of the table: ${table} cluster -->`,
  `<!-- end of the table: ${table} cluster -->`,
];

/** Puts a table into the page between its two marks, instead of the one that is there. */
export function writeTable(table: Table, lines: readonly string[]): void {
  const [begin, end] = marksOf(table);
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new BenchFailure(`${PAGE} has no ${begin} and ${end}`);
  writeFileSync(PAGE, [before, begin, '\n\n```text\n', lines.join('\n'), '\n```\n\n', end, after].join(''));
}
