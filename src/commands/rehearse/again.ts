import { listArg, nameArg } from '../arguments.js';
import type { Args, Command } from '../command.js';
import { commandLine } from '../command-line.js';

/** The command as it was typed, without what makes it a rehearsal. */
export function commandAgain({ usage, options }: Command, args: Args, namespace: string): string {
  const [verb = ''] = usage.split(' ');
  const flags = Object.entries(options).flatMap(([flag, { default: usual }]) => {
    const value = args[flag];
    if (value === undefined || value === usual || flag === 'rehearse') return [];
    if (typeof value === 'boolean') return value ? [`--${flag}`] : [];
    return listArg(args, flag).map((each) => `--${flag}=${each}`);
  });
  return commandLine({ words: ['petset', verb, nameArg(args), ...flags], namespace }, args);
}
