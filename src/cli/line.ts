import type { CommandWords } from '../commands/command.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { type Flags, spelled, wantsValue } from './spelling.js';

/** Flags that are there without any command. */
export const OWN_FLAGS: Flags = {
  help: { alias: 'h', type: 'boolean', describe: 'show help and examples of a command' },
  version: { type: 'boolean', describe: 'show the version of kubectl petset' },
};

/** A command line, read word by word; also one that is not finished. */
export interface Line {
  /** What stands where a command has to. */
  readonly verb: string | undefined;
  readonly command: CommandWords | undefined;
  /** What stands behind the verb and is neither a flag nor the value of one. */
  readonly words: readonly string[];
  /** What flags that there are say, by their names, in order; a switch that is just there says `true`. */
  readonly said: ReadonlyMap<string, readonly string[]>;
  /** Words that should be flags, and are none of the command's. */
  readonly strange: readonly string[];
  /** The flag whose value the next word is. */
  readonly open: string | undefined;
  /** Whether what comes next is for somebody else, after `--`. */
  readonly isOver: boolean;
  /** What stands there. */
  readonly rest: readonly string[];
}

export function readLine(argv: readonly string[], commands: readonly CommandWords[]): Line {
  const reader = new Reader(commands);
  let end = 0;
  while (end < argv.length && reader.takes(argv[end] ?? '')) end += 1;
  return { ...reader.line(), isOver: end < argv.length, rest: argv.slice(end + 1) };
}

class Reader {
  private readonly commands: readonly CommandWords[];
  private readonly words: string[] = [];
  private readonly said = new Map<string, readonly string[]>();
  private readonly strange: string[] = [];
  /** How flags are written that stand before the command, and may be of another one. */
  private readonly early = new Map<string, string>();
  private verb: string | undefined;
  private flags: Flags;
  private open: string | undefined;

  constructor(commands: readonly CommandWords[]) {
    this.commands = commands;
    this.flags = flagsAnywhere(commands);
  }

  /** Answers with whether there is more to be read: not behind `--`. */
  takes(word: string): boolean {
    if (this.open !== undefined) {
      this.say(this.open, word);
      this.open = undefined;
    } else if (word === '--') return false;
    else if (word.startsWith('-') && word !== '-') this.takeFlags(word);
    else if (this.verb === undefined) this.takeVerb(word);
    else this.words.push(word);
    return true;
  }

  line(): Omit<Line, 'isOver' | 'rest'> {
    const { verb, words, said, strange, open } = this;
    return { verb, command: commandNamed(verb, this.commands), words, said, strange, open };
  }

  private takeFlags(word: string): void {
    const set = spelled(word, this.flags);
    if (set.length === 0) this.strange.push(word);
    for (const { name, flag, value } of set) {
      if (this.verb === undefined) this.early.set(name, word);
      if (value === undefined && wantsValue(flag)) this.open = name;
      else this.say(name, value ?? 'true');
    }
  }

  private takeVerb(word: string): void {
    this.verb = word;
    this.flags = flagsOf(commandNamed(word, this.commands));
    for (const [name, written] of this.early) {
      if (Object.hasOwn(this.flags, name)) continue;
      this.said.delete(name);
      this.strange.push(written);
    }
  }

  private say(name: string, value: string): void {
    this.said.set(name, [...(this.said.get(name) ?? []), value]);
  }
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
