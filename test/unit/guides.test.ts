import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quotesOf } from '../e2e/guides/quote.js';
import { parseTranscript } from '../e2e/kubectl/transcript.js';

const ROOT = new URL('../../', import.meta.url);
const TRANSCRIPTS = new URL('test/e2e/guides/', ROOT);
const page = readFileSync(new URL('docs/guides-of-2016.md', ROOT), 'utf8');

/** A row of a table: what the guide says, what is done today, and how the two compare. */
interface Entry {
  readonly guide: string;
  readonly today: string;
  readonly how: string;
}

/** The tables of the page, by the transcript that plays them. */
const tables = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [/guides\/([-\w]+\.txt)\)/.exec(section)?.[1] ?? section, entriesOf(section)] as const),
);

function entriesOf(section: string): Entry[] {
  return [...section.matchAll(/^\| `(.*?)` +\| `(.*?)` +\| (.*?) +\|$/gm)].map(
    ([, guide = '', today = '', how = '']) => ({
      guide: guide.replaceAll('\\|', '|'),
      today: today.replaceAll('\\|', '|'),
      how,
    }),
  );
}

function expectedHow({ guide, today }: Entry): string {
  if (today === guide) return 'as it stands';
  return today.startsWith('kubectl petset ') ? 'with `kubectl petset`' : 'instead';
}

describe('the table of what the guides of 2016 say', () => {
  test('has all transcripts that quote a guide', () => {
    const quoting = readdirSync(TRANSCRIPTS).filter((name) => name.endsWith('.txt') && quotesIn(name).size > 0);
    expect([...tables.keys()].sort()).toEqual(quoting.sort());
  });

  describe.each([...tables])('%s', (name, entries) => {
    const played = quotesIn(name);

    test('has every command that the transcript quotes, and no other', () => {
      expect(entries.map(({ guide }) => guide).sort()).toEqual([...played.keys()].sort());
    });

    test.each(entries)('$guide', (entry) => {
      expect(entry.how.startsWith(expectedHow(entry))).toBe(true);
      if (entry.how.includes(', not played: ')) return;
      expect(played.get(entry.guide)?.filter((line) => line.includes(entry.today))).not.toEqual([]);
    });
  });
});

/** The commands of the guide that a transcript quotes, and what is typed for each. */
function quotesIn(name: string): Map<string, string[]> {
  const typed = new Map<string, string[]>();
  for (const row of parseTranscript(readFileSync(new URL(name, TRANSCRIPTS), 'utf8'))) {
    for (const { command } of quotesOf(row)) {
      typed.set(command, [...(typed.get(command) ?? []), row.typed[0] ?? '']);
    }
  }
  return typed;
}
