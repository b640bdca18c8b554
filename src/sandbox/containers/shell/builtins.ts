import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import type { Streams } from '../machine.js';
import { findProgram } from '../launch.js';
import { Exit, LoopJump, Return } from './jumps.js';
import { parse } from './parse.js';
import { isName } from './parse-word.js';
import { SyntaxFault } from './reader.js';
import type { State } from './state.js';
import type { List } from './tree.js';

export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly state: State;
  readonly streams: Streams;
  run(list: List): Promise<number>;
}

/** A command of the shell itself: it changes the state. */
type Builtin = (call: Call) => number | Promise<number>;

async function fail({ state, streams, name }: Call, words: string, code = 1): Promise<number> {
  await streams.stderr.write(`${state.name}: ${name}: ${words}\n`);
  return code;
}

const codeOf = ({ args, state }: Call): number => (args[0] === undefined ? state.status : Number(args[0]) & 255);

async function cd(call: Call): Promise<number> {
  const { args, state, streams } = call;
  const target = args[0] === '-' ? state.read('OLDPWD') : (args[0] ?? state.read('HOME'));
  const path = posix.resolve(state.cwd, target ?? '/');
  if (state.machine.files.find(path)?.type !== 'directory') {
    return fail(call, `can't cd to ${args[0] ?? ''}: No such file or directory`, 2);
  }
  state.assign('OLDPWD', state.cwd);
  state.cwd = path;
  state.assign('PWD', path);
  if (args[0] === '-') await streams.stdout.write(`${path}\n`);
  return 0;
}

async function exportNames(call: Call): Promise<number> {
  const { args, state, streams } = call;
  if (args.length === 0 || args[0] === '-p') {
    for (const [name, value] of state.environment) await streams.stdout.write(`export ${name}='${value}'\n`);
    return 0;
  }
  for (const arg of args) {
    const [name, value] = halves(arg);
    if (!isName(name)) return fail(call, `${arg}: bad variable name`, 2);
    if (value !== undefined) state.assign(name, value);
    state.exported.add(name);
  }
  return 0;
}

function halves(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function local({ args, state }: Call): number {
  for (const arg of args) {
    const [name, value = ''] = halves(arg);
    state.assign(name, value);
  }
  return 0;
}

async function set(call: Call): Promise<number> {
  const { args, state, streams } = call;
  if (args.length === 0)
    for (const [name, value] of state.variables) await streams.stdout.write(`${name}='${value}'\n`);
  for (const [index, arg] of args.entries()) {
    if (arg === '--' || !/^[-+]./.test(arg)) {
      state.args = args.slice(arg === '--' ? index + 1 : index);
      return 0;
    }
    for (const letter of arg.slice(1)) {
      if (arg.startsWith('-')) state.options.add(letter);
      else state.options.delete(letter);
    }
    // The option that is called by name (`-o pipefail`) changes nothing here.
    if (arg.endsWith('o')) return 0;
  }
  return 0;
}

async function read({ args, state, streams }: Call): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const line = await streams.stdin.readLine(streams.signal);
  const words = (line?.text ?? '').trim();
  const pieces = words === '' ? [] : words.split(/[ \t]+/);
  for (const [index, name] of (names.length === 0 ? ['REPLY'] : names).entries()) {
    const isLast = index === Math.max(names.length, 1) - 1;
    state.assign(name, isLast ? restOf(words, index) : (pieces[index] ?? ''));
  }
  return line?.isWhole === true ? 0 : 1;
}

/** What is left of a line after so many words. */
function restOf(line: string, count: number): string {
  let rest = line;
  for (let left = count; left > 0; left -= 1) rest = rest.replace(/^[^ \t]*[ \t]*/, '');
  return rest;
}

async function evaluate(call: Call, script: string): Promise<number> {
  try {
    return await call.run(parse(script));
  } catch (error) {
    if (error instanceof SyntaxFault) return fail(call, error.message, 2);
    throw error;
  }
}

async function source(call: Call): Promise<number> {
  const [path = ''] = call.args;
  try {
    return await evaluate(call, call.state.machine.files.read(posix.resolve(call.state.cwd, path)).toString());
  } catch (error) {
    if (error instanceof FileFault) return fail(call, `can't open '${path}': ${error.reason}`, 2);
    throw error;
  }
}

/** `command -v` and `type`: what a name would run. */
async function find({ args, state, streams, name }: Call): Promise<number> {
  let code = 0;
  for (const arg of args.filter((one) => one !== '-v')) {
    const path = state.functions.has(arg) || BUILTINS.has(arg) ? arg : findProgram(arg, state.machine);
    if (path === undefined) {
      code = 127;
      if (name === 'type') await streams.stderr.write(`${arg}: not found\n`);
    } else await streams.stdout.write(name === 'type' ? `${arg} is ${path}\n` : `${path}\n`);
  }
  return code;
}

/** `command NAME ...` without its `-v` runs a program as it would be run anyway. */
async function command(call: Call): Promise<number> {
  if (call.args[0] === '-v') return find(call);
  const words = call.args.map((text) => [{ type: 'text' as const, text, quoted: true }]);
  if (words.length === 0) return 0;
  const simple = { type: 'simple' as const, assignments: [], words, redirects: [] };
  return call.run([{ first: { isNegated: false, commands: [simple] }, rest: [] }]);
}

async function exec(call: Call): Promise<number> {
  if (call.args.length === 0) return 0;
  throw new Exit(await command(call));
}

async function help({ state, streams }: Call): Promise<number> {
  const programs = [...state.machine.programs.keys()].sort().join(' ');
  await streams.stdout.write(
    `This container is simulated by the sandbox of kubectl petset: nothing of its image runs here.\n\n` +
      `Commands of the shell: ${[...BUILTINS.keys()].sort().join(' ')}\n` +
      `Programs: ${programs}\n\n` +
      'Variables, quotes, $(...), $((...)), patterns, pipes, redirections, here-documents, functions,\n' +
      'if, case, for, while and until read as in any other shell; nothing runs in the background.\n',
  );
  return 0;
}

const jump =
  (isBreak: boolean): Builtin =>
  ({ args }) => {
    throw new LoopJump(isBreak, Math.max(1, Number(args[0] ?? 1)));
  };

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['.', source],
  ['source', source],
  ['break', jump(true)],
  ['continue', jump(false)],
  ['cd', cd],
  ['command', command],
  ['eval', (call) => evaluate(call, call.args.join(' '))],
  ['exec', exec],
  [
    'exit',
    (call) => {
      throw new Exit(codeOf(call));
    },
  ],
  ['export', exportNames],
  ['help', help],
  ['local', local],
  ['read', read],
  [
    'return',
    (call) => {
      throw new Return(codeOf(call));
    },
  ],
  ['set', set],
  [
    'shift',
    ({ args, state }) => {
      state.args = state.args.slice(Number(args[0] ?? 1));
      return 0;
    },
  ],
  // It would be told to do something that never happens.
  ['trap', (call) => fail(call, 'this simulated shell knows no traps')],
  ['type', find],
  ['umask', () => 0],
  [
    'unset',
    ({ args, state }) => {
      for (const name of args) {
        state.variables.delete(name);
        state.exported.delete(name);
        state.functions.delete(name);
      }
      return 0;
    },
  ],
  ['wait', () => 0],
]);
