import { textArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';

/** More than anybody has; a slip of the pen asks for billions. */
const MOST = 10_000;

/** Ordinals as `0,2-4`, lowest first and each once; nothing where the flag is not there. Throws a `UsageFailure`. */
export function petRangesArg(args: Args, flag: string): readonly number[] | undefined {
  const value = textArg(args, flag);
  if (value === undefined) return undefined;
  const refuse = (why: string): never => {
    throw new UsageFailure(`invalid argument "${value}" for "--${flag}" flag: ${why}`);
  };
  const ordinals = new Set<number>();
  for (const part of value.split(',')) {
    const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part) ?? [];
    if (first === undefined) return refuse('must be ordinals and ranges of them, such as 0,2-4');
    if (Number(last) < Number(first)) return refuse(`${part} ends before it begins`);
    if (Number(last) - Number(first) + ordinals.size >= MOST) return refuse(`must be at most ${MOST} ordinals`);
    for (let ordinal = Number(first); ordinal <= Number(last); ordinal++) ordinals.add(ordinal);
  }
  return [...ordinals].sort((a, b) => a - b);
}
