import { setImmediate as nextTurn } from 'node:timers/promises';

import { FileFault } from '../files/fault.js';
import type { FileSystem } from '../files/file-system.js';
import { Input, Interrupted, linesOf } from '../io/streams.js';
import type { Output } from '../io/streams.js';
import type { Process, Program } from '../machine.js';
import { unescape } from './escapes.js';
import { complain, forEach, pathOf, readOptions } from './options.js';

/** Programs that read text and write it. */

const echo: Program = async ({ args, stdout }) => {
  let at = 0;
  const flags = new Set<string>();
  for (; /^-[neE]+$/.test(args[at] ?? ''); at += 1) for (const letter of (args[at] ?? '').slice(1)) flags.add(letter);
  const text = args.slice(at).join(' ');
  await stdout.write((flags.has('e') ? unescape(text) : text) + (flags.has('n') ? '' : '\n'));
  return 0;
};

const printf: Program = async ({ args: [format = '', ...args], stdout }) => {
  const left = [...args];
  do {
    const text = unescape(format).replace(/%(-?\d*)([sdi%])/g, (_found, width: string, kind: string) => {
      if (kind === '%') return '%';
      const value = left.shift() ?? (kind === 's' ? '' : '0');
      if (width.startsWith('-')) return value.padEnd(Number(width.slice(1)));
      return width.startsWith('0') ? value.padStart(Number(width), '0') : value.padStart(Number(width));
    });
    await stdout.write(text);
  } while (left.length > 0 && /%[-\d]*[sdi]/.test(format));
  return 0;
};

/** The inputs that are named, or the standard one. */
const inputsOf = (names: readonly string[]): readonly string[] => (names.length === 0 ? ['-'] : names);

const open = (process: Process, name: string): Input =>
  name === '-' ? process.stdin : Input.of(process.machine.files.read(pathOf(process, name)));

const cantOpen = (name: string, reason: string): string => `can't open '${name}': ${reason}`;

const cat: Program = (process) => {
  const { operands } = readOptions(process.args);
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const input = open(process, name);
    for (;;) {
      const bytes = await input.read(process.signal);
      if (bytes === undefined) return;
      await process.stdout.write(bytes);
    }
  });
};

const DEFAULT_LINES = 10;

/** `-n 3`, `-3`, `-c 3`. */
function countOf({ args }: Process): { count: number; operands: readonly string[]; isBytes: boolean; isFrom: boolean } {
  const spelled = args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
  const { flags, operands } = readOptions(spelled, ['n', 'c']);
  const text = flags.get('c') ?? flags.get('n') ?? String(DEFAULT_LINES);
  return { count: Math.abs(Number(text)), operands, isBytes: flags.has('c'), isFrom: text.startsWith('+') };
}

const head: Program = (process) => {
  const { count, operands, isBytes } = countOf(process);
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const input = open(process, name);
    if (isBytes) return process.stdout.write((await input.readAll(process.signal)).subarray(0, count));
    for (let left = count; left > 0; left -= 1) {
      const line = await input.readLine(process.signal);
      if (line === undefined) return;
      await process.stdout.write(line.text + (line.isWhole ? '\n' : ''));
    }
  });
};

const tail: Program = (process) => {
  const { count, operands, isBytes, isFrom } = countOf(process);
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const bytes = await open(process, name).readAll(process.signal);
    const units = isBytes ? [...bytes].map((byte) => Buffer.of(byte)) : lines(bytes.toString());
    const chosen = isFrom ? units.slice(count - 1) : count === 0 ? [] : units.slice(-count);
    for (const unit of chosen) await process.stdout.write(unit);
  });
};

