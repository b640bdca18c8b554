import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REASONS } from './reasons.js';

/** What the documentation shows of a reason: as it is said in the namespace default. */
function rowOf({ name, says }: (typeof REASONS)[number]): string {
  const words = says
    .replaceAll('NS', 'default')
    .replaceAll('TIME', '2026-11-21T22:55:31Z')
    .replaceAll('UID', '1c0f')
    .replaceAll('SECONDS', '1.0');
  return `${name}:\n\n    ${words}\n`;
}

const DOCUMENT = 'docs/why-it-waits.md';

test('every reason is documented in the words that are said', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  expect(REASONS.filter((reason) => !text.includes(rowOf(reason))).map(rowOf)).toEqual([]);
});

test('nothing is documented that is not said', () => {
  const rows = readFileSync(DOCUMENT, 'utf8').match(/^ {4}\S.*$/gm) ?? [];
  const said = new Set(REASONS.map((reason) => rowOf(reason).split('\n')[2]));
  expect(rows.filter((row) => !said.has(row))).toEqual([]);
});
