import { COMMANDS } from './commands.js';

/** ` scale`, where the command line has a command of ours. */
export function commandIn(argv: readonly string[]): string {
  const names = COMMANDS.map(({ usage }) => usage.split(' ')[0]);
  const found = wordsOfOurs(argv).find((arg) => names.includes(arg));
  return found === undefined ? '' : ` ${found}`;
}

/** The command line up to `--`: what comes after it is for somebody else. */
export function wordsOfOurs(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
