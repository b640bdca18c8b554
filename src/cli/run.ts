import type { Command, World } from '../commands/command.js';
import { INTERRUPTED } from '../commands/exit-codes.js';
import { parse } from './parse.js';
import { report } from './report.js';

/** Runs one command line. Answers with the exit code; never throws for what a user did or a server said. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  try {
    const parsed = await parse(argv, world);
    if ('command' in parsed) {
      return await Promise.race([parsed.command.run(parsed.args, world), interruption(parsed.command, world)]);
    }
    world.stdout.write(`${parsed.shown}\n`);
    return 0;
  } catch (error) {
    return report(error, argv, world);
  }
}

/** Commands that do not end in good order by themselves are ended at once. */
function interruption({ handlesInterrupt }: Command, { interrupted }: World): Promise<number> {
  return new Promise((resolve) => {
    if (handlesInterrupt) return;
    interrupted.addEventListener('abort', () => resolve(INTERRUPTED), { once: true });
  });
}
