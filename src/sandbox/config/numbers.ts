/** Numbers that a sandbox takes, from its file and as flags. Each throws a RangeError that says what it has to be. */
export const NUMBERS = {
  /** Faster than the most, what a process needs for its own work is no longer little. */
  speed: (text: string) => readNumber(text, { pattern: /^\d{1,3}(?:\.\d+)?$/, least: 0.1, most: 100 }),
  nodes: (text: string) => readNumber(text, { pattern: /^\d{1,3}$/, least: 1, most: 100 }),
  seed: (text: string) => readNumber(text, { pattern: /^\d{1,10}$/, least: 0, most: 2 ** 32 - 1 }),
} as const;

interface Bounds {
  readonly pattern: RegExp;
  readonly least: number;
  readonly most: number;
}

function readNumber(text: string, { pattern, least, most }: Bounds): number {
  const value = Number(text);
  if (pattern.test(text) && value >= least && value <= most) return value;
  const kind = pattern.source.includes('\\.') ? 'number' : 'whole number';
  throw new RangeError(`must be a ${kind} from ${least} to ${most}`);
}
