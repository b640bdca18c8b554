import { posix } from 'node:path';

import type { Entry } from '../files/entry.js';
import { sizeOf } from '../files/entry.js';
import { FileFault } from '../files/fault.js';
import type { FileSystem } from '../files/file-system.js';
import type { Process, Program } from '../machine.js';
import { complain, forEach, pathOf, readOptions } from './options.js';

/** Programs that look at files and move them about. */

const pwd: Program = async ({ stdout, cwd }) => {
  await stdout.write(`${cwd}\n`);
  return 0;
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const LETTERS = { file: '-', directory: 'd', device: 'c' } as const;

function longLine(name: string, entry: Entry): string {
  const bits = [6, 3, 0].map((shift) => {
    const mode = (entry.mode >> shift) & 7;
    return `${mode & 4 ? 'r' : '-'}${mode & 2 ? 'w' : '-'}${mode & 1 ? 'x' : '-'}`;
  });
  const date = new Date(entry.changedAt);
  const day = `${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)}`;
  const time = date.toISOString().slice(11, 16);
  const size = entry.type === 'file' ? entry.bytes.length : entry.type === 'directory' ? 4096 : 0;
  const links = entry.type === 'directory' ? 2 : 1;
  return `${LETTERS[entry.type]}${bits.join('')} ${links} root root ${String(size).padStart(8)} ${day} ${time} ${name}`;
}

const ls: Program = async (process) => {
  const { flags, operands } = readOptions(process.args);
  const { files } = process.machine;
  const names = operands.length === 0 ? ['.'] : operands;
  const show = (name: string, entry: Entry): string => (flags.has('l') ? longLine(name, entry) : name);
  let isFirst = true;
  return forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      const entry = files.get(pathOf(process, name));
      if (entry.type !== 'directory' || flags.has('d')) {
        await process.stdout.write(`${show(name, entry)}\n`);
        return;
      }
      const dots: [string, Entry][] = flags.has('a')
        ? [
            ['.', entry],
            ['..', entry],
          ]
        : [];
      const shown = files
        .list(pathOf(process, name))
        .filter(([one]) => !one.startsWith('.') || flags.has('a') || flags.has('A'));
      const heading = names.length > 1 ? `${isFirst ? '' : '\n'}${name}:\n` : '';
      isFirst = false;
      await process.stdout.write(heading + [...dots, ...shown].map(([one, found]) => `${show(one, found)}\n`).join(''));
    },
  );
};

const mkdir: Program = (process) => {
  const { flags, operands } = readOptions(process.args, ['m']);
  const { files } = process.machine;
  return forEach(
    process,
    operands,
    (name, reason) => `can't create directory '${name}': ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      if (flags.has('p')) makeAll(files, path);
      else files.makeDirectory(path);
    },
  );
};

function makeAll(files: FileSystem, path: string): void {
  const found = files.find(path);
  if (found?.type === 'directory') return;
  if (found !== undefined) throw new FileFault('File exists');
  makeAll(files, posix.dirname(path));
  files.makeDirectory(path);
}

const rm: Program = (process) => {
  const { flags, operands } = readOptions(process.args);
  const { files } = process.machine;
  const isDeep = flags.has('r') || flags.has('R');
  return forEach(
    process,
    operands,
    (name, reason) => `can't remove '${name}': ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      if (flags.has('f') && files.find(path) === undefined) return;
      if (!isDeep && files.get(path).type === 'directory') throw new FileFault('Is a directory');
      removeAll(files, path);
    },
  );
};

function removeAll(files: FileSystem, path: string): void {
  if (files.get(path).type === 'directory')
    for (const [name] of files.list(path)) removeAll(files, posix.join(path, name));
  files.remove(path);
}

const rmdir: Program = (process) => {
  const { files } = process.machine;
  return forEach(
    process,
    readOptions(process.args).operands,
    (name, reason) => `'${name}': ${reason}`,
    (name) => {
      if (files.get(pathOf(process, name)).type !== 'directory') throw new FileFault('Not a directory');
      files.remove(pathOf(process, name));
    },
  );
};

const touch: Program = (process) =>
  forEach(
    process,
    readOptions(process.args).operands,
    (name, reason) => `${name}: ${reason}`,
    (name) => process.machine.files.touch(pathOf(process, name)),
  );

