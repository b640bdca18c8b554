import { linearPattern, PatternError } from '../../model/linear-pattern.js';
import { linesOf } from '../io/streams.js';
import type { Process, Program } from '../machine.js';
import { Refused } from '../refused.js';
import { inputsOf, open } from './inputs.js';
import { forEach, readOptions } from './options.js';
import { quoted, toLinear } from './posix-pattern.js';

/** The exit code of what is no answer. */
const FAULT = 2;

type Flags = ReadonlyMap<string, string>;

export const grep: Program = async (process) => {
  const { flags, operands, given } = readOptions(process.args, { flags: 'EFHchilnqsvwx', values: 'em', code: FAULT });
  const named = given.filter(([name]) => name === 'e').map(([, pattern]) => pattern);
  const patterns = named.length === 0 ? operands.slice(0, 1) : named;
  if (patterns.length === 0) throw new Refused('a pattern is needed', FAULT);
  const isMatch = matcher(patterns, flags);
  const inputs = inputsOf(named.length === 0 ? operands.slice(1) : operands);
  const hasNames = flags.has('H') || (inputs.length > 1 && !flags.has('h'));
  let matches = 0;
  const code = await forEach(
    flags.has('s') ? { ...process, stderr: { write: () => Promise.resolve() } } : process,
    inputs,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      matches += await search(process, name, isMatch, { flags, heading: hasNames ? `${name}:` : '' });
    },
  );
  if (flags.has('q') && matches > 0) return 0;
  return code !== 0 ? FAULT : Number(matches === 0);
};

/** Shows the lines of one input, and returns how many there were. */
async function search(
  process: Process,
  name: string,
  isMatch: (line: string) => boolean,
  { flags, heading }: { flags: Flags; heading: string },
): Promise<number> {
  const isSilent = ['q', 'c', 'l'].some((flag) => flags.has(flag));
  const most = mostOf(flags);
  let [count, number] = [0, 0];
  for await (const line of linesOf(open(process, name), process.signal)) {
    if (count >= most) break;
    number += 1;
    if (isMatch(line) === flags.has('v')) continue;
    count += 1;
    if (!isSilent) await process.stdout.write(`${heading}${flags.has('n') ? `${number}:` : ''}${line}\n`);
  }
  if (flags.has('c') && !flags.has('q')) await process.stdout.write(`${heading}${count}\n`);
  if (flags.has('l') && !flags.has('q') && count > 0) await process.stdout.write(`${name}\n`);
  return count;
}

/** Where only one match is asked for, the first is enough. */
function mostOf(flags: Flags): number {
  if (flags.has('q') || flags.has('l')) return 1;
  const most = flags.get('m');
  if (most !== undefined && !/^\d+$/.test(most)) throw new Refused(`invalid number '${most}'`, FAULT);
  return most === undefined ? Infinity : Number(most);
}

function matcher(patterns: readonly string[], flags: Flags): (line: string) => boolean {
  const expressions = patterns.flatMap((text) => text.split('\n')).map((text) => expressionOf(text, flags));
  return (line) => expressions.some((expression) => expression.test(line));
}

function expressionOf(text: string, flags: Flags): { test(line: string): boolean } {
  const source = flags.has('F') ? quoted(text) : toLinear(text, flags.has('E') ? 'extended' : 'basic');
  const whole = flags.has('x') ? `^(?:${source})$` : flags.has('w') ? `\\b(?:${source})\\b` : source;
  try {
    return linearPattern(whole, { ignoreCase: flags.has('i') });
  } catch (error) {
    if (error instanceof PatternError) throw new Refused(`bad regex '${text}'`, FAULT);
    throw error;
  }
}
