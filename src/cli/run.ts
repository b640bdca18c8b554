import type { World } from '../commands/command.js';
import { parse } from './parse.js';
import { report } from './report.js';

/** Runs one command line. Answers with the exit code; never throws for what a user did or a server said. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  try {
    const parsed = await parse(argv, world);
    if ('command' in parsed) return await parsed.command.run(parsed.args, world);
    world.stdout.write(`${parsed.shown}\n`);
    return 0;
  } catch (error) {
    return report(error, argv, world);
  }
}
