import type { World } from '../commands/command.js';
import { COMMANDS } from './commands.js';
import { nameOf } from './line.js';
import { parse } from './parse.js';
import { report } from './report.js';
import type { Vocabulary } from './vocabulary.js';

/** Runs one command line. Answers with the exit code; never throws for what a user did or a server said. */
export async function run(argv: readonly string[], vocabulary: Vocabulary, world: World): Promise<number> {
  try {
    const parsed = await parse(argv, vocabulary, world.version);
    if ('command' in parsed) {
      const command = await COMMANDS[nameOf(parsed.command)]?.();
      if (command !== undefined) return await command.run(parsed.args, world);
      throw new Error(`nobody does what ${parsed.command.usage} says`);
    }
    world.stdout.write(`${parsed.shown}\n`);
    return 0;
  } catch (error) {
    return report(error, argv, vocabulary, world);
  }
}
