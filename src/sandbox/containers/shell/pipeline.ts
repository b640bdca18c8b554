import { Pipe } from '../io/pipe.js';
import type { Streams } from '../machine.js';
import type { Command } from './tree.js';

/** Runs commands side by side, each reading what the one before it writes; the last one's exit code counts. */
export async function runPiped(
  commands: readonly Command[],
  streams: Streams,
  run: (command: Command, streams: Streams) => Promise<number>,
): Promise<number> {
  const pipes = commands.slice(1).map(() => new Pipe());
  const ends = commands.map(async (command, index) => {
    const [before, after] = [pipes[index - 1], pipes[index]];
    try {
      return await run(command, {
        ...streams,
        stdin: before?.input ?? streams.stdin,
        stdout: after ?? streams.stdout,
      });
    } finally {
      after?.end();
      before?.break();
    }
  });
  return (await Promise.all(ends)).at(-1) ?? 0;
}
