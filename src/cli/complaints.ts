import { wordsOfOurs } from './words.js';

type Words = (part: string, argv: readonly string[]) => string;

/** What the arguments of a command stand for, first to last. */
const ARGUMENTS = ['NAME', 'PET'] as const;

/** What yargs complains about, and how kubectl says the same. */
const COMPLAINTS: readonly (readonly [pattern: RegExp, words: Words])[] = [
  [/^Unknown arguments?: (.+)/, unknown],
  [/^Unknown commands?: ([^,]+)/, (name) => `unknown command "${name}" for "kubectl petset"`],
  [/^Did you mean (.+)\?$/, (name) => `unknown command for "kubectl petset"\n\nDid you mean this?\n\t${name}\n`],
  [/^Not enough non-option arguments: got (\d+)/, (got) => `a ${ARGUMENTS[Number(got)] ?? 'NAME'} is required`],
  [/^Not enough arguments following: (.+)/, (flag) => `flag needs an argument: ${dashed(flag)}`],
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
  const flags = unknowns.filter((name) => isFlag(name, argv)).map(dashed);
  if (flags.length > 0) return `unknown flag${flags.length === 1 ? '' : 's'}: ${flags.join(', ')}`;
  return `unexpected arguments: [${unknowns.join(' ')}]`;
}

function isFlag(name: string, argv: readonly string[]): boolean {
  return wordsOfOurs(argv).some(
    (word) =>
      [`--${name}`, `--no-${name}`].includes(word.split('=')[0] ?? '') ||
      (name.length === 1 && /^-[^-]/.test(word) && word.includes(name)),
  );
}

function dashed(flag: string): string {
  return flag.length === 1 ? `-${flag}` : `--${flag}`;
}
