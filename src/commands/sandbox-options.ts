import { readFile } from 'node:fs/promises';
import { Failure } from '../petset/failure.js';
import { NUMBERS } from '../sandbox/config/numbers.js';
import { readRehearsal, type Rehearsal } from '../sandbox/config/read-rehearsal.js';
import { ConfigError } from '../sandbox/config/yaml-nodes.js';
import { FaultError } from '../sandbox/faults/details.js';
import type { Fault } from '../sandbox/faults/fault.js';
import { parseFault } from '../sandbox/faults/parse-fault.js';
import { listArg, textArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';
import { systemFailure } from './program.js';

/** What a rehearsal is to be like: a file says it, and flags have the last word. */
export async function readRehearsalArgs(args: Args): Promise<Rehearsal> {
  const numbers = Object.keys(NUMBERS).flatMap((flag) => numberArg(args, flag as keyof typeof NUMBERS));
  const faults = listArg(args, 'fault').map(faultArg);
  const file = await readConfig(textArg(args, 'config'));
  return { ...file, ...Object.fromEntries(numbers), faults: [...file.faults, ...faults] };
}

async function readConfig(path: string | undefined): Promise<Rehearsal> {
  if (path === undefined) return { faults: [], images: [] };
  if (path === '') throw new UsageFailure('invalid argument "" for "--config" flag: must be the name of a file');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw error instanceof Error ? systemFailure(`cannot read ${path}`, error) : error;
  });
  try {
    return readRehearsal(text);
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(`error: ${path}:${error.line}: ${error.message}`);
    throw error;
  }
}

function numberArg(args: Args, flag: keyof typeof NUMBERS): readonly (readonly [string, number])[] {
  const text = textArg(args, flag);
  return text === undefined ? [] : [[flag, read(flag, text, NUMBERS[flag])]];
}

const faultArg = (text: string): Fault => read('fault', text, parseFault);

function read<T>(flag: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof FaultError)) throw error;
    throw new UsageFailure(`invalid argument "${text}" for "--${flag}" flag: ${error.message}`);
  }
}
