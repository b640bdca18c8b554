import type { CommandWords } from '../commands/command.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { type Flags, spelled, wantsValue } from './spelling.js';

/** Flags that are there without any command. */
export const OWN_FLAGS: Flags = {
  help: { alias: 'h', type: 'boolean', describe: 'show help and examples of a command' },
  version: { type: 'boolean', describe: 'show the version of kubectl petset' },
};

/** What can be told of a command line without parsing it, or of one that is not finished. */
export interface Line {
  /** What stands where a command has to. */
  readonly verb: string | undefined;
  readonly command: CommandWords | undefined;
  /** What stands behind the verb and is neither a flag nor the value of one. */
  readonly words: readonly string[];
  /** What flags that there are say, by their names, in order; a switch says `true` or `false`. */
  readonly said: ReadonlyMap<string, readonly string[]>;
  /** The flag whose value the next word is. */
  readonly open: string | undefined;
  /** Whether what comes next is for somebody else, after `--`. */
  readonly isOver: boolean;
}

export function readLine(argv: readonly string[], commands: readonly CommandWords[]): Line {
  const words: string[] = [];
  const said = new Map<string, readonly string[]>();
  const say = (name: string, value: string): void => void said.set(name, [...(said.get(name) ?? []), value]);
  let verb: string | undefined;
  let flags = flagsAnywhere(commands);
  let open: string | undefined;
  let isOver = false;
  for (const word of argv) {
    if (open !== undefined) {
      say(open, word);
      open = undefined;
    } else if (word === '--') {
      isOver = true;
      break;
    } else if (word.startsWith('-') && word !== '-') {
      for (const { name, flag, value } of spelled(word, flags)) {
        if (value === undefined && wantsValue(flag)) open = name;
        else say(name, value ?? 'true');
      }
    } else if (verb === undefined) {
      verb = word;
      flags = flagsOf(commandNamed(verb, commands));
    } else words.push(word);
  }
  return { verb, command: commandNamed(verb, commands), words, said, open, isOver };
}

/** `scale`, of `scale <NAME>`. */
export function nameOf({ usage }: Pick<CommandWords, 'usage'>): string {
  return usage.split(' ')[0] ?? '';
}

/** The arguments of a command, in order: `NAME`, `[PET]` where it need not be there, `[NAME..]` where there may be more. */
export function argumentsOf({ usage }: Pick<CommandWords, 'usage'>): readonly string[] {
  return usage
    .split(' ')
    .slice(1)
    .map((word) => word.replaceAll(/[<>]/g, ''));
}

export function commandNamed(name: string | undefined, commands: readonly CommandWords[]): CommandWords | undefined {
  return commands.find((command) => nameOf(command) === name);
}

/** All flags that a command has; those of all commands where there is none. */
export function flagsOf(command: CommandWords | undefined): Flags {
  return { ...OWN_FLAGS, ...GLOBAL_FLAGS, ...command?.options };
}

/** A flag may stand before its command, too. */
function flagsAnywhere(commands: readonly CommandWords[]): Flags {
  return Object.assign({}, ...commands.map(({ options }) => options), flagsOf(undefined)) as Flags;
}
