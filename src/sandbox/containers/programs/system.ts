import { posix } from 'node:path';

import type { Process, Program } from '../machine.js';
import { findProgram, launch, Missing } from '../launch.js';
import { complain, readOptions } from './options.js';

/** Programs that tell about the container, and those that wait. */

const print = async ({ stdout }: Process, text: string): Promise<number> => {
  await stdout.write(`${text}\n`);
  return 0;
};

const hostname: Program = (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'fdiIs', longFlags: ['fqdn'] });
  const { hostname: name, fullName, ip } = process.machine;
  if (operands.length > 0) return complain(process, 'sethostname: Operation not permitted');
  const domain = fullName.slice(name.length + 1);
  const shown: readonly (readonly [flag: string, text: string])[] = [
    ['f', fullName],
    ['fqdn', fullName],
    ['d', domain],
    ['i', ip],
    ['I', ip],
  ];
  return print(process, shown.find(([flag]) => flags.has(flag))?.[1] ?? name);
};

const date: Program = (process) => {
  const now = new Date(process.machine.now());
  const format = process.args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%a %b %e %H:%M:%S UTC %Y';
  return print(
    process,
    format.replace(/%([a-zA-Z%])/g, (found, letter: string) => DATE.get(letter)?.(now) ?? found),
  );
};

const two = (value: number): string => String(value).padStart(2, '0');

const DATE: ReadonlyMap<string, (date: Date) => string> = new Map(
  Object.entries({
    '%': () => '%',
    a: (date) => date.toUTCString().slice(0, 3),
    b: (date) => date.toUTCString().slice(8, 11),
    d: (date) => two(date.getUTCDate()),
    e: (date) => String(date.getUTCDate()).padStart(2),
    F: (date) => date.toISOString().slice(0, 10),
    H: (date) => two(date.getUTCHours()),
    m: (date) => two(date.getUTCMonth() + 1),
    M: (date) => two(date.getUTCMinutes()),
    N: (date) => String(date.getUTCMilliseconds()).padEnd(9, '0'),
    s: (date) => String(Math.floor(date.getTime() / 1000)),
    S: (date) => two(date.getUTCSeconds()),
    T: (date) => date.toISOString().slice(11, 19),
    Y: (date) => String(date.getUTCFullYear()),
  }),
);

const userName = (id: number): string => (id === 0 ? '(root)' : '');

const id: Program = (process) => {
  const { uid, gid } = process.machine;
  const { flags } = readOptions(process.args, { flags: 'ugn' });
  const isNamed = flags.has('n');
  if (isNamed && flags.size > 1 && (flags.has('u') ? uid : gid) === 0) return print(process, 'root');
  if (flags.has('u')) return print(process, String(uid));
  if (flags.has('g')) return print(process, String(gid));
  return print(process, `uid=${uid}${userName(uid)} gid=${gid}${userName(gid)} groups=${gid}${userName(gid)}`);
};

const whoami: Program = (process) => {
  const { uid } = process.machine;
  return uid === 0 ? print(process, 'root') : complain(process, `unknown uid ${uid}`);
};

const UNAME: readonly (readonly [flag: string, text: (process: Process) => string])[] = [
  ['s', () => 'Linux'],
  ['n', ({ machine }) => machine.hostname],
  ['r', () => '6.1.0-petset-sandbox'],
  ['m', () => 'x86_64'],
];

const uname: Program = (process) => {
  const { flags } = readOptions(process.args, { flags: 'snrma' });
  const chosen = UNAME.filter(([flag]) => flags.has(flag) || flags.has('a') || (flags.size === 0 && flag === 's'));
  return print(process, chosen.map(([, text]) => text(process)).join(' '));
};

const UNITS: ReadonlyMap<string, number> = new Map(Object.entries({ '': 1, s: 1, m: 60, h: 3600, d: 86_400 }));

/** Milliseconds; nothing if it is no duration. */
function durationOf(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d*\.?\d+)([smhd]?)$/.exec(text) ?? [];
  if (text === 'infinity') return Infinity;
  return number === '' ? undefined : Number(number) * (UNITS.get(unit) ?? 1) * 1000;
}

const sleep: Program = async (process) => {
  const [text] = process.args;
  if (text === undefined) return complain(process, 'missing operand');
  const ms = durationOf(text);
  if (ms === undefined) return complain(process, `invalid number '${text}'`);
  await process.machine.sleep(ms, process.signal);
  return 0;
};

const printVariables = async ({ env, stdout }: Process): Promise<number> => {
  for (const [name, value] of env) await stdout.write(`${name}=${value}\n`);
  return 0;
};

/** Runs another program, as a program does that is given one. */
async function runOther(process: Process, argv: readonly string[], env = process.env): Promise<number> {
  try {
    return await launch(argv, { ...process, env });
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return complain(process, `can't execute '${argv[0] ?? ''}': No such file or directory`, error.code);
  }
}

const env: Program = (process) => {
  const [first, ...others] = process.args;
  const args = first === '-i' ? others : process.args;
  const variables = new Map(first === '-i' ? [] : process.env);
  const at = args.findIndex((arg) => !/^\w+=/.test(arg));
  for (const arg of at < 0 ? args : args.slice(0, at)) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    variables.set(name, value);
  }
  if (at < 0) return printVariables({ ...process, env: variables });
  return runOther(process, args.slice(at), variables);
};

const printenv: Program = async (process) => {
  const [name] = process.args;
  if (name === undefined) return printVariables(process);
  const value = process.env.get(name);
  return value === undefined ? 1 : print(process, value);
};

const which: Program = async (process) => {
  let code = 0;
  for (const name of process.args) {
    const path = findProgram(name, process.machine);
    if (path === undefined) code = 1;
    else await print(process, path);
  }
  return code;
};

/** What `ps` shows: the one process that a container is, and this one. */
const ps: Program = async (process) => {
  await process.stdout.write(
    'PID   USER     TIME  COMMAND\n    1 root      0:00 (simulated)\n   42 root      0:00 ps\n',
  );
  return 0;
};

/** Without its own options: those of the program that it runs are none of its concern. */
function timeoutArgs(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && !/^-[sk]$/.test(args[index - 1] ?? ''));
  readOptions(args.slice(0, at < 0 ? args.length : at), { values: 'sk' });
  return at < 0 ? [] : args.slice(at);
}

const timeout: Program = async (process) => {
  const [seconds = '', ...argv] = timeoutArgs(process.args);
  const ms = durationOf(seconds);
  if (ms === undefined) return complain(process, `invalid number '${seconds}'`, 125);
  const [late, done] = [new AbortController(), new AbortController()];
  const isLate = process.machine.sleep(ms, AbortSignal.any([process.signal, done.signal])).then(
    () => {
      late.abort();
      return 124;
    },
    () => 124,
  );
  const run = runOther({ ...process, signal: AbortSignal.any([process.signal, late.signal]) }, argv);
  try {
    return await Promise.race([run, isLate]);
  } finally {
    done.abort();
    run.catch(() => undefined);
  }
};

const basename: Program = (process) => {
  const [path = '', suffix = ''] = process.args;
  const name = posix.basename(path) || path.slice(0, 1);
  return print(
    process,
    name !== suffix && suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name,
  );
};

const dirname: Program = (process) => print(process, posix.dirname(process.args[0] ?? ''));

export const SYSTEM_PROGRAMS: Readonly<Record<string, Program>> = {
  basename,
  date,
  dirname,
  env,
  false: () => 1,
  hostname,
  id,
  printenv,
  ps,
  sleep,
  timeout,
  true: () => 0,
  uname,
  which,
  whoami,
};
