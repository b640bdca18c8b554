import { UsageFailure } from '../commands/arguments.js';
import { usageOf } from './help.js';
import { argumentsOf, flagsOf, type Line } from './line.js';
import { didYouMean, meantCommands } from './meant.js';
import { nearest } from './nearest.js';
import { type Flags, spelled } from './spelling.js';
import type { Vocabulary } from './vocabulary.js';

/** What is wrong with a command line whose last word is `last`, in the words of kubectl. */
export function complaintAbout(line: Line, last: string, { commands }: Vocabulary): UsageFailure {
  const { verb, command, words, open, strange } = line;
  if (verb !== undefined && command === undefined) {
    const meant = didYouMean(meantCommands(verb, words[0], commands));
    return new UsageFailure(`unknown command "${verb}" for "kubectl petset"${meant}`);
  }
  if (open !== undefined) return new UsageFailure(`flag needs an argument: ${last}`);
  if (strange.length > 0) return unknownFlags(line);
  if (command === undefined) return new UsageFailure('a command is required');
  const names = argumentsOf(command);
  const missing = names[words.length];
  return missing === undefined
    ? new UsageFailure(`unexpected arguments: [${words.slice(names.length).join(' ')}]`)
    : new UsageFailure(`a ${missing} is required: ${usageOf(command)}`);
}

function unknownFlags({ strange, command }: Line): UsageFailure {
  const flags = flagsOf(command);
  const names = strange.map((word) => unknownIn(word, flags));
  const meant = names.flatMap((name) => meantFlags(name, flags));
  const [s, list] = [names.length === 1 ? '' : 's', names.join(', ')];
  return new UsageFailure(`unknown flag${s}: ${list}${didYouMean([...new Set(meant)])}`);
}

/** `-x`, of `-wx` where `-w` is known. */
function unknownIn(word: string, flags: Flags): string {
  if (word.startsWith('--')) return word.split('=')[0] ?? '';
  const letters = word.slice(1).split('');
  return `-${letters.find((letter) => spelled(`-${letter}`, flags).length === 0) ?? letters[0] ?? ''}`;
}

/** `--no-header` may have been meant as `--no-headers`, but not as the negation of what is no switch. */
function meantFlags(flag: string, flags: Flags): readonly string[] {
  const [, no = '', typed = ''] = /^--(no-)?(.+)$/.exec(flag) ?? [];
  const names = Object.keys(flags).filter((name) => name.length > 1 && (no === '' || flags[name]?.type === 'boolean'));
  return nearest(typed, names).map((name) => `--${no}${name}`);
}