/** Lines with their ends. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const wc: Program = (process) => {
  const { flags, operands } = readOptions(process.args);
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const bytes = await open(process, name).readAll(process.signal);
    const text = bytes.toString();
    const counts: [string, number][] = [
      ['l', text.split('\n').length - 1],
      ['w', text.split(/\s+/).filter((word) => word !== '').length],
      ['c', bytes.length],
    ];
    const shown = counts.filter(([flag]) => flags.size === 0 || flags.has(flag)).map(([, count]) => count);
    const line = shown.length === 1 ? shown.join('') : shown.map((count) => String(count).padStart(9)).join(' ');
    await process.stdout.write(`${line}${name === '-' ? '' : ` ${name}`}\n`);
  });
};

const grep: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, ['e']);
  const given = flags.get('e');
  const pattern = given ?? operands[0];
  const names = given === undefined ? operands.slice(1) : operands;
  if (pattern === undefined) return complain(process, 'a pattern is needed', 2);
  const isMatch = matcher(pattern, flags);
  if (isMatch === undefined) return complain(process, `bad regex '${pattern}'`, 2);
  const inputs = inputsOf(names);
  let matches = 0;
  const code = await forEach(
    process,
    inputs,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      let count = 0;
      for await (const line of linesOf(open(process, name), process.signal)) {
        if (isMatch(line) === flags.has('v')) continue;
        count += 1;
        if (!flags.has('q') && !flags.has('c'))
          await process.stdout.write(`${inputs.length > 1 ? `${name}:` : ''}${line}\n`);
      }
      if (flags.has('c')) await process.stdout.write(`${count}\n`);
      matches += count;
    },
  );
  return code !== 0 ? 2 : Number(matches === 0);
};

/** Nothing for an expression that does not read. */
function matcher(pattern: string, flags: ReadonlyMap<string, string>): ((line: string) => boolean) | undefined {
  // In basic expressions these stand for themselves, and mean something after a backslash.
  const basic = pattern.replace(/\\?[+?(){}|]/g, (found) => (found.startsWith('\\') ? found.slice(1) : `\\${found}`));
  const quoted = pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const source = flags.has('F') ? quoted : flags.has('E') ? pattern : basic;
  try {
    const expression = new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, flags.has('i') ? 'i' : '');
    return (line) => expression.test(line);
  } catch {
    return undefined;
  }
}

/** Writes to the end of a file. */
const appender = (files: FileSystem, path: string): Output => ({
  write: (data) => {
    files.write(path, Buffer.from(data), 'append');
    return Promise.resolve();
  },
});

const tee: Program = async (process) => {
  const { flags, operands } = readOptions(process.args);
  const { files } = process.machine;
  const outputs: Output[] = [process.stdout];
  const code = await forEach(
    process,
    operands,
    (name, reason) => `${name}: ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      files.write(path, Buffer.alloc(0), flags.has('a') ? 'append' : 'replace');
      outputs.push(appender(files, path));
    },
  );
  for (;;) {
    const bytes = await process.stdin.read(process.signal);
    if (bytes === undefined) return code;
    try {
      for (const output of outputs) await output.write(bytes);
    } catch (error) {
      if (error instanceof FileFault) return complain(process, error.reason);
      throw error;
    }
  }
};

const sort: Program = (process) => {
  const { flags, operands } = readOptions(process.args);
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const found = lines((await open(process, name).readAll(process.signal)).toString()).map((line) =>
      line.replace(/\n$/, ''),
    );
    const sorted = flags.has('n') ? found.toSorted((a, b) => parseFloat(a) - parseFloat(b)) : found.toSorted();
    const ordered = flags.has('r') ? sorted.toReversed() : sorted;
    const shown = flags.has('u') ? [...new Set(ordered)] : ordered;
    await process.stdout.write(shown.map((line) => `${line}\n`).join(''));
  });
};

const NUMBERS_A_TURN = 1000;

function refuseInterrupt(): never {
  throw new Interrupted();
}

/** `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`. */
const seq: Program = async ({ args, stdout, signal }) => {
  const numbers = args.map(Number);
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  for (let value = first, count = 1; value <= last && step > 0; value += step, count += 1) {
    if (count % NUMBERS_A_TURN === 0) await nextTurn(undefined, { signal }).catch(refuseInterrupt);
    await stdout.write(`${value}\n`);
  }
  return 0;
};

export const TEXT_PROGRAMS: Readonly<Record<string, Program>> = {
  cat,
  echo,
  grep,
  head,
  printf,
  seq,
  sort,
  tail,
  tee,
  wc,
};
