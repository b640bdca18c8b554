import { readFileSync, writeFileSync } from 'node:fs';
import { BenchFailure } from './failure.js';

const PAGE = 'docs/performance.md';
export type Table = 'embedded' | 'given';

/** Puts a table into the page between its two marks, instead of the one that is there. */
export function writeTable(table: Table, lines: readonly string[]): void {
  const [begin, end] = [`<!-- begin of the table: ${table} cluster -->`, `<!-- end of the table: ${table} cluster -->`];
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new BenchFailure(`${PAGE} has no ${begin} and ${end}`);
  writeFileSync(PAGE, [before, begin, '\n\n```text\n', lines.join('\n'), '\n```\n\n', end, after].join(''));
}
