import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { PROGRAMS } from '../../../src/sandbox/containers/programs/table.js';
import { parseScript, WORDS } from '../../../src/sandbox/controllers/kubelet/script/parse-script.js';

const page = readFileSync(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8');

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
});