const chmod: Program = async (process) => {
  const [mode = '', ...names] = readOptions(process.args).operands;
  const { files } = process.machine;
  if (!/^[0-7]{3,4}$|^[ugoa]*[-+][rwx]+$/.test(mode)) return complain(process, `invalid mode '${mode}'`);
  return forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      files.changeMode(path, changedMode(files.get(path).mode, mode));
    },
  );
};

const BITS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

function changedMode(present: number, change: string): number {
  if (/^\d/.test(change)) return parseInt(change, 8);
  const [, sign, letters = ''] = /([-+])([rwx]+)$/.exec(change) ?? [];
  const bits = Object.entries(BITS).reduce((sum, [letter, bit]) => (letters.includes(letter) ? sum | bit : sum), 0);
  return sign === '+' ? present | bits : present & ~bits;
}

/** The path that something is copied to: into a directory, or as a name of its own. */
function targetOf(files: FileSystem, from: string, to: string): string {
  return files.find(to)?.type === 'directory' ? posix.join(to, posix.basename(from)) : to;
}

function copy(files: FileSystem, from: string, to: string, isDeep: boolean): void {
  const entry = files.get(from);
  if (entry.type !== 'directory') {
    files.write(to, files.read(from));
    files.changeMode(to, entry.mode);
    return;
  }
  if (!isDeep) throw new FileFault('Is a directory');
  if (files.find(to) === undefined) files.makeDirectory(to);
  for (const [name] of files.list(from)) copy(files, posix.join(from, name), posix.join(to, name), true);
}

/** Runs for each source, with where it goes to. */
function toTarget(process: Process, verb: string, act: (from: string, to: string) => void): Promise<number> {
  const { operands } = readOptions(process.args);
  const target = operands.at(-1) ?? '';
  return forEach(
    process,
    operands.slice(0, -1),
    (name, reason) => `can't ${verb} '${name}': ${reason}`,
    (name) => {
      const from = pathOf(process, name);
      act(from, targetOf(process.machine.files, from, pathOf(process, target)));
    },
  );
}

const cp: Program = (process) => {
  const { flags } = readOptions(process.args);
  const isDeep = ['r', 'R', 'a'].some((flag) => flags.has(flag));
  return toTarget(process, 'copy', (from, to) => copy(process.machine.files, from, to, isDeep));
};

const mv: Program = (process) =>
  toTarget(process, 'rename', (from, to) => {
    const { files } = process.machine;
    copy(files, from, to, true);
    removeAll(files, from);
  });

const BLOCK = 1024;

const df: Program = async ({ machine, stdout }) => {
  const rows = machine.files.mounts.toReversed().flatMap(({ disk, source, path }) => {
    if (disk === undefined) return [];
    const [size, used] = [disk.limit, disk.used].map((bytes) => Math.ceil(bytes / BLOCK));
    const free = (size ?? 0) - (used ?? 0);
    const share = `${Math.ceil((100 * (used ?? 0)) / (size ?? 1))}%`;
    return [
      `${source.padEnd(20)} ${String(size).padStart(9)} ${String(used).padStart(9)} ${String(free).padStart(9)} ${share.padStart(4)} ${path}\n`,
    ];
  });
  await stdout.write(`Filesystem           1K-blocks      Used Available Use% Mounted on\n${rows.join('')}`);
  return 0;
};

const mount: Program = async (process) => {
  if (process.args.length > 0) return complain(process, 'permission denied (are you root?)');
  for (const { source, path, readOnly, disk } of process.machine.files.mounts.toReversed()) {
    const type = path === '/' ? 'overlay' : disk === undefined ? 'tmpfs' : 'ext4';
    await process.stdout.write(`${source} on ${path} type ${type} (${readOnly ? 'ro' : 'rw'},relatime)\n`);
  }
  return 0;
};

const du: Program = (process) => {
  const { operands } = readOptions(process.args);
  const names = operands.length === 0 ? ['.'] : operands;
  return forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      const size = Math.ceil(sizeOf(process.machine.files.get(pathOf(process, name))) / BLOCK);
      await process.stdout.write(`${size}\t${name}\n`);
    },
  );
};

export const FILE_PROGRAMS: Readonly<Record<string, Program>> = {
  chmod,
  // There is one user, who owns everything.
  chown: () => 0,
  cp,
  df,
  du,
  ls,
  mkdir,
  mount,
  mv,
  pwd,
  rm,
  rmdir,
  sync: () => 0,
  touch,
};
