import { launch, Missing } from '../launch.js';
import type { Streams } from '../machine.js';
import { SIMULATED } from '../simulated.js';
import type { State } from './state.js';

/** Runs a program from a shell, which tells where there is none. */
export async function runProgram(
  argv: readonly string[],
  state: State,
  streams: Streams,
  extra: ReadonlyMap<string, string>,
): Promise<number> {
  const { machine, cwd, terminal } = state;
  const env = new Map([...state.environment, ...extra, ['PWD', cwd]]);
  try {
    return await launch(argv, { ...streams, env, cwd, machine, terminal });
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    await tellMissing(argv[0] ?? '', error, state, streams);
    return error.code;
  }
}

async function tellMissing(name: string, { code, words }: Missing, state: State, { stderr }: Streams): Promise<void> {
  await stderr.write(`${state.name}: ${name}: ${words}\n`);
  if (code !== 127 || state.shared.isNoteShown) return;
  state.shared.isNoteShown = true;
  await stderr.write(SIMULATED);
}
