import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nameOf } from '../../../src/cli/line.js';
import { reference } from '../../../src/cli/reference.js';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import { GLOBAL_FLAGS } from '../../../src/commands/flags.js';

const COMMANDS_MD = new URL('../../../docs/commands.md', import.meta.url);

test('docs/commands.md is what the table of commands says; where it is not: npm run docs', () => {
  expect(readFileSync(COMMANDS_MD, 'utf8')).toBe(reference(VOCABULARY));
});

test('the reference has every command, example, flag and topic', () => {
  const text = reference(VOCABULARY);
  for (const command of VOCABULARY.commands) {
    const [, about = ''] = text.split(`\n## ${nameOf(command)}\n`);
    const [section = ''] = about.split('\n## ');
    for (const [line] of command.examples) expect(section).toContain(`\n${line}\n`);
    for (const flag of Object.keys(command.options)) expect(section).toContain(`--${flag}=`);
    if (command.manual !== undefined) expect(section).toContain(command.manual);
  }
  for (const flag of Object.keys(GLOBAL_FLAGS)) expect(text).toMatch(new RegExp(`--?${flag}=`));
  for (const topic of VOCABULARY.topics) expect(text).toContain(`\n## ${topic.name}\n\n${topic.describe}.\n`);
});
