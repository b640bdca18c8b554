import { type CommandWords, GROUPS } from '../commands/command.js';
import { UsageFailure } from '../commands/arguments.js';
import type { Flag } from '../commands/flag.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { filled } from './filled.js';
import { argumentsOf, commandNamed, type Line, nameOf, OWN_FLAGS } from './line.js';
import { didYouMean } from './meant.js';
import { nearest } from './nearest.js';
import { optionLines } from './option-lines.js';
import type { Flags } from './spelling.js';
import type { Vocabulary } from './vocabulary.js';

const COLUMNS = 80;
const NAME_COLUMN = 18;

/** The help that a command line asks for; nothing where there is none on what is no command. Throws as `helpOn` does. */
export function helpFor({ verb, command, words }: Line, vocabulary: Vocabulary): string | undefined {
  if (verb === undefined) return overview(vocabulary);
  if (verb === 'help') return helpOn(words[0], vocabulary);
  if (verb === 'options') return globalOptions();
  return command === undefined ? undefined : commandHelp(command);
}

/** `kubectl petset` */
export function overview({ commands, topics }: Vocabulary): string {
  const groups = GROUPS.flatMap((group) => {
    const members = commands.filter((command) => command.group === group);
    const rows = members.map((command) => row(nameOf(command), command.describe));
    return rows.length === 0 ? [] : [`${group} Commands:`, ...rows, ''];
  });
  return [
    "PetSet for today's Kubernetes: sets of pods with sticky names and volumes, taken",
    'up and down one by one.',
    '',
    ...groups,
    'Help on:',
    ...topics.map(({ name, describe }) => row(name, describe)),
    '',
    'Usage:',
    '  kubectl petset [flags] [options]',
    '',
    'Use "kubectl petset COMMAND --help" for more information about a given command,',
    'and "kubectl petset help TOPIC" about the others.',
    GLOBAL_OPTIONS_ARE_THERE,
  ].join('\n');
}

const row = (name: string, describe: string): string => `  ${name.padEnd(NAME_COLUMN - 2)}${describe}`;

const GLOBAL_OPTIONS_ARE_THERE = 'Use "kubectl petset options" for a list of the options that all commands have.';

/** `kubectl petset COMMAND -h` */
export function commandHelp(command: CommandWords): string {
  const { describe, manual, examples, options } = command;
  const listed = Object.entries(options).filter(([, { topic }]) => topic === undefined);
  return [
    `${describe}.`,
    '',
    ...(manual === undefined ? [] : [manual, '']),
    'Examples:',
    ...examples.flatMap(([line, what]) => [
      ...filled(what, COLUMNS - 4).map((part) => `  # ${part}`),
      `  ${pasteable(line)}`,
    ]),
    '',
    ...(listed.length === 0 ? [] : ['Options:', ...optionLines(Object.fromEntries(listed)), '']),
    ...elsewhere(options),
    'Usage:',
    `  ${usageOf(command)}`,
    '',
    GLOBAL_OPTIONS_ARE_THERE,
  ].join('\n');
}

/** A shell reads it as one line, however long it is. */
const pasteable = (line: string): string => filled(line, COLUMNS - 4).join(' \\\n    ');

/** The options that a topic tells of. */
function elsewhere(options: Flags): readonly string[] {
  const byTopic = new Map<NonNullable<Flag['topic']>, string[]>();
  for (const [name, { topic }] of Object.entries(options)) {
    if (topic !== undefined) byTopic.set(topic, [...(byTopic.get(topic) ?? []), `--${name}`]);
  }
  return [...byTopic].flatMap(([topic, names]) => [
    ...filled(`Also ${names.sort().join(', ')}: see "kubectl petset help ${topic}".`, COLUMNS),
    '',
  ]);
}

/** `kubectl petset rollback NAME [options]` */
export function usageOf(command: CommandWords): string {
  const usual = [...argumentsOf(command).map(asArgument), '[options]'].join(' ');
  return `kubectl petset ${nameOf(command)} ${command.synopsis ?? usual}`;
}

/** An argument that need not be there is in brackets already. */
const asArgument = (word: string): string => word.replace('..', '...');

/** `kubectl petset options` */
export function globalOptions(): string {
  return [
    'The following options can be passed to any command:',
    '',
    ...optionLines({ ...GLOBAL_FLAGS, ...OWN_FLAGS }),
  ].join('\n');
}

/** `kubectl petset help`, on what is named. Throws a `UsageFailure` where there is no help on it. */
export function helpOn(name: string | undefined, { commands, topics }: Vocabulary): string {
  if (name === undefined || name === 'help') return overview({ commands, topics });
  if (name === 'options') return globalOptions();
  const command = commandNamed(name, commands);
  if (command !== undefined) return commandHelp(command);
  const topic = topics.find((each) => each.name === name);
  if (topic !== undefined) return topic.text;
  const names = [...commands.map(nameOf), ...topics.map((each) => each.name), 'options'];
  throw new UsageFailure(`unknown help topic "${name}"${didYouMean(nearest(name, names))}`);
}
