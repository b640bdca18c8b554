import type { Args, CommandWords } from '../commands/command.js';
import { argumentsOf, type Line, readLine } from './line.js';
import { readArgs } from './read-args.js';
import type { Vocabulary } from './vocabulary.js';

/** What a command line asks for: a command, or only a text to be shown, such as help. */
export type Parsed = { readonly command: CommandWords; readonly args: Args } | { readonly shown: string };

/** Throws a `UsageFailure` for what cannot be understood. */
export async function parse(argv: readonly string[], vocabulary: Vocabulary, version: string): Promise<Parsed> {
  const line = readLine(argv, vocabulary.commands);
  const shown = argv.length === 0 || asksForHelp(line) ? await helpFor(line, vocabulary) : undefined;
  if (shown !== undefined) return { shown };
  if (isFinished(line) && line.command !== undefined && isWhole(line.words, line.command)) {
    return { command: line.command, args: readArgs(line, line.command) };
  }
  if (isFinished(line) && line.verb === undefined && isOn(line, 'version')) return { shown: version };
  const { complaintAbout } = await import('./complaints.js');
  throw complaintAbout(line, argv.at(-1) ?? '', vocabulary);
}

/** It is large, and what is done needs none of it. */
async function helpFor(line: Line, vocabulary: Vocabulary): Promise<string | undefined> {
  const help = await import('./help.js');
  return help.helpFor(line, vocabulary);
}

const asksForHelp = (line: Line): boolean => line.verb === 'help' || line.verb === 'options' || isOn(line, 'help');

const isOn = ({ said }: Line, flag: string): boolean => said.get(flag)?.at(-1) === 'true';

/** Whether there is no flag that nobody knows, and none without its value. */
const isFinished = ({ strange, open }: Line): boolean => strange.length === 0 && open === undefined;

/** Whether the words are as many as a command takes. */
function isWhole(words: readonly string[], command: CommandWords): boolean {
  const names = argumentsOf(command);
  const least = names.filter((name) => !name.startsWith('[')).length;
  return words.length >= least && (words.length <= names.length || names.some((name) => name.includes('..')));
}
