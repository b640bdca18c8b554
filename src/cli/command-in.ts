import { COMMANDS } from './commands.js';

/** ` scale`, where the command line has a command of ours. */
export function commandIn(argv: readonly string[]): string {
  const names = COMMANDS.map(({ usage }) => usage.split(' ')[0]);
  const found = argv.find((arg) => names.includes(arg));
  return found === undefined ? '' : ` ${found}`;
}
