import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { PROGRAMS } from '../../../src/sandbox/containers/programs/table.js';
import { readRehearsal } from '../../../src/sandbox/config/read-rehearsal.js';
import { parseScript, WORDS } from '../../../src/sandbox/controllers/kubelet/script/parse-script.js';
import { DETAILS, HARMS, WHOM } from '../../../src/sandbox/faults/words.js';
import { parseFault } from '../../../src/sandbox/faults/parse-fault.js';
import { FAULTS_MANUAL, MANUAL, SCRIPTS_MANUAL } from '../../../src/sandbox/manual.js';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const page = read('docs/sandbox.md');

/** `ready=` and its example, row by row. */
const rows = [...page.matchAll(/^\| `([a-z]+)=`\s+\| `([^`]+)`/gm)].map(([, word = '', example = '']) => ({
  word,
  example,
}));

describe('the page about the sandbox', () => {
  it('has a row for every word of a script', () => {
    expect(rows.map(({ word }) => word).sort()).toEqual(Object.keys(WORDS).sort());
  });

  it.each(rows)('gives an example of $word= that reads: $example', ({ word, example }) => {
    expect(example).toContain(`${word}=`);
    expect(() => parseScript(example)).not.toThrow();
  });

  it('names every program of simulated containers, and no other', () => {
    const [, list = ''] = /\*\*Programs\*\*[^:]*:([^]*?)\. A file/.exec(page) ?? [];
    const named = [...list.matchAll(/`([a-z]+)`/g)].map(([, name]) => name);
    expect([...named, '[', 'ash', 'bash', 'sh'].sort()).toEqual([...PROGRAMS.keys()].sort());
  });

  it('shows a whole script that reads', () => {
    const [, script = ''] = /sandbox\.petset\.dev\/script: '(.+)'/.exec(page) ?? [];
    expect([...parseScript(script).keys()]).toEqual(['*', 'db', 'setup']);
  });

  it.each([...WHOM, ...HARMS, ...DETAILS])('has the row of the table of faults: $word', ({ word, says }) => {
    const [, row = ''] =
      page
        .split('\n')
        .flatMap((line) => (line.startsWith(`| \`${word}\` `) ? [line.split('|')] : []))
        .map((cells) => [cells[1], cells[2]?.trim()])[0] ?? [];
    expect(row).toBe(says);
  });

  it('shows a whole rehearsal that reads, and so does the example', () => {
    const [, rehearsal = ''] = /```yaml\n(speed: [^]*?)```/.exec(page) ?? [];
    expect(readRehearsal(rehearsal)).toMatchObject({ speed: 30, nodes: 2, seed: 7, faults: [{}, {}], images: [{}] });
    expect(readRehearsal(read('examples/faults.yaml')).faults).toHaveLength(12);
  });
});

describe('what faults are told to be made of', () => {
  it.each(WHOM.map(({ word }) => word))('reads: %s', (word) => {
    const whom = word.includes('=') ? `get pods ${word}` : word;
    const what = word.startsWith('node') ? 'lost' : 'delay=1s';
    expect(() => parseFault(`${whom}: ${what}`)).not.toThrow();
  });

  it.each([...HARMS, ...DETAILS].map(({ word }) => word))('reads: %s', (word) => {
    const whats = ['any *:', 'any *: 500', 'any *: cut', 'any *: lag', 'pull *:', 'node *:'];
    const tries = whats.map((what) => `${what} ${word}`);
    const reads = tries.filter((text) => {
      try {
        parseFault(text);
        return true;
      } catch {
        return false;
      }
    });
    expect(reads).not.toEqual([]);
  });
});

describe('help about the sandbox', () => {
  it('fits 80 columns, with every word of scripts and faults', () => {
    const lines = [MANUAL, FAULTS_MANUAL, SCRIPTS_MANUAL].join('\n').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const { word } of [...WHOM, ...HARMS, ...DETAILS]) expect(FAULTS_MANUAL).toContain(`\n  ${word} `);
    for (const { example } of Object.values(WORDS)) expect(SCRIPTS_MANUAL).toContain(`\n  ${example} `);
  });

  it.each(Object.values(WORDS))('has examples that read: $example', ({ example }) => {
    expect(() => parseScript(example)).not.toThrow();
  });

  it('shows a file that reads', () => {
    const [, file = ''] = /images:\n((?: {2}.*\n)+)/.exec(MANUAL) ?? [];
    expect(readRehearsal(file.replaceAll(/^ {2}/gm, '')).faults).toHaveLength(2);
  });
});
