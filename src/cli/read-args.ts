import { UsageFailure } from '../commands/arguments.js';
import type { Args, CommandWords } from '../commands/command.js';
import type { Flag } from '../commands/flag.js';
import { parseBool } from '../petset/go-bool.js';
import { argumentsOf, flagsOf, type Line } from './line.js';

/** What a command is called with. Throws a `UsageFailure` where a flag cannot have its value. */
export function readArgs(line: Line, command: CommandWords): Args {
  return { ...usual(command), ...saidArgs(line), ...named(line.words, command), '--': line.rest };
}

/** What the flags that there are say. Throws a `UsageFailure` where one of them cannot. */
export function saidArgs({ said, command }: Line): Args {
  const flags = flagsOf(command);
  return Object.fromEntries([...said].map(([name, values]) => [name, valueOf(name, values, flags[name])]));
}

/** A flag that is there more than once: a list has all of its values, any other the last one, as kubectl has it. */
function valueOf(name: string, values: readonly string[], flag: Flag | undefined): unknown {
  const last = values.at(-1) ?? '';
  if (flag?.array === true) return values;
  if (flag?.type === 'boolean') return switched(name, last);
  return flag?.type === 'number' ? counted(name, last) : last;
}

function switched(name: string, value: string): boolean {
  const isOn = parseBool(value);
  if (isOn !== undefined) return isOn;
  throw new UsageFailure(`invalid argument "${value}" for "--${name}" flag: must be true or false`);
}

function counted(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageFailure(`invalid argument "${value}" for "--${name}" flag: must be a whole number, 0 or more`);
}

/** What flags are that nobody says. */
function usual(command: CommandWords): Args {
  const defaults = Object.entries(flagsOf(command)).map(([name, flag]) => [name, flag.default] as const);
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
}

/** The words of a command line, by what they are to the command. */
function named(words: readonly string[], command: CommandWords): Args {
  return Object.fromEntries(
    argumentsOf(command).map((argument, index) => {
      const name = argument.replaceAll(/[[\].]/g, '');
      return [name, argument.includes('..') ? words.slice(index) : words[index]];
    }),
  );
}
