import { petOrdinal } from '../petset/identity.js';
import { textArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';

/** The ordinal of the pet that the command line names, as `web-1`, `pod/web-1` or `1`; nothing where it names none. */
export function petArg(args: Args, setName: string): number | undefined {
  const written = textArg(args, 'PET');
  return written === undefined ? undefined : ordinalWritten(written, setName);
}

/** The ordinal of a pet that is named in one of these ways. Throws a `UsageFailure` for any other. */
export function ordinalWritten(written: string, setName: string): number {
  const name = written.replace(/^pods?\//, '');
  const ordinal = petOrdinal(setName, name) ?? petOrdinal(setName, `${setName}-${name}`);
  if (ordinal !== undefined) return ordinal;
  throw new UsageFailure(
    `"${written}" is no pet of petset/${setName}: name one as ${setName}-0, pod/${setName}-0 or 0`,
  );
}
