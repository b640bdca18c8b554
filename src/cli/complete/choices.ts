import type { CommandWords } from '../../commands/command.js';
import type { ValueKind } from '../../commands/flag.js';
import { argumentsOf, flagsOf, type Line, nameOf, readLine } from '../line.js';
import { type Flags, spelled, wantsValue } from '../spelling.js';
import type { Vocabulary } from '../vocabulary.js';

/** What cobra, and with it kubectl, tells a shell to do with choices; they add up. Source: cobra, completions.go. */
export const DIRECTIVE = { files: 0, noSpace: 2, noFiles: 4, filesEndingSo: 8, keepOrder: 32 } as const;

/** One way to go on, which is a whole word, and what it is. */
export interface Choice {
  readonly value: string;
  readonly describe?: string;
}

export interface Offer {
  readonly choices: readonly Choice[];
  readonly directive: number;
}

/** Something that has to be looked up, and what is typed of it. */
export interface Wanted {
  readonly kind: ValueKind;
  readonly typed: string;
  readonly line: Line;
}

const NOTHING: Offer = { choices: [], directive: DIRECTIVE.noFiles };
const FILES: Offer = { choices: [], directive: DIRECTIVE.files };
/** Here what is offered are the ends of names. */
const MANIFESTS: Offer = {
  choices: [{ value: 'yaml' }, { value: 'yml' }, { value: 'json' }],
  directive: DIRECTIVE.filesEndingSo,
};

/** What the arguments of commands name. */
const ARGUMENTS: Readonly<Record<string, ValueKind>> = { NAME: 'sets', PET: 'pets', WHAT: 'statefulsets' };

/** Words that stand where a command does, and are none of the table. */
const MORE_VERBS: readonly Choice[] = [
  { value: 'help', describe: 'Show help and examples of a command, or on a topic' },
  { value: 'options', describe: 'List the options that all commands have' },
];

/** What there is to go on with, or what has to be looked up for it. The last word is the one that is being typed. */
export function choicesFor(words: readonly string[], vocabulary: Vocabulary): Offer | Wanted {
  const typed = words.at(-1) ?? '';
  const line = readLine(words.slice(0, -1), vocabulary.commands);
  const flags = flagsOf(line.command);
  if (line.isOver) return FILES;
  if (line.open !== undefined) return valueOf(flags[line.open]?.values, typed, line);
  const assigned = typed.startsWith('-') && typed.includes('=') ? spelled(typed, flags).at(-1) : undefined;
  if (assigned !== undefined) {
    const values = wantsValue(assigned.flag) ? assigned.flag.values : ['true', 'false'];
    return valueOf(values, assigned.value ?? '', line);
  }
  if (typed.startsWith('-')) return startingWith(typed, flagNames(flags, line));
  return argument(typed, line, vocabulary);
}

/** Those of the choices that begin with what is typed. */
export function startingWith(typed: string, choices: readonly Choice[], directive: number = DIRECTIVE.noFiles): Offer {
  return { choices: choices.filter(({ value }) => value.startsWith(typed)), directive };
}

function valueOf(values: readonly string[] | ValueKind | undefined, typed: string, line: Line): Offer | Wanted {
  if (values === undefined) return NOTHING;
  if (values === 'files') return FILES;
  if (values === 'manifests') return MANIFESTS;
  if (typeof values === 'string') return { kind: values, typed, line };
  const choices = values.map((value) => ({ value }));
  return startingWith(typed, choices, DIRECTIVE.noFiles + DIRECTIVE.keepOrder);
}

/** A flag that can stand there only once is not offered again. */
function flagNames(flags: Flags, { said }: Line): readonly Choice[] {
  return Object.entries(flags)
    .filter(([name, { array }]) => array === true || !said.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { alias, describe = '', type, default: value, defaultDescription }]) => [
      { value: name.length === 1 ? `-${name}` : `--${name}`, describe },
      ...(typeof alias === 'string' ? [{ value: `-${alias}`, describe }] : []),
      ...(type === 'boolean' && (value === true || defaultDescription !== undefined)
        ? [{ value: `--no-${name}`, describe }]
        : []),
    ]);
}

function argument(typed: string, line: Line, { commands, topics }: Vocabulary): Offer | Wanted {
  const { verb, command, words } = line;
  const verbs = [...commands.map(asChoice), ...MORE_VERBS];
  if (verb === undefined) return startingWith(typed, verbs);
  if (verb === 'help' && words.length === 0) {
    const others = topics.map(({ name, describe }) => ({ value: name, describe }));
    return startingWith(typed, [...verbs, ...others]);
  }
  if (command === undefined) return NOTHING;
  const kind = kindOfArgument(command, words);
  return kind === undefined ? NOTHING : { kind, typed, line };
}

const asChoice = (command: CommandWords): Choice => ({ value: nameOf(command), describe: command.describe });

/** `adopt` has the name of what it names either in the same word, or in the next. */
function kindOfArgument(command: CommandWords, words: readonly string[]): ValueKind | undefined {
  const names = argumentsOf(command).map((name) => name.replaceAll(/[[\].]/g, ''));
  const isList = command.usage.includes('..');
  const name = names[words.length] ?? (isList ? names.at(-1) : undefined);
  if (name === 'NAME' && names[0] === 'WHAT') return words[0]?.includes('/') === true ? undefined : ARGUMENTS.WHAT;
  return name === undefined ? undefined : ARGUMENTS[name];
}
