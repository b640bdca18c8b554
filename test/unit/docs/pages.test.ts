import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandRows } from '../../../src/cli/reference.js';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import * as exitCodes from '../../../src/commands/exit-codes.js';
import { ANNOUNCED } from './announced.js';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

describe('the README', () => {
  test('has a row for each command, with the line of its help; where it has not: npm run docs', () => {
    const [table = ''] = /^\| command [^]*?\n(?=\n)/m.exec(read('README.md')) ?? [];
    const [, , ...rows] = table.trim().replaceAll(/ +\|/g, ' |').split('\n');
    expect(rows).toEqual(commandRows(VOCABULARY));
    expect(rows).toHaveLength(VOCABULARY.commands.length);
  });

  test('says how to try it, and how to test it', () => {
    expect(read('README.md')).toContain('```sh\nnpm ci && npm run demo\n```');
    expect(read('README.md')).toContain('```sh\nnpm ci && npm test\n```');
  });
});

describe('the index of the pages', () => {
  const index = read('docs/README.md');

  test.each(readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md') && name !== 'README.md'))(
    'names %s',
    (name) => {
      expect(index).toContain(`| [${name}](${name}) `);
    },
  );

  test.each(readdirSync(new URL('examples/', ROOT)))('names examples/%s', (name) => {
    expect(index).toContain(`(../examples/${name})`);
  });
});

describe('the page about failures', () => {
  const named = [...read('docs/safety-and-failure.md').matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);

  test.each([...new Set(named)])('names what there is: %s', (path) => {
    expect(existsSync(new URL(path, ROOT))).toBe(true);
  });
});

describe('the reference', () => {
  const page = read('docs/reference.md');
  const named = new Set([...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name));

  test('is held against all that there is', () => {
    expect(ANNOUNCED).toEqual(
      expect.arrayContaining(['petset.dev/yielded', 'petset.dev/moving', 'NO_COLOR', 'NO_PROXY']),
    );
  });

  test.each(ANNOUNCED)('names %s', (key) => {
    expect(page).toContain(`\`${key}\``);
  });

  test('names no key of ours that the source does not have', () => {
    const ours = [...named].filter((name) => name.startsWith('petset.dev/'));
    expect(ours.filter((name) => !ANNOUNCED.includes(name))).toEqual([]);
  });

  test.each(Object.entries(exitCodes))('names the exit code %s, %d', (_name, code) => {
    expect(page).toMatch(new RegExp(`^\\| (\\d+, )*${code}(, \\d+)* +\\|`, 'm'));
  });
});
