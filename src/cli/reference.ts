import { type CommandWords, GROUPS } from '../commands/command.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { usageOf } from './help.js';
import { nameOf, OWN_FLAGS } from './line.js';
import { optionLines } from './option-lines.js';
import type { Vocabulary } from './vocabulary.js';

/** docs/commands.md: everything that there is to be told of each command, as Prettier would have it. */
export function reference({ commands, topics }: Vocabulary): string {
  const groups = GROUPS.map((group) => ({ group, members: commands.filter((command) => command.group === group) }));
  const there = groups.filter(({ members }) => members.length > 0);
  return [
    '# Commands',
    'What `kubectl petset COMMAND -h` and `kubectl petset help TOPIC` say, written by `npm run docs`.',
    ...there.flatMap(({ group, members }) => [
      `${group}:`,
      members.map((command) => `- ${link(nameOf(command))}: ${command.describe}`).join('\n'),
    ]),
    'Besides: [options of all commands](#options-of-all-commands), and',
    topics.map(({ name, describe }) => `- ${link(name)}: ${describe}`).join('\n'),
    ...there.flatMap(({ members }) => members.flatMap(aboutCommand)),
    '## Options of all commands',
    fenced('text', optionLines({ ...GLOBAL_FLAGS, ...OWN_FLAGS }).join('\n')),
    ...topics.flatMap(({ name, describe, text }) => [`## ${name}`, `${describe}.`, fenced('text', text)]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The rows of the table in the README: each command with its one line, in the order of the overview. */
export function commandRows({ commands }: Vocabulary): readonly string[] {
  return GROUPS.flatMap((group) => commands.filter((command) => command.group === group)).map(
    (command) => `| [${nameOf(command)}](docs/commands.md#${nameOf(command)}) | ${command.describe} |`,
  );
}

const link = (name: string): string => `[${name}](#${name})`;

function aboutCommand(command: CommandWords): readonly string[] {
  const { describe, manual, examples, options } = command;
  const lines = optionLines(options);
  return [
    `## ${nameOf(command)}`,
    `${describe}.`,
    fenced('text', usageOf(command)),
    ...(manual === undefined ? [] : [fenced('text', manual)]),
    'Examples:',
    fenced('sh', examples.map(([line, what]) => `# ${what}\n${line}`).join('\n')),
    ...(lines.length === 0 ? [] : ['Options:', fenced('text', lines.join('\n'))]),
  ];
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
