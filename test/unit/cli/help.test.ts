import { describe, expect, test } from 'vitest';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import { commandHelp } from '../../../src/cli/help.js';
import { nameOf, readLine } from '../../../src/cli/line.js';
import { parse } from '../../../src/cli/parse.js';
import { TOPICS } from '../../../src/cli/topics.js';
import { GROUPS } from '../../../src/commands/command.js';
import { GLOBAL_FLAGS } from '../../../src/commands/flags.js';
import { splitWords } from '../../../src/commands/split-words.js';
import { runCommand } from '../../fixtures/world.js';

const BY_NAME = VOCABULARY.commands.map((command) => [nameOf(command), command] as const);
const SAYS_OPTIONS = 'Use "kubectl petset options" for a list of the options that all commands have.\n';

const longLines = (text: string): readonly string[] => text.split('\n').filter((line) => line.length > 80);

describe.each(BY_NAME)('the help of %s', (name, command) => {
  test('is the same for -h, --help and help, in kubectl’s order, within 80 columns and 60 lines', async () => {
    const { code, stdout, stderr } = await runCommand([name, '-h']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((await runCommand(['help', name])).stdout).toBe(stdout);
    expect((await runCommand(['--context', 'x', name, 'web', '--help'])).stdout).toBe(stdout);
    expect(stdout).toMatch(
      /^.+\.\n\n([^]+\n\n)?Examples:\n( {2}# .+\n)+ {2}kubectl [^]+\n\nOptions:\n[^]+\n\nUsage:\n {2}kubectl petset [^]+\n\nUse "kubectl petset options"/,
    );
    expect(stdout.endsWith(SAYS_OPTIONS)).toBe(true);
    expect(longLines(stdout)).toEqual([]);
    expect(stdout.split('\n').length).toBeLessThan(60);
  });

  test('names every flag, in the order of the alphabet', async () => {
    const { stdout } = await runCommand([name, '-h']);
    const listed = [...stdout.matchAll(/^ {2}(?: {4}|-\w, )--([a-z-]+)=/gm)].map(([, flag]) => flag);
    expect(listed).toEqual([...listed].sort());
    for (const flag of Object.keys(command.options)) expect(stdout).toMatch(new RegExp(`--${flag}\\b`));
  });

  test('has one line for the overview, without a full stop', () => {
    expect(command.describe.length).toBeLessThanOrEqual(62);
    expect(command.describe).toMatch(/^[A-Z].*[^.]$/);
    expect(GROUPS).toContain(command.group);
  });

  test('has examples that can be typed', async () => {
    expect(command.examples.length).toBeGreaterThan(0);
    const ours = command.examples.map(([line]) => line).filter((line) => line.startsWith('kubectl petset '));
    expect(ours).not.toEqual([]);
    for (const line of ours) {
      const words = splitWords(line).slice(2);
      const argv = words.includes('>') ? words.slice(0, words.indexOf('>')) : words;
      expect(await parse(argv, VOCABULARY, '1.2.3'), line).toHaveProperty('command');
      const { said, command: read } = readLine(argv, VOCABULARY.commands);
      expect(read, line).toBeDefined();
      for (const flag of said.keys()) expect({ ...GLOBAL_FLAGS, ...read?.options }).toHaveProperty(flag);
    }
  });

  test('breaks long examples so that a shell reads them as they are', () => {
    const shown = commandHelp(command).replaceAll(' \\\n    ', ' ');
    for (const [line] of command.examples) expect(shown).toContain(`\n  ${line}\n`);
  });

  test('names the values of a flag that has only some', () => {
    for (const [flag, { values, describe }] of Object.entries(command.options)) {
      if (values === undefined || typeof values === 'string') continue;
      for (const value of values) expect(describe, `--${flag}`).toContain(value);
    }
  });
});

test('every command stands in the overview, in its group and in the order of the table', async () => {
  const { stdout } = await runCommand([]);
  expect(longLines(stdout)).toEqual([]);
  for (const group of GROUPS) {
    const members = VOCABULARY.commands.filter((command) => command.group === group);
    const rows = members.map((command) => `  ${nameOf(command).padEnd(16)}${command.describe}\n`);
    expect(stdout).toContain(`\n${group} Commands:\n${rows.join('')}\n`);
  }
  for (const line of [['-h'], ['--help'], ['help'], ['help', 'help'], ['-n', 'scale', '-h']]) {
    expect(await runCommand(line)).toEqual({ code: 0, stdout, stderr: '' });
  }
});

test('options are those that all commands have', async () => {
  const { stdout } = await runCommand(['options']);
  expect(longLines(stdout)).toEqual([]);
  for (const flag of Object.keys(GLOBAL_FLAGS)) expect(stdout).toMatch(new RegExp(`^ +(-\\w, )?--?${flag}=`, 'm'));
  expect(await runCommand(['help', 'options'])).toEqual({ code: 0, stdout, stderr: '' });
});

test.each(TOPICS.map((topic) => [topic.name, topic] as const))('help on %s', async (name, { describe, text }) => {
  expect(describe.length).toBeLessThanOrEqual(62);
  expect(longLines(text)).toEqual([]);
  expect(await runCommand(['help', name])).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' });
});

test('-h behind -- is for somebody else, and as the value of a flag it is one', async () => {
  expect((await runCommand(['exec', 'web', '--kubeconfig=/nope', '--', 'ls', '-h'])).stderr).toMatch(/^error: stat/);
  expect((await runCommand(['restart', 'web', '--kubeconfig=/nope', '--change-cause', '-h'])).stderr).toMatch(
    /^error: stat/,
  );
});

test('--version', async () => {
  expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: '0.0.0-test\n', stderr: '' });
});

describe('whoever has to wait for somebody else who reconciles may take the set over, as is said then', () => {
  const reconciling = VOCABULARY.commands.filter(({ options }) => 'wait' in options && 'timeout' in options);
  test.each(reconciling.map((command) => [nameOf(command), command.options] as const))('%s', (_, options) => {
    expect(options).toHaveProperty('takeover');
  });
});
