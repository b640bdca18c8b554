import { COMMANDS } from './commands.js';
import { usageOf } from './help.js';
import { argumentsOf, flagsOf, type Line, readLine } from './line.js';
import { didYouMean } from './meant.js';
import { nearest } from './nearest.js';
import type { Flags } from './spelling.js';
import { wordsOfOurs } from './words.js';

type Words = (part: string, argv: readonly string[]) => string;

/** What yargs complains about, and how kubectl says the same. */
const COMPLAINTS: readonly (readonly [pattern: RegExp, words: Words])[] = [
  [/^Unknown arguments?: (.+)/, unknown],
  [/^Not enough non-option arguments: got (\d+)/, missing],
];

/** A complaint of yargs in the words of kubectl, without `error:` before it. */
export function asKubectl(message: string, argv: readonly string[]): string {
  for (const [pattern, words] of COMPLAINTS) {
    const match = pattern.exec(message);
    if (match) return words(match[1] ?? '', argv);
  }
  return message;
}

/** yargs makes no difference between a flag and an argument that nobody knows. */
function unknown(list: string, argv: readonly string[]): string {
  const unknowns = list.split(', ');
  const flags = unknowns.flatMap((name) => asTyped(name, argv) ?? []);
  if (flags.length === 0) return `unexpected arguments: [${unknowns.join(' ')}]`;
  const meant = flags.flatMap((flag) => meantFlags(flag, flagsOf(lineOf(argv).command)));
  return `unknown flag${flags.length === 1 ? '' : 's'}: ${flags.join(', ')}${didYouMean([...new Set(meant)])}`;
}

/** `--no-header` may have been meant as `--no-headers`, but not as the negation of what is no switch. */
function meantFlags(flag: string, flags: Flags): readonly string[] {
  const [, no = '', typed = ''] = /^--(no-)?(.+)$/.exec(flag) ?? [];
  const names = Object.keys(flags).filter((name) => name.length > 1 && (no === '' || flags[name]?.type === 'boolean'));
  return nearest(typed, names).map((name) => `--${no}${name}`);
}

function missing(got: string, argv: readonly string[]): string {
  const { command } = lineOf(argv);
  if (command === undefined) return 'a NAME is required';
  return `a ${argumentsOf(command)[Number(got)] ?? 'NAME'} is required: ${usageOf(command)}`;
}

const lineOf = (argv: readonly string[]): Line => readLine(argv, COMMANDS);

/** A flag as it stands on the command line; nothing where it is none. */
function asTyped(name: string, argv: readonly string[]): string | undefined {
  const words = wordsOfOurs(argv).map((word) => word.split('=')[0] ?? '');
  const isAmongLetters = name.length === 1 && words.some((word) => /^-[^-]/.test(word) && word.includes(name));
  return isAmongLetters ? `-${name}` : [`--${name}`, `--no-${name}`].find((flag) => words.includes(flag));
}
